package io.ninerouter.install.image;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An operator that leads, compiles the samples of the quickstart and issues a key. */
final class OperatorPlay implements Rehearsal.Play {
    /** Those of the JDK with keys of one use, in another order: nobody who could be reached must be out of reach. */
    static final List<String> CIPHER_SUITES = List.of(
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");

    private static final String RESOURCES = "/META-INF/ninerouter/";
    private static final long PATIENCE_SECONDS = 180;
    private static final List<String> KINDS = List.of(
            "routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys", "gatewayreplicas");
    private static final List<String> SAMPLES = List.of("router", "provider", "models", "apikey");

    private final Runnable end;
    private final KubernetesClient client;
    private final int port;
    private final Map<String, String> environment;

    private OperatorPlay(Runnable end, KubernetesClient client, int port, Map<String, String> access) {
        this.end = end;
        this.client = client;
        this.port = port;
        environment = new HashMap<>(access);
        environment.put("NINEROUTER_NAMESPACE", "default");
        environment.put("NINEROUTER_MANAGEMENT_PORT", Integer.toString(port));
    }

    /** On an embedded cluster, which ends with the play. */
    static OperatorPlay open(Path scratch) throws IOException {
        EmbeddedApi api = EmbeddedApi.start(EmbeddedApiConfig.on(0, scratch.resolve("kubeconfig")));
        return open(api.kubeconfig(), scratch, api::close);
    }

    /** On a cluster that is there, to which our definitions are applied. The kubeconfig's user has a token. */
    static OperatorPlay on(Path kubeconfig, Path scratch) throws IOException {
        return open(kubeconfig, scratch, () -> {});
    }

    private static OperatorPlay open(Path kubeconfig, Path scratch, Runnable end) throws IOException {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        OperatorPlay play = new OperatorPlay(end, client, Ready.freePort(), PodAccess.environment(kubeconfig, scratch));
        for (String kind : KINDS) {
            play.apply("crds/" + kind + ".ninerouter.io.yaml");
        }
        return play;
    }

    @Override
    public String mainClass() {
        return "io.ninerouter.operator.OperatorMain";
    }

    /**
     * The quick compiler alone: the other one took more than a quarter of the start, for code that runs a few times a minute.
     * Each method runs three times as often as usual before it is compiled, since most are needed at the start and hardly again.
     * Survivors get a fifth of the young generation each: a compile of thousands of objects has 8 MB in hand whenever a collection
     * comes, and what does not fit would grow old. Of cipher suites ChaCha20 comes first, which is quick without the processor's
     * help; that help is for AES, and only the other compiler calls for it.
     */
    @Override
    public List<String> flags() {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=3",
                "-XX:SurvivorRatio=3",
                "-Djdk.tls.client.cipherSuites=" + String.join(",", CIPHER_SUITES));
    }

    @Override
    public List<String> arguments() {
        return List.of();
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void awaitReady(ProcessHandle process) throws InterruptedException {
        Ready.await(process, URI.create("http://127.0.0.1:" + port + "/readyz"), 200);
    }

    @Override
    public void perform(ProcessHandle process) throws IOException, InterruptedException {
        awaitReady(process);
        for (String sample : SAMPLES) {
            apply("quickstart/" + sample + ".yaml");
        }
        awaitSecret(RouterSecrets.configName("main"));
        awaitSecret("coder-ninerouter");
        Ready.await(process, URI.create("http://127.0.0.1:" + port + "/metrics"), 200);
    }

    @Override
    public void close() {
        client.close();
        end.run();
    }

    private void awaitSecret(String name) {
        client.secrets()
                .inNamespace("default")
                .withName(name)
                .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void apply(String resource) throws IOException {
        try (InputStream in = OperatorPlay.class.getResourceAsStream(RESOURCES + resource)) {
            client.load(Objects.requireNonNull(in, resource))
                    .items()
                    .forEach(object -> client.resource(object).serverSideApply());
        }
    }
}
