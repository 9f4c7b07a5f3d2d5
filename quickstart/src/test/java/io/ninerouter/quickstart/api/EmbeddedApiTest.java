package io.ninerouter.quickstart.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import io.ninerouter.quickstart.api.store.StoreLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedApiTest {

    private final List<ApiRequest> seen = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private EmbeddedApi api;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        ApiLimits limits = new ApiLimits(10_000, StoreLimits.DEFAULT, Duration.ofMillis(100));
        api = EmbeddedApi.start(EmbeddedApiConfig.on(0, folder.resolve("new/kubeconfig"))
                .withObserver(seen::add)
                .withLimits(limits));
        client = clientOf(api);
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void writesAKubeconfigForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(api.kubeconfig())))
                .isEqualTo("rw-------");
        assertThat(client.getConfiguration().getMasterUrl()).startsWith(api.url());
        try (var files = Files.list(api.kubeconfig().getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        int port = URI.create(api.url()).getPort();
        assertThatThrownBy(() -> EmbeddedApi.start(EmbeddedApiConfig.on(port, folder.resolve("other"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("port: " + port + " on 127.0.0.1 is taken (expected: a free port, or 0 for any)");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void letsNobodyInWithoutItsToken() {
        for (String token : List.of("", "wrong", api.token() + "x")) {
            Config config = new Config(client.getConfiguration());
            config.setAutoOAuthToken(null);
            config.setOauthToken(token);
            try (KubernetesClient stranger =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                assertThatThrownBy(() -> stranger.namespaces().list())
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                e -> assertThat(e.getCode()).isEqualTo(401));
            }
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void readsNoBodyBeyondItsLimit() {
        assertThatThrownBy(() -> create("big", "x".repeat(10_000)))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(413));
        assertThat(create("small", "x").getMetadata().getUid()).isNotEmpty();
    }

    @Test
    void tellsItsObserverWhatAnAuthorizerWouldSee() {
        create("seen", "x");
        client.configMaps().inNamespace("default").withName("seen").get();
        client.configMaps().inAnyNamespace().list();
        client.configMaps().inNamespace("default").withName("seen").delete();
        client.getKubernetesVersion();
        assertThat(seen)
                .extracting(r -> String.join(" ", r.verb(), r.group(), r.resource(), r.namespace(), r.name(), r.path()))
                .containsExactly(
                        "create  configmaps default  /api/v1/namespaces/default/configmaps",
                        "get  configmaps default seen /api/v1/namespaces/default/configmaps/seen",
                        "list  configmaps   /api/v1/configmaps",
                        "delete  configmaps default seen /api/v1/namespaces/default/configmaps/seen",
                        "get     /version");
        assertThat(seen).allSatisfy(request -> assertThat(request.userAgent()).startsWith("fabric8"));
    }

    @Test
    void failsOnDemand() {
        api.faults().failNext(2, 409, request -> request.verb().equals("create"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> create("later", "x"))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(409));
        }
        assertThat(create("later", "x").getMetadata().getUid()).isNotEmpty();
    }

    @Test
    void waitsWhilePaused() throws InterruptedException {
        api.faults().pause();
        BlockingQueue<ConfigMap> created = new LinkedBlockingQueue<>();
        Thread caller = Thread.ofVirtual().start(() -> created.add(create("paused", "x")));
        assertThat(created.poll(200, TimeUnit.MILLISECONDS)).isNull();
        api.faults().resume();
        assertThat(created.poll(30, TimeUnit.SECONDS)).isNotNull();
        caller.join();
    }

    @Test
    void bringsAnInformerBackAfterItsWatchIsCutAndItsHistoryGone() throws InterruptedException {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        try (var informer = client.configMaps().inNamespace("default").inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                names.add(map.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap after) {}

            @Override
            public void onDelete(ConfigMap map, boolean unknown) {}
        })) {
            create("first", "x");
            assertThat(names.poll(30, TimeUnit.SECONDS)).isEqualTo("first");
            api.faults().expireNextWatch();
            api.faults().dropWatches();
            create("second", "x");
            assertThat(names.poll(30, TimeUnit.SECONDS)).isEqualTo("second");
            assertThat(seen)
                    .filteredOn(request -> request.verb().equals("list"))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void keepsAnIdleWatchInformedOfTheRevision() throws IOException, InterruptedException {
        create("watched", "x");
        HttpResponse<Stream<String>> response = http().send(
                        request("/api/v1/namespaces/default/configmaps?watch=true&allowWatchBookmarks=true"
                                        + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=60")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        try (var lines = response.body()) {
            List<String> types = lines.limit(3)
                    .map(line -> Yaml.object(line))
                    .map(event -> event.path("type").asText()
                            + event.path("object").path("metadata").path("annotations"))
                    .toList();
            assertThat(types).containsExactly("ADDED", "BOOKMARK{\"k8s.io/initial-events-end\":\"true\"}", "BOOKMARK");
        }
    }

    @Test
    void writesNothingButAscii() throws IOException, InterruptedException {
        create("umlaut", "größer");
        String body = http().send(
                        request("/api/v1/namespaces/default/configmaps/umlaut").build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(body).contains("gr\\u00F6\\u00DFer");
        assertThat(client.configMaps()
                        .inNamespace("default")
                        .withName("umlaut")
                        .get()
                        .getData())
                .containsEntry("text", "größer");
    }

    @Test
    void endsAllWatchesWhenItCloses() throws IOException, InterruptedException {
        var response = http().send(
                        request("/api/v1/configmaps?watch=true").build(), HttpResponse.BodyHandlers.ofInputStream());
        Thread closer = Thread.ofVirtual().start(api::close);
        assertThat(response.body().readAllBytes()).isEmpty();
        closer.join();
    }

    private HttpClient http() {
        return Certificates.trusting(api.caCertificate());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path)).header("Authorization", "Bearer " + api.token());
    }

    private static KubernetesClient clientOf(EmbeddedApi api) {
        Config config = Config.fromKubeconfig(api.kubeconfig().toFile());
        // Failures that tests ask for are to be seen, not retried.
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private ConfigMap create(String name, String text) {
        return client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withData(Map.of("text", text))
                        .build())
                .create();
    }
}
