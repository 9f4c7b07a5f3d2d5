package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller of one dialect and a provider of another, over real connections: good answers and every way to fail. */
class TranslatedDialogsTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    private static List<Dialect> dialects() {
        return Codecs.ALL.stream().map(DialectCodec::dialect).toList();
    }

    private static List<Dialect> spoken() {
        return Codecs.SPOKEN.stream().map(DialectCodec::dialect).toList();
    }

    static Stream<Arguments> pairs() {
        return dialects().stream()
                .flatMap(client -> spoken().stream()
                        .filter(served -> served != client)
                        .flatMap(served -> Stream.of(true, false).map(stream -> Arguments.of(client, served, stream))));
    }

    static Stream<Arguments> unlikePairs() {
        return dialects().stream()
                .flatMap(client -> spoken().stream()
                        .filter(served -> served != client)
                        .map(served -> Arguments.of(client, served)));
    }

    private void serve(Dialect served) {
        gateway.use(Configs.empty()
                .provider("p", Dialogs.base(served, provider.url()), served)
                .alias("m", "p/model-1"));
    }

    private HttpResponse<byte[]> ask(Dialect client, boolean stream) throws IOException, InterruptedException {
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), Dialogs.request(client, "m", stream)));
    }

    private static Completion heard(Dialect client, HttpResponse<byte[]> answer, boolean stream) {
        return Decoding.decode(Codecs.of(client), answer.body(), stream);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("pairs")
    void theCallerHearsItsOwnDialect(Dialect client, Dialect served, boolean stream) throws Exception {
        serve(served);
        provider.always(Dialogs.reply(served, stream));

        HttpResponse<byte[]> answer = ask(client, stream);

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue(stream ? "text/event-stream" : "application/json");
        Completion heard = heard(client, answer, stream);
        assertThat(heard.error()).isNull();
        assertThat(heard.choices()).hasSize(1);
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
        Asked asked = provider.only();
        assertThat(asked.uri()).startsWith(theirPath(served, stream));
        assertThat(asked.text()).contains("Hi").doesNotContain("\"p/");
        assertThat(asked.header("user-agent")).startsWith("NineRouter/");
    }

    private static String theirPath(Dialect served, boolean stream) {
        return Dialogs.path(served, "model-1", stream).replaceFirst("^/v1(beta)?/", "/");
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("pairs")
    void aProviderMayAnswerInTheOtherFraming(Dialect client, Dialect served, boolean stream) throws Exception {
        serve(served);
        provider.always(Dialogs.reply(served, !stream));

        HttpResponse<byte[]> answer = ask(client, stream);

        assertThat(answer.statusCode()).isEqualTo(200);
        Completion heard = heard(client, answer, stream);
        assertThat(heard.error()).isNull();
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
    }

    static Stream<Arguments> sameDialect() {
        return dialects().stream()
                .flatMap(dialect -> Stream.of(true, false).map(stream -> Arguments.of(dialect, stream)));
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @MethodSource("sameDialect")
    void soMayOneOfTheCallersOwnDialect(Dialect dialect, boolean stream) throws Exception {
        serve(dialect);
        provider.always(Dialogs.reply(dialect, !stream));

        HttpResponse<byte[]> answer = ask(dialect, stream);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue(stream ? "text/event-stream" : "application/json");
        Completion heard = heard(dialect, answer, stream);
        assertThat(heard.error()).isNull();
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
    }

    @Test
    void aGeminiCallerGetsAnArrayWhenItAsksForOne() throws Exception {
        serve(Dialect.OPENAI_CHAT);
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, true));

        HttpResponse<byte[]> answer = gateway.send(
                gateway.post("/v1beta/models/m:streamGenerateContent", Dialogs.request(Dialect.GEMINI, "m", true)));

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(text(answer)).startsWith("[").endsWith("]").contains("\"Hel\"", "\"lo\"", "STOP");
    }

    record Refusal(String name, int status, String body, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal("an object", 400, "{\"error\":{\"message\":\"too odd\",\"code\":\"odd_input\"}}", "too odd"),
            new Refusal("a text", 400, "{\"error\":\"too odd\"}", "too odd"),
            new Refusal("in an array", 400, "[{\"error\":{\"code\":400,\"message\":\"too odd\"}}]", "too odd"),
            new Refusal("a bare message", 404, "{\"message\":\"no such thing\"}", "no such thing"),
            new Refusal(
                    "a detail",
                    422,
                    "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}",
                    "field required"),
            new Refusal("plain text", 500, "upstream connect error", "upstream connect error"),
            new Refusal("a page", 502, "<html><title>Bad Gateway</title><p>secret</p></html>", "Bad Gateway"),
            new Refusal("nothing", 503, "", "p failed (503)"),
            new Refusal("cut JSON", 400, "{\"error\":{\"message\":\"too odd", "cut or broken"));

    static Stream<Arguments> refusals() {
        return unlikePairs()
                // Within an envelope the provider's own words of the caller's dialect go out as they are.
                .filter(pair -> pair.get()[0] != Dialect.GEMINI || pair.get()[1] != Dialect.CODE_ASSIST)
                .flatMap(pair -> REFUSALS.stream().map(refusal -> Arguments.of(pair.get()[0], pair.get()[1], refusal)));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("refusals")
    void aRefusalIsToldInTheCallersDialect(Dialect client, Dialect served, Refusal refusal) throws Exception {
        serve(served);
        provider.always(Reply.of(refusal.status).header("retry-after", "7").send(refusal.body));

        HttpResponse<byte[]> answer = ask(client, false);

        assertThat(answer.statusCode()).isEqualTo(refusal.status);
        assertThat(text(answer)).contains(refusal.said).contains(shape(client)).doesNotContain("secret");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    private static String shape(Dialect client) {
        return switch (client) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "{\"error\":{\"message\":";
            case ANTHROPIC -> "{\"type\":\"error\",\"error\":{";
            case GEMINI -> "{\"error\":{\"code\":";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void aRefusalThatRepeatsTheKeyIsNotRepeated(Dialect client, Dialect served) throws Exception {
        serve(served);
        provider.always(Reply.json(401, "{\"error\":{\"message\":\"wrong key " + Configs.credentialOf("p") + "\"}}"));

        HttpResponse<byte[]> answer = ask(client, false);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(text(answer)).doesNotContain(Configs.credentialOf("p")).contains("p refused the credential (401)");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void aStreamThatIsCutEndsInAnErrorOfTheCallersDialect(Dialect client, Dialect served) throws Exception {
        serve(served);
        provider.always(Dialogs.stream(served).send(Dialogs.beginning(served)).cut());

        HttpResponse<byte[]> answer = ask(client, true);

        assertThat(answer.statusCode()).isEqualTo(200);
        Completion heard = heard(client, answer, true);
        assertThat(heard.error()).isNotNull();
        assertThat(heard.choices().getFirst().text()).isIn("Hel", "Hello");
        assertThat(heard.choices().getFirst().reason()).isNull();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void anErrorWithinAStreamIsToldInTheCallersDialect(Dialect client, Dialect served) throws Exception {
        serve(served);
        provider.always(Dialogs.stream(served).send(Dialogs.beginning(served)).send(Dialogs.errorEvent(served)));

        HttpResponse<byte[]> answer = ask(client, true);

        Completion heard = heard(client, answer, true);
        assertThat(heard.error()).isNotNull();
        assertThat(heard.error().message()).contains("overloaded");
        assertThat(heard.choices().getFirst().reason()).isNull();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void anErrorWithinAStreamThatRepeatsTheKeyIsNotRepeated(Dialect client, Dialect served) throws Exception {
        serve(served);
        String error =
                Dialogs.errorEvent(served).replace("\"overloaded\"", "\"wrong key " + Configs.credentialOf("p") + "\"");
        assertThat(error).contains(Configs.credentialOf("p"));
        for (String before : List.of("", Dialogs.beginning(served))) {
            provider.always(Dialogs.stream(served).send(before + error));

            HttpResponse<byte[]> answer = ask(client, true);

            assertThat(text(answer)).contains("error").doesNotContain(Configs.credentialOf("p"));
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void anErrorInsteadOfAStreamGetsItsStatus(Dialect client, Dialect served) throws Exception {
        serve(served);
        provider.always(Dialogs.stream(served).send(Dialogs.errorEvent(served)));

        HttpResponse<byte[]> answer = ask(client, true);

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(text(answer)).contains("overloaded").contains(shape(client));
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("pairs")
    void aComboFallsOverFromOneDialectToAnother(Dialect client, Dialect served, boolean stream) throws Exception {
        try (FakeProvider second = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("p", Dialogs.base(served, provider.url()), served)
                    .provider("q", second.url(), client)
                    .combo("m", "p/model-1", "q/model-2"));
            provider.always(
                    stream ? Dialogs.stream(served).send(Dialogs.errorEvent(served)) : Reply.json(200, "{\"odd\":1}"));
            second.always(Dialogs.reply(client, stream));

            HttpResponse<byte[]> answer = ask(client, stream);

            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("q/model-2/q");
            assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("2");
            assertThat(heard(client, answer, stream).choices().getFirst().text())
                    .isEqualTo("Hello");
        }
    }

    @Test
    void namesWhatItCouldNotCarry() throws Exception {
        serve(Dialect.ANTHROPIC);
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));

        HttpResponse<byte[]> answer = gateway.send(gateway.post("/v1/chat/completions", """
                {"model":"m","seed":7,"logprobs":true,"messages":[{"role":"user","content":"Hi"}]}"""));

        assertThat(answer.headers()
                        .firstValue("x-ninerouter-dropped")
                        .orElse("")
                        .split(", "))
                .contains("seed", "logprobs");
        HttpResponse<byte[]> metrics =
                gateway.send(gateway.request("").uri(URI.create(gateway.managementUrl() + "/metrics")));
        assertThat(text(metrics))
                .contains(
                        "ninerouter_translation_losses_total{client=\"openai_chat\",fate=\"dropped\",feature=\"seed\",provider=\"anthropic\"}");
    }

    @Test
    void aRequestThatCannotBeUnderstoodIsRefusedWithItsReason() throws Exception {
        serve(Dialect.ANTHROPIC);

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", "{\"model\":\"m\",\"messages\":\"Hi\"}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("messages").contains(shape(Dialect.OPENAI_CHAT));
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void theProvidersEditsApplyToWhatWasTranslated() throws Exception {
        BodyEdits edits =
                new BodyEdits(List.of("temperature"), Map.of("max_tokens", "max_completion_tokens"), Map.of());
        gateway.use(Configs.empty()
                .provider("p", provider.url(), AuthScheme.BEARER, Map.of("x-team", "a"), edits, Dialect.OPENAI_CHAT)
                .alias("m", "p/model-1"));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        gateway.send(gateway.post("/v1/messages", """
                {"model":"m","max_tokens":9,"temperature":0.5,"messages":[{"role":"user","content":"Hi"}]}"""));

        Asked asked = provider.only();
        assertThat(asked.text())
                .contains("\"max_completion_tokens\":9")
                .doesNotContain("temperature", "\"max_tokens\"");
        assertThat(asked.header("x-team")).isEqualTo("a");
        assertThat(asked.header("anthropic-version")).isEmpty();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void aSilentProviderIsBridgedBySignsOfLife(Dialect client, Dialect served) throws Exception {
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(1_000, 5_000, 5_000),
                        50,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.METADATA))
                .provider("p", Dialogs.base(served, provider.url()), served)
                .alias("m", "p/model-1"));
        Reply.Trigger goOn = new Reply.Trigger();
        List<String> events = new ArrayList<>(Dialogs.events(served));
        int told = Dialogs.untilText(served);
        provider.always(Dialogs.stream(served)
                .send(String.join("", events.subList(0, told)))
                .await(goOn)
                .send(String.join("", events.subList(told, events.size()))));
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.post(Dialogs.path(client, "m", true), Dialogs.request(client, "m", true));
            String sign = Dialogs.signOfLife(client);
            String before = raw.readUntil(sign);
            goOn.fire();
            String after = raw.readUntil(Dialogs.end(client));

            assertThat(before + after).contains("Hel").contains(sign);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("unlikePairs")
    void aClientThatLeavesTakesTheProviderAlong(Dialect client, Dialect served) throws Exception {
        serve(served);
        provider.always(Dialogs.stream(served).send(Dialogs.beginning(served)).silence());
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.post(Dialogs.path(client, "m", true), Dialogs.request(client, "m", true));
            raw.readUntil("Hel");
        }

        assertThat(provider.take().closed().get(30, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void everyDialectHasACodec() {
        assertThat(dialects()).containsExactlyInAnyOrderElementsOf(Dialect.CLIENTS);
    }
}
