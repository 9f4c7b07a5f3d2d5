package io.ninerouter.install.image;

import io.ninerouter.quickstart.Quickstart;
import io.ninerouter.quickstart.QuickstartSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway that serves the scripted provider of the quickstart to callers of every dialect, streamed and not. */
final class GatewayPlay implements Rehearsal.Play {
    /** Enough to load every class. More would teach the JVM to compile at once, at every start, what one start does not need. */
    private static final int ROUNDS = 2;

    private static final String TURNS = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String CONTENTS = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]}";

    private final Quickstart cluster;
    private final int port;
    private final int managementPort;
    private final Map<String, String> access;

    private GatewayPlay(Quickstart cluster, int port, int managementPort, Map<String, String> access) {
        this.access = access;
        this.cluster = cluster;
        this.port = port;
        this.managementPort = managementPort;
    }

    static GatewayPlay open(Path scratch) throws IOException {
        Quickstart cluster = Quickstart.start(QuickstartSettings.anyPorts(scratch));
        return new GatewayPlay(
                cluster, Ready.freePort(), Ready.freePort(), PodAccess.environment(cluster.kubeconfig(), scratch));
    }

    @Override
    public String mainClass() {
        return "io.ninerouter.gateway.GatewayApplication";
    }

    /**
     * Both compilers, as its work is hot, but each later by a factor of eight: most methods are needed at the start and hardly
     * again, and what serves requests is called so often that it is compiled all the same.
     */
    @Override
    public List<String> flags() {
        return List.of("-XX:CompileThresholdScaling=8");
    }

    @Override
    public List<String> arguments() {
        return List.of("--server.port=" + port, "--management.server.port=" + managementPort);
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(access);
        environment.put("NINEROUTER_ROUTER_NAMESPACE", "default");
        environment.put("NINEROUTER_ROUTER_NAME", "main");
        environment.put("POD_NAME", "rehearsal");
        environment.put("NINEROUTER_ALLOW_LOOPBACK_PROVIDERS", "true");
        environment.put("NINEROUTER_DRAIN", "1s");
        return environment;
    }

    @Override
    public void awaitReady(ProcessHandle process) throws InterruptedException {
        Ready.await(process, management("/readyz"), 200);
    }

    @Override
    public void perform(ProcessHandle process) throws IOException, InterruptedException {
        awaitReady(process);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (boolean stream : new boolean[] {true, false}) {
                    String head = "{\"model\":\"coding\",\"stream\":" + stream + ",";
                    post(http, "/v1/chat/completions", head + TURNS);
                    post(http, "/v1/responses", head + "\"input\":\"Hello\"}");
                    post(http, "/v1/messages", head + "\"max_tokens\":64," + TURNS);
                    String call = stream ? "streamGenerateContent?alt=sse" : "generateContent";
                    post(http, "/v1beta/models/coding:" + call, CONTENTS);
                }
            }
        }
        Ready.await(process, management("/metrics"), 200);
    }

    @Override
    public void close() {
        cluster.close();
    }

    private URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    private void post(HttpClient http, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + cluster.key().reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " (expected: 200): " + answer.body());
        }
    }
}
