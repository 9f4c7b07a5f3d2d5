package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is special of Code Assist and Antigravity: the envelope, accounts with a project, refusals of theirs. */
class CodeAssistEndpointTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TURN = """
            { "contents" : [{"role":"user","parts":[{"text":"é \\u0041"}]},
             {"role":"model","parts":[{"functionCall":{"id":"c1","name":"f","args":{"id":1.0}},"thoughtSignature":"c2ln/+=="}]},
             {"role":"user","parts":[{"functionResponse":{"name":"f","response":{},"id":"c1"}}]}],
             "generationConfig":{"xFuture":[1e3]} }
            """;

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private Configs codeAssist() {
        return Configs.empty()
                .provider("p", Dialogs.base(Dialect.CODE_ASSIST, provider.url()), Dialect.CODE_ASSIST)
                .alias("m", "p/gemini-3-flash");
    }

    private HttpResponse<byte[]> ask(Dialect client, String body, boolean stream) throws Exception {
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), body));
    }

    private HttpResponse<byte[]> ask(Dialect client) throws Exception {
        return ask(client, Dialogs.request(client, "m", false), false);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGeminiCallersBytesAreWithinTheEnvelope(boolean stream) throws Exception {
        gateway.use(codeAssist());
        provider.always(Dialogs.reply(Dialect.CODE_ASSIST, stream));
        HttpResponse<byte[]> answer = ask(Dialect.GEMINI, TURN, stream);

        assertThat(answer.statusCode()).isEqualTo(200);
        Asked asked = provider.only();
        assertThat(asked.uri())
                .isEqualTo(stream ? "/v1internal:streamGenerateContent?alt=sse" : "/v1internal:generateContent");
        assertThat(asked.header("authorization")).isEqualTo("Bearer " + Configs.credentialOf("p"));
        String members = TURN.substring(TURN.indexOf('"'), TURN.lastIndexOf(']') + 2);
        assertThat(asked.text())
                .contains("\"project\":\"p-1\",\"model\":\"gemini-3-flash\"", members)
                .endsWith("}}");
        assertThat(JSON.readTree(asked.body()).path("request").path("sessionId").asString())
                .isNotEmpty();
        assertThat(text(answer))
                .isEqualTo(stream ? String.join("", Dialogs.events(Dialect.GEMINI)) : Dialogs.answer(Dialect.GEMINI));
        assertThat(answer.headers().firstValue("x-ninerouter-dropped")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{};0", "{ \"model\" : \"models/x\" , \"contents\":[] };1"})
    void bodiesThatAreOdd(String body, int members) throws Exception {
        gateway.use(codeAssist());
        provider.always(Dialogs.reply(Dialect.CODE_ASSIST, false));

        assertThat(ask(Dialect.GEMINI, body, false).statusCode()).isEqualTo(200);

        JsonNode asked = JSON.readTree(provider.only().body());
        assertThat(asked.path("model").asString()).isEqualTo("gemini-3-flash");
        assertThat(asked.path("request").has("model")).isFalse();
        assertThat(asked.path("request").has("contents")).isEqualTo(members > 0);
    }

    @Test
    void aGeminiCallerMayWantAnArray() throws Exception {
        gateway.use(codeAssist());
        provider.always(Dialogs.reply(Dialect.CODE_ASSIST, true));

        HttpResponse<byte[]> answer = gateway.send(gateway.post("/v1beta/models/m:streamGenerateContent", TURN));

        assertThat(JSON.readTree(answer.body()).isArray()).isTrue();
        assertThat(text(answer)).contains("Hel", "lo", "STOP");
        assertThat(provider.only().text()).contains("c2ln/+==");
    }

    @TestFactory
    Stream<DynamicTest> whatIsInRecordedAnswersComesOutByteForByte() throws IOException {
        Path folder = Path.of(System.getProperty("ninerouter.root", ".."), "..", "shared/fixtures/gemini-codeassist");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no recorded answers at " + folder);
        List<Path> answers;
        try (Stream<Path> folders = Files.list(folder)) {
            answers = folders.filter(each -> each.getFileName().toString().startsWith("codeassist"))
                    .sorted()
                    .toList();
        }
        return answers.stream()
                .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> {
                    boolean stream = Files.exists(each.resolve("response.sse"));
                    String body = Files.readString(each.resolve(stream ? "response.sse" : "response.json"));
                    gateway.use(codeAssist());
                    provider.reset();
                    provider.always((stream ? Reply.stream() : Reply.of(200).header("content-type", "application/json"))
                            .sendAll(cut(body.getBytes(StandardCharsets.UTF_8))));

                    HttpResponse<byte[]> answer = ask(Dialect.GEMINI, TURN, stream);

                    assertThat(text(answer))
                            .isEqualTo(stream ? body.replaceAll(FRONT, "data: ").replaceAll(BACK, "") : inside(body));
                }));
    }

    private static final String FRONT = "data: \\{\"response\": ?";
    private static final String BACK = ",\"traceId\": ?\"[0-9a-f]*\",\"metadata\": ?\\{\\}\\}(?=\r\n\r\n)";

    private static String inside(String body) {
        String front = "{\"response\": ";
        assertThat(body).startsWith(front);
        return body.substring(front.length(), body.lastIndexOf("\"traceId\""))
                .strip()
                .replaceAll(",$", "");
    }

    private static List<byte[]> cut(byte[] bytes) {
        Random random = new Random(bytes.length);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(400));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return pieces;
    }

    @Test
    void anAccountWithoutAProjectIsNotAsked() throws Exception {
        gateway.use(codeAssist().facts(Map.of("email", "x")));

        for (Dialect client : Dialect.CLIENTS) {
            HttpResponse<byte[]> answer = ask(client);

            assertThat(answer.statusCode()).as("%s", client).isEqualTo(503);
            assertThat(text(answer)).contains("p/gemini-3-flash/p cannot be asked: project of the account: none");
        }
        assertThat(provider.asked()).isEmpty();
        assertThat(gateway.bean(HealthBoard.class).observations())
                .as("it says nothing about the provider")
                .noneMatch(seen -> seen.lastErrorMillis() != null);
    }

    @Test
    void anotherTargetIsAskedInstead() throws Exception {
        gateway.use(codeAssist()
                .facts(Map.of())
                .provider("q", second.url(), Dialect.OPENAI_CHAT)
                .combo("c", "p/gemini-3-flash", "q/m2")
                .alias("m", "c"));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "c", false)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("q/m2/q");
    }

    /** Antigravity calls its refusals event streams. */
    private static Reply refusal(int status, String body) {
        return Reply.of(status).header("content-type", "text/event-stream").send(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC"})
    void anErrorOfAnthropicsModelIsToldWithoutItsWrapping(Dialect client) throws Exception {
        gateway.use(codeAssist().profile(Profile.ANTIGRAVITY));
        provider.always(refusal(400, """
                {"error":{"code":400,"message":"{\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\
                \\"message\\":\\"No prefill.\\"},\\"request_id\\":\\"req_1\\"}","status":"INVALID_ARGUMENT"}}"""));

        HttpResponse<byte[]> answer = ask(client);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("\"message\":\"No prefill.\"").doesNotContain("req_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"41.2s\"};42",
                "{\"@type\":\"x\",\"reason\":\"QUOTA_EXHAUSTED\",\"metadata\":{\"quotaResetDelay\":\"1h2m3.5s\",\"model\":\"m\"}};3724",
            })
    void aLimitIsToldWithItsDelay(String detail, long seconds) throws Exception {
        gateway.use(codeAssist());
        provider.always(refusal(
                429,
                "{\"error\":{\"code\":429,\"message\":\"No capacity.\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                        + detail + "]}}"));

        HttpResponse<byte[]> answer = ask(Dialect.OPENAI_CHAT);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue(Long.toString(seconds));
        HttpResponse<byte[]> again = ask(Dialect.OPENAI_CHAT);
        assertThat(again.statusCode()).isEqualTo(429);
        assertThat(provider.asked()).as("not asked again before").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"error\":{\"code\":403,\"message\":\"Verify your account to continue.\",\"status\":\"PERMISSION_DENIED\",\"details\":[{\"reason\":\"VALIDATION_REQUIRED\",\"domain\":\"cloudcode-pa.googleapis.com\"}]}}",
                "{\"error\":{\"code\":403,\"message\":\"This service has been disabled in this account for violation of Terms of Service.\",\"status\":\"PERMISSION_DENIED\"}}",
            })
    void anAccountThatIsBarredIsLeftAlone(String body) throws Exception {
        gateway.use(codeAssist().account("q", "p", 0).facts(Map.of("project", "p-2")));
        provider.always(
                asked -> asked.account().equals("q") ? Dialogs.reply(Dialect.CODE_ASSIST, false) : refusal(403, body));

        for (int i = 0; i < 4; i++) {
            assertThat(ask(Dialect.ANTHROPIC).statusCode()).isEqualTo(200);
        }

        List<Asked> asked = provider.asked();
        assertThat(asked.stream().filter(each -> each.account().equals("p")))
                .as("asked first, and then left alone")
                .hasSize(1);
        assertThat(asked.getLast().text()).contains("\"project\":\"p-2\"");
    }

    @Test
    void aRefusalWithinTheEnvelopeReachesAGeminiCallerAsItIs() throws Exception {
        gateway.use(codeAssist());
        String said =
                "{\"error\":{\"code\":400,\"message\":\"No.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"a\":1}]}}";
        provider.always(Reply.json(400, said));

        HttpResponse<byte[]> answer = ask(Dialect.GEMINI);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo(said);
    }

    /** Its own endpoint for that leaves instructions and tools out. */
    @Test
    void codeAssistIsNotAskedToCount() throws Exception {
        gateway.use(codeAssist());

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/messages/count_tokens", Dialogs.request(Dialect.ANTHROPIC, "m", false)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-token-count")).hasValue("estimated");
        assertThat(provider.asked()).isEmpty();
    }
}
