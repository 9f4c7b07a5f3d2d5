package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.ninerouter.api.v1alpha1.RouterGateway;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.egress.Proxy;
import io.ninerouter.egress.ProxyRules;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the pods are reached, and whom they reach. */
final class GatewayNetwork {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Where names are asked for behind their Service, where a policy sees the address after translation: CoreDNS, OpenShift's
     * and Gardener's DNS pods.
     */
    private static final List<Integer> DNS_PORTS = List.of(53, 5353, 8053);

    /** Where API servers listen behind their Service: a policy sees the address after translation, not the Service's. */
    private static final List<Integer> API_PORTS = List.of(HTTPS_PORT, 6443, 8443, 16443);

    /** Where traces go. */
    private static final Set<String> TRACES =
            Set.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

    private GatewayNetwork() {}

    static Service service(Blueprint plan) {
        RouterGateway.Service wanted = plan.gateway().service();
        String type = wanted == null ? null : wanted.type();
        Integer port = wanted == null ? null : wanted.port();
        return new ServiceBuilder()
                .withMetadata(plan.metadata(plan.router().name()))
                .withNewSpec()
                .withType(Objects.requireNonNullElse(type, "ClusterIP"))
                .withSelector(plan.selector())
                // Unset, they stay the API server's: what nobody asked for is nobody's to repair.
                .withIpFamilyPolicy(wanted == null ? null : wanted.ipFamilyPolicy())
                .withIpFamilies(wanted == null ? List.of() : wanted.ipFamilies())
                .addNewPort()
                .withName(Blueprint.HTTP_PORT)
                .withProtocol("TCP")
                .withAppProtocol("http")
                .withPort(Objects.requireNonNullElse(port, HTTP_PORT))
                .withTargetPort(new IntOrString(Blueprint.HTTP_PORT))
                .endPort()
                .endSpec()
                .build();
    }

    /**
     * Callers from anywhere, for a key admits them; probes and metrics from the cluster. Out go names, the API server and the
     * ports that the Router's providers, proxies and the collector of traces are at: by port, not by address, because providers stand behind names, and because
     * address blocks match pods in some network plugins and not in others.
     */
    static NetworkPolicy policy(Blueprint plan) {
        return new NetworkPolicyBuilder()
                .withMetadata(plan.metadata(plan.name()))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(plan.selector())
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withPorts(port("TCP", GatewayPods.HTTP))
                .endIngress()
                .addNewIngress()
                .addNewFrom()
                .withNamespaceSelector(new LabelSelector())
                .endFrom()
                .withPorts(port("TCP", GatewayPods.MANAGEMENT))
                .endIngress()
                .addNewEgress()
                .withPorts(DNS_PORTS.stream()
                        .flatMap(port -> Stream.of(port("UDP", port), port("TCP", port)))
                        .toList())
                .endEgress()
                .addNewEgress()
                .withPorts(providerPorts(plan).stream()
                        .map(port -> port("TCP", port))
                        .toList())
                .endEgress()
                .endSpec()
                .build();
    }

    private static NavigableSet<Integer> providerPorts(Blueprint plan) {
        NavigableSet<Integer> ports = new TreeSet<>(API_PORTS);
        Map<String, String> addresses = plan.config().providers().stream()
                .collect(Collectors.toMap(ProviderConfig::id, ProviderConfig::baseUrl));
        for (ConnectionConfig connection : plan.config().connections()) {
            String address = addresses.get(connection.provider());
            if (address != null) {
                port(Placeholders.example(address, connection.settings())).ifPresent(ports::add);
            }
        }
        proxies(plan).forEach(proxy -> ports.add(proxy.port()));
        plan.environment().stream()
                .filter(variable -> TRACES.contains(variable.getName()))
                .map(EnvVar::getValue)
                .forEach(value -> port(value).ifPresent(ports::add));
        return ports;
    }

    /** Those of the Router, of its connections, and of the environment of its pods; one that cannot be read opens nothing. */
    private static Set<Proxy> proxies(Blueprint plan) {
        Set<Proxy> proxies = new HashSet<>();
        Stream.concat(
                        Stream.ofNullable(plan.config().settings().egress()),
                        plan.config().connections().stream()
                                .map(ConnectionConfig::egress)
                                .filter(Objects::nonNull))
                .flatMap(egress -> Stream.of(egress.httpsProxy(), egress.httpProxy()))
                .filter(Objects::nonNull)
                .forEach(proxy -> read(proxy, proxies));
        Map<String, String> variables = new HashMap<>();
        plan.environment().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> variables.put(variable.getName(), variable.getValue()));
        proxies.addAll(ProxyRules.ofEnvironment(variables::get).rules().proxies());
        return proxies;
    }

    private static void read(String proxy, Set<Proxy> into) {
        try {
            into.add(Proxy.parse(proxy));
        } catch (IllegalArgumentException unreadable) {
            // The object that names it says so.
        }
    }

    /** Of an address that a user wrote, or a part of it: one that cannot be read opens nothing, and the gateway's log says why. */
    private static OptionalInt port(@Nullable String address) {
        try {
            URI uri = URI.create(address == null ? "" : address.strip());
            if (uri.getHost() == null) {
                return OptionalInt.empty();
            }
            int standard = "http".equalsIgnoreCase(uri.getScheme()) ? HTTP_PORT : HTTPS_PORT;
            return OptionalInt.of(uri.getPort() < 0 ? standard : uri.getPort());
        } catch (IllegalArgumentException unreadable) {
            return OptionalInt.empty();
        }
    }

    private static NetworkPolicyPort port(String protocol, int port) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withPort(new IntOrString(port))
                .build();
    }
}
