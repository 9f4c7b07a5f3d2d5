package io.ninerouter.operator.settings;

import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterGateway;
import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.egress.OutboundHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an operator runs. Immutable.
 *
 * @param scope namespaces that it watches
 * @param election how it takes turns with others; null = it is alone
 * @param management where {@code /livez}, {@code /readyz} and {@code /metrics} are served; null = nowhere; port 0 = any
 * @param endpointTemplate address that callers use, with {@code {name}}, {@code {namespace}} and {@code {port}}; null = the
 *     Router's Service in the cluster
 * @param gateways what the gateways of all Routers have in common
 * @param probes false = no connection is checked without traffic, whatever it says itself
 * @param outbound what this process says of its calls to providers
 * @param usage how often usage is told
 */
public record OperatorSettings(
        Scope scope,
        @Nullable Election election,
        @Nullable InetSocketAddress management,
        @Nullable String endpointTemplate,
        GatewayDefaults gateways,
        boolean probes,
        OutboundHttp.Surroundings outbound,
        UsagePace usage) {

    /** Name of the Lease. */
    public static final String LEASE = "ninerouter-operator";

    private static final int HTTP_PORT = 80;

    /** Without an image: Routers name their own, or their gateways run elsewhere. */
    public OperatorSettings(
            Scope scope,
            @Nullable Election election,
            @Nullable InetSocketAddress management,
            @Nullable String endpointTemplate) {
        this(scope, election, management, endpointTemplate, null);
    }

    /** With an image; connections are checked. */
    public OperatorSettings(
            Scope scope,
            @Nullable Election election,
            @Nullable InetSocketAddress management,
            @Nullable String endpointTemplate,
            @Nullable String gatewayImage) {
        this(scope, election, management, endpointTemplate, gatewayImage, true);
    }

    /**
     * The same.
     *
     * @param gatewayImage container image of this release's gateway, for Routers that name none; null = not known
     */
    public OperatorSettings(
            Scope scope,
            @Nullable Election election,
            @Nullable InetSocketAddress management,
            @Nullable String endpointTemplate,
            @Nullable String gatewayImage,
            boolean probes) {
        this(
                scope,
                election,
                management,
                endpointTemplate,
                new GatewayDefaults(gatewayImage, Map.of()),
                probes,
                OutboundHttp.Surroundings.NONE,
                UsagePace.DEFAULT);
    }

    /** The same, checking no connection without traffic or, as connections want, checking them. */
    public OperatorSettings withProbes(boolean on) {
        return new OperatorSettings(scope, election, management, endpointTemplate, gateways, on, outbound, usage);
    }

    /** The same, calling providers otherwise. */
    public OperatorSettings withOutbound(OutboundHttp.Surroundings other) {
        return new OperatorSettings(scope, election, management, endpointTemplate, gateways, probes, other, usage);
    }

    /** The same, telling usage more or less often. */
    public OperatorSettings withUsage(UsagePace other) {
        return new OperatorSettings(scope, election, management, endpointTemplate, gateways, probes, outbound, other);
    }

    /** Container image of this release's gateway, for Routers that name none; null = not known. */
    public @Nullable String gatewayImage() {
        return gateways.image();
    }

    /** The same with another gateway image. */
    public OperatorSettings withGatewayImage(String image) {
        GatewayDefaults other = new GatewayDefaults(image, gateways.podMonitorLabels());
        return new OperatorSettings(scope, election, management, endpointTemplate, other, probes, outbound, usage);
    }

    /**
     * How operators take turns. A successor begins at the latest a lease duration after the leader was last heard of; at once
     * when the leader stops in order.
     *
     * @param namespace of the Lease
     * @param identity of this operator
     */
    public record Election(
            String namespace, String identity, Duration lease, Duration renewDeadline, Duration retryPeriod) {

        /** 15 s, renewed within 10 s, tried every 2 s: the successor begins within 20 s. */
        public static Election in(String namespace, String identity) {
            return new Election(
                    namespace, identity, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
        }
    }

    /**
     * Reads the environment: {@code NINEROUTER_WATCH_NAMESPACES} (comma list; empty = its own), {@code
     * NINEROUTER_CLUSTER_WIDE} ({@code true} = all namespaces), {@code NINEROUTER_LEADER_ELECTION} ({@code false} = off), {@code
     * NINEROUTER_NAMESPACE} (its own, that of the Lease), {@code NINEROUTER_MANAGEMENT_PORT} (9090), {@code
     * NINEROUTER_ENDPOINT_TEMPLATE}, {@code NINEROUTER_GATEWAY_IMAGE}, {@code NINEROUTER_POD_MONITOR_LABELS} (comma list of
     * {@code name=value}), {@code HOSTNAME} (identity), {@code NINEROUTER_PROBES} ({@code false} = off), {@code
     * NINEROUTER_ALLOW_LOOPBACK_PROVIDERS} ({@code true} = on) and the proxies of {@link ProxyRules#ofEnvironment}.
     *
     * @param ownNamespace where the operator runs, when the environment does not say; null = not known
     * @throws IllegalArgumentException when a value cannot be read
     */
    public static OperatorSettings fromEnvironment(Map<String, String> environment, @Nullable String ownNamespace) {
        String own = environment.getOrDefault("NINEROUTER_NAMESPACE", ownNamespace);
        return new OperatorSettings(
                scope(environment, own),
                election(environment, own),
                new InetSocketAddress(port(environment.getOrDefault("NINEROUTER_MANAGEMENT_PORT", "9090"))),
                environment.get("NINEROUTER_ENDPOINT_TEMPLATE"),
                new GatewayDefaults(
                        environment.get("NINEROUTER_GATEWAY_IMAGE"),
                        labels("NINEROUTER_POD_MONITOR_LABELS", environment)),
                isOn(environment, "NINEROUTER_PROBES"),
                outbound(environment),
                UsagePace.DEFAULT);
    }

    /** Address that a Router's callers use, without a trailing slash. */
    public String endpoint(Router router) {
        RouterGateway gateway =
                router.getSpec() == null ? null : router.getSpec().gateway();
        RouterGateway.Service service = gateway == null ? null : gateway.service();
        Integer set = service == null ? null : service.port();
        int port = Objects.requireNonNullElse(set, HTTP_PORT);
        String template = endpointTemplate;
        if (template == null) {
            template = "http://{name}.{namespace}.svc.cluster.local" + (port == HTTP_PORT ? "" : ":{port}");
        }
        return template.replace("{name}", router.getMetadata().getName())
                .replace("{namespace}", router.getMetadata().getNamespace())
                .replace("{port}", Integer.toString(port))
                .replaceAll("/+$", "");
    }

    /** Whoever says nothing gets the least: Secrets of one namespace. */
    private static Scope scope(Map<String, String> environment, @Nullable String own) {
        Set<String> named = Arrays.stream(environment
                        .getOrDefault("NINEROUTER_WATCH_NAMESPACES", "")
                        .split(",", -1))
                .map(String::strip)
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toSet());
        if (isAsked(environment, "NINEROUTER_CLUSTER_WIDE")) {
            if (!named.isEmpty()) {
                throw new IllegalArgumentException("NINEROUTER_CLUSTER_WIDE: true (expected: not beside"
                        + " NINEROUTER_WATCH_NAMESPACES=" + String.join(",", new TreeSet<>(named)) + ")");
            }
            return Scope.EVERYWHERE;
        }
        if (named.isEmpty() && own == null) {
            throw new IllegalArgumentException(
                    "NINEROUTER_WATCH_NAMESPACES: not set (expected: a comma list of namespaces,"
                            + " or NINEROUTER_NAMESPACE, or NINEROUTER_CLUSTER_WIDE=true)");
        }
        return new Scope.Only(named.isEmpty() ? Set.of(own) : named);
    }

    private static @Nullable Election election(Map<String, String> environment, @Nullable String namespace) {
        if (!isOn(environment, "NINEROUTER_LEADER_ELECTION")) {
            return null;
        }
        if (namespace == null) {
            throw new IllegalArgumentException("NINEROUTER_NAMESPACE: not set (expected: the namespace of the Lease, or"
                    + " NINEROUTER_LEADER_ELECTION=false)");
        }
        return Election.in(namespace, environment.getOrDefault("HOSTNAME", localName()));
    }

    private static Map<String, String> labels(String name, Map<String, String> environment) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : environment.getOrDefault(name, "").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                labels.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException(name + ": " + pair + " (expected: a comma list of name=value)");
            }
        }
        return labels;
    }

    private static OutboundHttp.Surroundings outbound(Map<String, String> environment) {
        ProxyRules.OfEnvironment proxies = ProxyRules.ofEnvironment(environment::get);
        if (!proxies.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", proxies.problems()));
        }
        return new OutboundHttp.Surroundings(proxies.rules(), isAsked(environment, AddressGuard.ALLOW_LOOPBACK));
    }

    /** Off unless it is switched on. */
    private static boolean isAsked(Map<String, String> environment, String name) {
        return environment.containsKey(name) && isOn(environment, name);
    }

    /** On unless it is switched off. */
    private static boolean isOn(Map<String, String> environment, String name) {
        String switched = environment.getOrDefault(name, "true");
        if (!switched.equals("true") && !switched.equals("false")) {
            throw new IllegalArgumentException(name + ": " + switched + " (expected: true or false)");
        }
        return switched.equals("true");
    }

    private static String localName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "operator";
        }
        return host + "-" + ProcessHandle.current().pid();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through: the message below says it.
        }
        throw new IllegalArgumentException("NINEROUTER_MANAGEMENT_PORT: " + text + " (expected: 0 to 65535)");
    }
}
