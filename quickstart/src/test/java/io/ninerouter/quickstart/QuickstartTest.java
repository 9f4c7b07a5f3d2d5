package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Combo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole path: objects are applied, and the running gateway serves what they say. */
class QuickstartTest {
    /** 10,000 when the figure in the README is made anew. */
    private static final int REQUESTS = Integer.getInteger("e2e.requests", 1_000);

    private static final int AT_A_TIME = 50;

    @TempDir
    static Path scratch;

    private static Quickstart quickstart;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @BeforeAll
    static void start() {
        quickstart = Quickstart.start(QuickstartSettings.anyPorts(scratch));
    }

    @AfterAll
    static void stop() {
        quickstart.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyDialectIsAnswered(String name, String path, String body, String expected) throws Exception {
        HttpResponse<String> answer = post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(expected);
        assertThat(answer.headers().firstValue("x-ninerouter-target")).isPresent();
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }

    static Stream<Arguments> everyDialectIsAnswered() {
        String chat = "{\"model\":\"coding\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
        String anthropic =
                "{\"model\":\"coding\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
        String responses = "{\"model\":\"gpt-4o\",\"input\":\"Hi\"%s}";
        String gemini = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
        String stream = ",\"stream\":true";
        return Stream.of(
                Arguments.of("chat", "/v1/chat/completions", chat.formatted(""), "\"finish_reason\":\"stop\""),
                Arguments.of("chat, streamed", "/v1/chat/completions", chat.formatted(stream), "data: [DONE]"),
                Arguments.of("messages", "/v1/messages", anthropic.formatted(""), "\"stop_reason\":\"end_turn\""),
                Arguments.of("messages, streamed", "/v1/messages", anthropic.formatted(stream), "event: message_stop"),
                Arguments.of("responses", "/v1/responses", responses.formatted(""), "\"status\":\"completed\""),
                Arguments.of(
                        "responses, streamed",
                        "/v1/responses",
                        responses.formatted(stream),
                        "event: response.completed"),
                Arguments.of(
                        "generateContent",
                        "/v1beta/models/coding:generateContent",
                        gemini,
                        "\"finishReason\":\"STOP\""),
                Arguments.of(
                        "streamGenerateContent",
                        "/v1beta/models/coding:streamGenerateContent?alt=sse",
                        gemini,
                        "\"finishReason\":\"STOP\""));
    }

    @Test
    void objectsChangeWhatIsServedOnceTheyAreReadyAndDeletionTakesItAway() throws Exception {
        KubernetesClient client = quickstart.client();
        String body = "{\"model\":\"later\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(post("/v1/chat/completions", body).statusCode()).isEqualTo(404);

        HasMetadata alias = apply("kind: ModelAlias\nmetadata: {name: later}\nspec: {target: demo/scripted-small}");
        Readiness.await(client, List.of(alias), Duration.ofSeconds(20));
        HttpResponse<String> served = post("/v1/chat/completions", body);
        assertThat(served.statusCode()).as(served.body()).isEqualTo(200);
        assertThat(served.body()).contains("\"model\":\"scripted-small\"");

        client.resource(alias).delete();
        awaitStatus(body, 404);
    }

    @Test
    void aWrongObjectSaysWhatIsWrongAndTheGoodOnesGoOn() throws Exception {
        KubernetesClient client = quickstart.client();
        apply("kind: Combo\nmetadata: {name: ring-a}\nspec: {models: [{model: ring-b}]}");
        HasMetadata second = apply("kind: Combo\nmetadata: {name: ring-b}\nspec: {models: [{model: ring-a}]}");
        try {
            Combo refused = client.resources(Combo.class)
                    .inNamespace("default")
                    .withName("ring-b")
                    .waitUntilCondition(
                            combo -> combo != null
                                    && combo.getStatus() != null
                                    && condition(combo, "Ready").equals("False"),
                            20,
                            TimeUnit.SECONDS);
            assertThat(refused.getStatus().conditions()).anySatisfy(condition -> {
                assertThat(condition.reason()).isEqualTo("Cycle");
                assertThat(condition.message())
                        .contains("ring-a")
                        .contains("ring-b")
                        .contains("→");
            });
            assertThat(post(
                                    "/v1/chat/completions",
                                    "{\"model\":\"coding\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            client.resource(second).delete();
            client.resources(Combo.class)
                    .inNamespace("default")
                    .withName("ring-a")
                    .delete();
        }
    }

    @Test
    void aPausedKeyGets403AndADeletedOne401() throws Exception {
        KubernetesClient client = quickstart.client();
        HasMetadata key = apply("kind: ApiKey\nmetadata: {name: guest}\nspec: {secretName: guest-key}");
        Readiness.await(client, List.of(key), Duration.ofSeconds(20));
        String issued = new String(
                java.util.Base64.getDecoder()
                        .decode(client.secrets()
                                .inNamespace("default")
                                .withName("guest-key")
                                .require()
                                .getData()
                                .get("api-key")),
                StandardCharsets.UTF_8);
        String body = "{\"model\":\"coding\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(post("/v1/chat/completions", body, issued).statusCode()).isEqualTo(200);

        apply("kind: ApiKey\nmetadata: {name: guest}\nspec: {secretName: guest-key, active: false}");
        awaitStatus(body, issued, 403);
        client.resource(key).delete();
        awaitStatus(body, issued, 401);
    }

    @Test
    void noRequestFailsWhileAComboIsAppliedAgainAndAgain() throws Exception {
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(REQUESTS);
        CountDownLatch done = new CountDownLatch(AT_A_TIME);
        String body = "{\"model\":\"coding\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        int applied = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                callers.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        try {
                            HttpResponse<String> answer = post("/v1/chat/completions", body);
                            if (answer.statusCode() != 200) {
                                failures.add(answer.statusCode() + " " + answer.body());
                            }
                        } catch (IOException | InterruptedException e) {
                            failures.add(e.toString());
                        }
                    }
                    done.countDown();
                });
            }
            while (!done.await(100, TimeUnit.MILLISECONDS)) {
                applied++;
                apply("kind: Combo\nmetadata: {name: coding}\nspec: {models: [{model: demo/scripted-"
                        + (applied % 2 == 0 ? "large" : "small")
                        + "}, {model: demo-gemini/scripted-large}]}");
            }
        }
        assertThat(failures).isEmpty();
        assertThat(applied).isPositive();
    }

    @Test
    void aMemberThatFailsIsReplacedByTheNext() throws Exception {
        KubernetesClient client = quickstart.client();
        List<HasMetadata> objects = List.of(
                apply("kind: ProviderNode\nmetadata: {name: dead}\nspec: {dialect: OpenAIChat, auth: {scheme: None},"
                        + " baseUrl: \"http://127.0.0.1:1/v1\", models: [{id: m}]}"),
                apply("kind: ProviderConnection\nmetadata: {name: dead}\nspec: {provider: dead, auth: {none: {}}}"),
                apply("kind: Combo\nmetadata: {name: robust}\nspec: {models: [{model: dead/m},"
                        + " {model: demo/scripted-large}]}"));
        Readiness.await(client, objects, Duration.ofSeconds(20));
        HttpResponse<String> answer = post(
                "/v1/chat/completions", "{\"model\":\"robust\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-attempts")).contains("2");
    }

    @Test
    void probesAndMetersTellTheTruth() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        post("/v1/chat/completions", "{\"model\":\"coding\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        String metrics = get("/metrics").body();
        assertThat(metrics).contains("gen_ai_").contains("gen_ai_client_token_usage");
        assertThat(metrics).doesNotContain(quickstart.key().reveal());
    }

    private static HasMetadata apply(String yaml) {
        String document = "apiVersion: ninerouter.io/v1alpha1\n" + yaml;
        HasMetadata object = quickstart
                .client()
                .load(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))
                .items()
                .getFirst();
        object.getMetadata().setNamespace("default");
        return quickstart.client().resource(object).forceConflicts().serverSideApply();
    }

    private static String condition(Combo combo, String type) {
        return combo.getStatus().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .map(condition -> condition.status())
                .findFirst()
                .orElse("");
    }

    private static void awaitStatus(String body, int status) throws IOException, InterruptedException {
        awaitStatus(body, quickstart.key().reveal(), status);
    }

    /** Asks until the answer has the status; a change arrives within a second, a busy machine gets half a minute. */
    private static void awaitStatus(String body, String key, int status) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int seen;
        do {
            seen = post("/v1/chat/completions", body, key).statusCode();
        } while (seen != status && System.nanoTime() < deadline);
        assertThat(seen).isEqualTo(status);
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, body, quickstart.key().reveal());
    }

    private static HttpResponse<String> post(String path, String body, String key)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(quickstart.gateway() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(quickstart.management() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
