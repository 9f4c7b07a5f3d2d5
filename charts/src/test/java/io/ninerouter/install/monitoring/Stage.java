package io.ninerouter.install.monitoring;

import io.ninerouter.quickstart.Quickstart;
import io.ninerouter.quickstart.QuickstartSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The quickstart with accounts and endpoints of every kind of trouble, and callers that meet all of it. */
final class Stage implements AutoCloseable {
    private static final String OBJECTS = """
            apiVersion: ninerouter.io/v1alpha1
            kind: Router
            metadata: {name: main, namespace: default}
            spec:
              gateway: {replicas: 0}
              egress: {denyPrivateAddresses: false}
              pricing: [{provider: scripted, model: "*", input: "1.5", output: "6", cacheRead: "0.15"}]
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderNode
            metadata: {name: dead, namespace: default}
            spec: {dialect: OpenAIChat, auth: {scheme: None}, baseUrl: "http://127.0.0.1:1/v1", models: [{id: m}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderConnection
            metadata: {name: dead, namespace: default}
            spec: {provider: dead, auth: {none: {}}}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderNode
            metadata: {name: cutting, namespace: default}
            spec: {dialect: OpenAIChat, auth: {scheme: None}, baseUrl: "%1$s", models: [{id: m}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderConnection
            metadata: {name: cutting, namespace: default}
            spec: {provider: cutting, auth: {none: {}}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: wrong, namespace: default}
            stringData: {api-key: no-key-of-anybody}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderNode
            metadata: {name: strict, namespace: default}
            spec: {dialect: OpenAIChat, baseUrl: "%2$s/v1", models: [{id: m}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderConnection
            metadata: {name: wrong, namespace: default}
            spec: {provider: strict, auth: {apiKey: {secretRef: {name: wrong}}}}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: Combo
            metadata: {name: robust, namespace: default}
            spec: {models: [{model: dead/m}, {model: strict/m}, {model: demo/scripted-large}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ApiKey
            metadata: {name: spender, namespace: default}
            spec: {secretName: spender-key, budget: {amountUsd: "5.00", period: Day}}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: Combo
            metadata: {name: ring, namespace: default}
            spec: {models: [{model: ring}]}
            """;

    private static final String CHUNK = """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":\
            {"content":"The beginning of an answer that has no end"}}]}

            """;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ServerSocket cutting;
    private final Quickstart quickstart;

    private Stage(Path folder) {
        try {
            cutting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("cutting").start(this::cut);
        quickstart = Quickstart.start(QuickstartSettings.anyPorts(folder));
    }

    static Stage open(Path folder) {
        Stage stage = new Stage(folder);
        stage.apply(OBJECTS.formatted(
                "http://127.0.0.1:" + stage.cutting.getLocalPort() + "/v1",
                stage.quickstart.provider().uri()));
        stage.stumble();
        return stage;
    }

    /** Where {@code /metrics} of the gateway is, as {@code host:port}. */
    String gatewayTarget() {
        return quickstart.management().getAuthority();
    }

    /** The same of the operator. */
    String operatorTarget() {
        return quickstart.operatorManagement().getAuthority();
    }

    /** Prometheus text of a target. */
    String scrape(String target) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://" + target + "/metrics"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** One request of each kind: good ones, ones that fall over, fail, are cut and lose something in translation. */
    void traffic() throws IOException, InterruptedException {
        for (boolean stream : new boolean[] {false, true}) {
            chat("coding", stream, "");
            chat("robust", stream, "");
            chat("demo-gemini/scripted-large", stream, ",\"logit_bias\":{\"1\":2},\"service_tier\":\"flex\"");
            chat("dead/m", stream, "");
            chat("strict/m", stream, "");
            chat("nowhere/m", stream, "");
        }
        chat("cutting/m", true, "");
        post(
                "/v1/messages",
                "{\"model\":\"coding\",\"max_tokens\":64,\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    /** Makes the operator fail at one round: the API server refuses it to publish a change. */
    private void stumble() {
        quickstart
                .api()
                .faults()
                .failNext(
                        1,
                        403,
                        request -> request.verb().equals("patch")
                                && request.resource().equals("secrets"));
        apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ModelAlias
                metadata: {name: stumbling, namespace: default}
                spec: {target: coding}
                """);
    }

    private void apply(String manifests) {
        quickstart
                .client()
                .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object ->
                        quickstart.client().resource(object).forceConflicts().serverSideApply());
    }

    private void chat(String model, boolean stream, String more) throws IOException, InterruptedException {
        post(
                "/v1/chat/completions",
                String.format(
                        Locale.ROOT,
                        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}",
                        model,
                        stream,
                        more));
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(quickstart.gateway() + path))
                .header("Authorization", "Bearer " + quickstart.key().reveal())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 401) {
            throw new AssertionError("the caller's key is refused: " + answer.body());
        }
    }

    /** A provider that begins each answer and closes the connection in the middle. */
    private void cut() {
        while (!cutting.isClosed()) {
            try (Socket connection = cutting.accept()) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = connection.getInputStream().read();
                    if (next < 0) {
                        break;
                    }
                    head.append((char) next);
                }
                Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
                if (length.find()) {
                    connection.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
                }
                OutputStream out = connection.getOutputStream();
                String chunk = Integer.toHexString(CHUNK.length()) + "\r\n" + CHUNK + "\r\n";
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunk)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException closed) {
                // The caller has left, or the test is over: the loop's condition tells.
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        cutting.close();
        quickstart.close();
    }
}
