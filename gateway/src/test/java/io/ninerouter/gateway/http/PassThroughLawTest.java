package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Fixture;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a provider of the caller's dialect says reaches the caller byte for byte, and the other way round but for the model. */
class PassThroughLawTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Recorded or made as cut: the gateway must add the dialect's error event. */
    private static final Set<String> CUT =
            Set.of("openai-chat/gpustack-error-line-mid-stream", "openai-responses/responses-truncated");

    private static FakeProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start();
        gateway = RunningGateway.shared();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedAnswerReachesTheCallerByteForByte() {
        return Fixture.all().stream()
                .map(fixture -> DynamicTest.dynamicTest(
                        fixture.name(), () -> passes(fixture, fixture.name().hashCode())));
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedRequestReachesTheProviderWithNothingButTheModelChanged() {
        return Fixture.all().stream()
                .filter(fixture -> fixture.dialect() != Dialect.GEMINI && model(fixture) != null)
                .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> changesTheModelAlone(fixture)));
    }

    private static void passes(Fixture fixture, int seed) throws Exception {
        String model = model(fixture) == null ? "m" : model(fixture);
        gateway.use(
                Configs.empty().provider("p", provider.url(), fixture.dialect()).alias(model, "p/" + model));
        byte[] request = model(fixture) == null && fixture.dialect() != Dialect.GEMINI
                ? ("{\"model\":\"m\",\"stream\":" + fixture.stream() + "}").getBytes(StandardCharsets.UTF_8)
                : fixture.request() == null ? "{}".getBytes(StandardCharsets.UTF_8) : fixture.request();
        provider.reset();
        Reply reply = Reply.of(fixture.status());
        if (!fixture.contentType().isEmpty()) {
            reply = reply.header("content-type", fixture.contentType());
        }
        provider.always(reply.sendAll(pieces(fixture.response(), new Random(seed))));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(path(fixture, model), BodyPublishers.ofByteArray(request)));

        assertThat(answer.statusCode()).isEqualTo(fixture.status());
        assertThat(answer.headers().firstValue("content-type").orElse("")).isEqualTo(fixture.contentType());
        if (CUT.contains(fixture.name())) {
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .startsWith(new String(fixture.response(), StandardCharsets.UTF_8).stripTrailing())
                    .contains("error");
        } else {
            assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(new String(fixture.response(), StandardCharsets.ISO_8859_1));
        }
        assertThat(provider.only().body()).isEqualTo(request);
    }

    private static void changesTheModelAlone(Fixture fixture) throws Exception {
        String model = model(fixture);
        String text = new String(fixture.request(), StandardCharsets.UTF_8);
        gateway.use(
                Configs.empty().provider("p", provider.url(), fixture.dialect()).alias(model, "p/another-one"));
        provider.reset();
        provider.always(Reply.json(400, "{}"));

        gateway.send(gateway.post(path(fixture, model), text));

        JsonNode before = JSON.readTree(text);
        JsonNode after = JSON.readTree(provider.only().body());
        assertThat(after.path("model").asText()).isEqualTo("another-one");
        int at = text.indexOf(JSON.writeValueAsString(model), text.indexOf("\"model\""));
        assertThat(before.path("model").asText()).isEqualTo(model);
        String expected = text.substring(0, at) + "\"another-one\""
                + text.substring(at + JSON.writeValueAsString(model).length());
        assertThat(provider.only().text()).isEqualTo(expected);
    }

    private static String model(Fixture fixture) {
        if (fixture.dialect() == Dialect.GEMINI) {
            return "gemini-x";
        }
        try {
            byte[] request = fixture.request();
            JsonNode model = request == null ? null : JSON.readTree(request).get("model");
            return model == null ? null : model.asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Fixture fixture, String model) {
        return switch (fixture.dialect()) {
            case OPENAI_CHAT -> "/v1/chat/completions";
            case OPENAI_RESPONSES -> "/v1/responses";
            case ANTHROPIC -> fixture.countsTokens() ? "/v1/messages/count_tokens" : "/v1/messages";
            case GEMINI ->
                "/v1beta/models/" + model
                        + (!fixture.stream()
                                ? ":generateContent"
                                : fixture.array() ? ":streamGenerateContent" : ":streamGenerateContent?alt=sse");
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA ->
                throw fixture.dialect().notClients();
        };
    }

    /** Cut as networks cut: anywhere, in a code point too. */
    private static List<byte[]> pieces(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(Math.max(1, bytes.length / 12)));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }
}
