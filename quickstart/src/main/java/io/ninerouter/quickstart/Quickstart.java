package io.ninerouter.quickstart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.GatewayApplication;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import io.ninerouter.quickstart.provider.ScriptedProvider;
import io.ninerouter.quickstart.provider.ScriptedProviderConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole product in one JVM: an embedded Kubernetes API, the operator, a gateway and a scripted provider, with the
 * samples applied. {@link #start} returns when the samples are Ready; {@link #close} stops everything in reverse order.
 *
 * <p>Operator and gateway are started as their own {@code main} does; they meet only through the API.
 */
public final class Quickstart implements AutoCloseable {
    private static final String NAMESPACE = "default";
    private static final String ROUTER = "main";
    private static final String KEY_SECRET = "coder-ninerouter";
    private static final String PROVIDER_KEY = "scripted-provider-key";

    /** Where the samples expect the scripted provider. */
    private static final String PROVIDER_ADDRESS = "127.0.0.1:20127";

    private final Opened opened;
    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final ScriptedProvider provider;
    private final ConfigurableApplicationContext gateway;
    private final OperatorApp operator;

    private Quickstart(
            Opened opened,
            EmbeddedApi api,
            KubernetesClient client,
            ScriptedProvider provider,
            ConfigurableApplicationContext gateway,
            OperatorApp operator) {
        this.opened = opened;
        this.api = api;
        this.client = client;
        this.provider = provider;
        this.gateway = gateway;
        this.operator = operator;
    }

    /**
     * Starts all parts, applies the samples and waits until they are Ready.
     *
     * @throws IllegalStateException when a port is taken or the samples are not Ready in time; whatever was started by then
     *     has been stopped
     */
    public static Quickstart start(QuickstartSettings settings) {
        Ports.requireFree(settings);
        Opened opened = new Opened();
        try {
            EmbeddedApi api = opened.add(EmbeddedApi.start(EmbeddedApiConfig.on(
                    settings.apiPort(), settings.directory().resolve("kubeconfig"))));
            KubernetesClient client = opened.add(client(api.kubeconfig()));
            ScriptedProvider provider = opened.add(ScriptedProvider.start(ScriptedProviderConfig.DEFAULT
                    .withPort(settings.providerPort())
                    .withKey(SecretText.of(PROVIDER_KEY))));
            Manifests manifests = new Manifests(client);
            manifests.apply(Manifests.CRDS, yaml -> yaml);
            ConfigurableApplicationContext gateway = opened.add(gateway(settings, api.kubeconfig()));
            ApiCalls calls = new ApiCalls();
            KubernetesClient own = opened.add(OperatorClients.create(config(api.kubeconfig()), calls));
            OperatorApp operator = opened.add(
                    OperatorApp.start(own, operatorSettings(callers(gateway)).withProbes(settings.probes()), calls));
            String address = "127.0.0.1:" + provider.port();
            List<HasMetadata> samples =
                    manifests.apply(Manifests.SAMPLES, yaml -> yaml.replace(PROVIDER_ADDRESS, address));
            Readiness.await(client, samples, Duration.ofSeconds(60));
            return new Quickstart(opened, api, client, provider, gateway, operator);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext gateway(QuickstartSettings settings, Path kubeconfig) {
        SpringApplication application = new SpringApplicationBuilder(GatewayApplication.class)
                // The quickstart stops its parts itself, in order.
                .registerShutdownHook(false)
                .build();
        // What KUBECONFIG is to a process of its own: the gateway finds its API server in the usual places.
        System.setProperty("kubeconfig", kubeconfig.toString());
        return application.run(
                "--ninerouter.router.namespace=" + NAMESPACE,
                "--ninerouter.router.name=" + ROUTER,
                // Its provider is on this machine.
                "--ninerouter.allow-loopback-providers=true",
                // Nobody else serves on when it ends.
                "--ninerouter.linger=0s",
                "--ninerouter.replica.name=quickstart",
                "--server.address=127.0.0.1",
                "--server.port=" + settings.gatewayPort(),
                "--management.server.address=127.0.0.1",
                "--management.server.port=" + settings.managementPort(),
                "--ninerouter.request-log.stdout=false",
                "--logging.config=classpath:quickstart-logback.xml");
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder().withConfig(config(kubeconfig)).build();
    }

    private static Config config(Path kubeconfig) {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /**
     * As in a cluster, but for the address of callers, which here is the gateway's own. No pods run here: what the operator
     * makes for other Routers can be looked at, and its image is never pulled.
     */
    private static OperatorSettings operatorSettings(URI callers) {
        return new OperatorSettings(
                        Scope.EVERYWHERE,
                        OperatorSettings.Election.in(NAMESPACE, "quickstart"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        callers.toString(),
                        "ninerouter-gateway:quickstart")
                .withOutbound(new OutboundHttp.Surroundings(
                        ProxyRules.ofEnvironment(System::getenv).rules(), true));
    }

    /** The kubeconfig that opens the embedded API. */
    public Path kubeconfig() {
        return api.kubeconfig();
    }

    /** A client of the embedded API; closed with the quickstart. */
    public KubernetesClient client() {
        return client;
    }

    /** The embedded API, for tests that make it misbehave. */
    public EmbeddedApi api() {
        return api;
    }

    /** The scripted provider. */
    public ScriptedProvider provider() {
        return provider;
    }

    /** Where callers reach the gateway, without a path. */
    public URI gateway() {
        return callers(gateway);
    }

    private static URI callers(ConfigurableApplicationContext gateway) {
        return URI.create("http://127.0.0.1:" + port(gateway, "local.server.port"));
    }

    /** Where the gateway's probes and metrics are, without a path. */
    public URI management() {
        return URI.create("http://127.0.0.1:" + port(gateway, "local.management.port"));
    }

    /** Where the operator's probes and metrics are, without a path: on any free port. */
    public URI operatorManagement() {
        return URI.create("http://127.0.0.1:" + operator.managementPort());
    }

    /** The key that the operator has issued to the sample caller. */
    public SecretText key() {
        Secret secret =
                client.secrets().inNamespace(NAMESPACE).withName(KEY_SECRET).require();
        byte[] key = Base64.getDecoder().decode(secret.getData().get("api-key"));
        return SecretText.of(new String(key, StandardCharsets.UTF_8));
    }

    private static int port(ConfigurableApplicationContext gateway, String property) {
        return gateway.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    @Override
    public void close() {
        opened.close();
    }
}
