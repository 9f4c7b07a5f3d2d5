package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.ninerouter.gateway.GatewayApplication;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Several gateways of one Router, each as it runs in a pod of its own; they meet through the API server alone. */
final class Gateways implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    /** Starts {@code gw-1}, {@code gw-2} … for the Router {@code main}. */
    static Gateways start(Cluster cluster, int count) {
        return start(cluster.api().kubeconfig(), count);
    }

    /** The same on a way to the API server that only they go. */
    static Gateways start(Path kubeconfig, int count) {
        Gateways gateways = new Gateways();
        // What KUBECONFIG is to a process of its own.
        System.setProperty("kubeconfig", kubeconfig.toString());
        for (int i = 1; i <= count; i++) {
            gateways.run("--ninerouter.replica.name=gw-" + i);
        }
        return gateways;
    }

    /** Starts one whose requests say that they are its own; all gateways of a JVM otherwise call themselves alike. */
    static Gateways startAs(String userAgent, Cluster cluster) {
        System.setProperty("kubernetes.user.agent", userAgent);
        try {
            return start(cluster, 1);
        } finally {
            System.clearProperty("kubernetes.user.agent");
        }
    }

    /** Starts one as the operator's pod template does: it knows its pod. */
    static Gateways startIn(Cluster cluster, Pod pod) {
        Gateways gateways = new Gateways();
        System.setProperty("kubeconfig", cluster.api().kubeconfig().toString());
        gateways.run(
                "--POD_NAME=" + pod.getMetadata().getName(),
                "--POD_UID=" + pod.getMetadata().getUid());
        return gateways;
    }

    private void run(String... identity) {
        List<String> arguments = new ArrayList<>(List.of(identity));
        arguments.addAll(List.of(
                "--ninerouter.router.namespace=" + Cluster.NAMESPACE,
                "--ninerouter.router.name=main",
                "--ninerouter.allow-loopback-providers=true",
                "--ninerouter.linger=0s",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.port=0"));
        contexts.add(new SpringApplicationBuilder(GatewayApplication.class)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new)));
    }

    /** Asks one of them, from 1, for a chat completion. */
    HttpResponse<String> ask(int gateway, String model) throws IOException, InterruptedException {
        return ask(gateway, model, null);
    }

    /** Asks one of them, from 1, for a chat completion, showing a key or a token. */
    HttpResponse<String> ask(int gateway, String model, String bearer) throws IOException, InterruptedException {
        return chat(gateway, model, "", bearer);
    }

    /** The same as a stream, of which all is read. */
    HttpResponse<String> stream(int gateway, String model, String bearer) throws IOException, InterruptedException {
        return chat(gateway, model, ",\"stream\":true", bearer);
    }

    private HttpResponse<String> chat(int gateway, String model, String more, String bearer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        address(gateway, "local.server.port", "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}"));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What one of them, from 1, answers to a GET without a key. */
    String get(int gateway, String path) throws IOException, InterruptedException {
        URI address = address(gateway, "local.server.port", path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What the management port of one of them, from 1, answers. */
    String manage(int gateway, String path) throws IOException, InterruptedException {
        URI address = address(gateway, "local.management.port", path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI address(int gateway, String property, String path) {
        int port = context(gateway).getEnvironment().getRequiredProperty(property, Integer.class);
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Whether one of them, from 1, would leave a model at a connection alone now; asks nobody. */
    boolean leavesAlone(int gateway, String connection, String model) {
        Snapshot snapshot = context(gateway).getBean(SnapshotHolder.class).current();
        return context(gateway)
                        .getBean(HealthBoard.class)
                        .cooling(connection, model, snapshot.credential(connection), System.currentTimeMillis())
                != null;
    }

    @Override
    public void close() {
        contexts.forEach(ConfigurableApplicationContext::close);
        System.clearProperty("kubeconfig");
    }

    private ConfigurableApplicationContext context(int gateway) {
        return contexts.get(gateway - 1);
    }
}
