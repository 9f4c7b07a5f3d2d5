package io.ninerouter.gateway.translate.codeassist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.MissingFactException;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is put around a Gemini request for Code Assist and Antigravity, and taken off their answers. */
class CodeAssistCodecTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final GeminiCodec GEMINI = new GeminiCodec();
    private static final List<DialectCodec> CODECS =
            List.of(new ChatCodec(), new AnthropicCodec(), GEMINI, new CodeAssistCodec(GEMINI));

    private static TargetModel target(String model, Profile profile, Map<String, String> account) {
        return new TargetModel(Dialect.CODE_ASSIST, model, null, account, profile);
    }

    private record Sent(JsonNode body, Exchange exchange) {
        JsonNode request() {
            return body.path("request");
        }
    }

    private static Sent sent(Dialect client, String body, TargetModel target, long seed) {
        Translation translation = new Translation(CODECS);
        ChatRequest request = translation.decode(client, Utf8.of(body));
        Exchange exchange = new Exchange(client, request, target, new Ids(new Random(seed), 1));
        byte[] encoded = translation.encode(exchange, 0);
        return new Sent(JSON.readTree(encoded), exchange);
    }

    private static Sent toAntigravity(Dialect client, String body) {
        return sent(client, body, target("claude-sonnet-4-6", Profile.ANTIGRAVITY, Map.of("project", "p-1")), 1);
    }

    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Test
    void theEnvelopeNamesProjectModelAndUs() {
        Sent sent = sent(Dialect.OPENAI_CHAT, CHAT, target("gemini-3-flash", null, Map.of("project", "p-1")), 1);

        assertThat(sent.body().propertyNames())
                .containsExactly("project", "model", "userAgent", "requestId", "request");
        assertThat(sent.body().path("project").asString()).isEqualTo("p-1");
        assertThat(sent.body().path("model").asString()).isEqualTo("gemini-3-flash");
        assertThat(sent.body().path("userAgent").asString()).isEqualTo("ninerouter");
        assertThat(sent.request().path("contents").toString())
                .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]");
    }

    @Test
    void requestsDifferAndTheSessionOfAnAccountStays() {
        TargetModel mine = target("gemini-3-flash", null, Map.of("project", "p-1"));
        Sent one = sent(Dialect.OPENAI_CHAT, CHAT, mine, 1);
        Sent other = sent(Dialect.OPENAI_CHAT, CHAT, mine, 2);
        Sent another = sent(Dialect.OPENAI_CHAT, CHAT, target("gemini-3-flash", null, Map.of("project", "p-2")), 1);

        assertThat(one.body().path("requestId")).isNotEqualTo(other.body().path("requestId"));
        assertThat(one.request().path("sessionId").asString())
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isEqualTo(other.request().path("sessionId").asString())
                .isNotEqualTo(another.request().path("sessionId").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "none"})
    void anAccountWithoutAProjectCannotBeAsked(String project) {
        Map<String, String> account = project.equals("none") ? Map.of("other", "x") : Map.of("project", project);
        TargetModel target = target("gemini-3-flash", null, account);

        assertThatThrownBy(() -> sent(Dialect.OPENAI_CHAT, CHAT, target, 1))
                .isInstanceOf(MissingFactException.class)
                .hasMessageContaining("project of the account: none");
        assertThatThrownBy(() -> Envelope.front(target, new Ids(new Random(1), 1)))
                .isInstanceOf(MissingFactException.class);
    }

    @Test
    void theFrontGoesOnWithTheMembersOfARequest() {
        TargetModel target = target("gemini-3-flash", null, Map.of("project", "p-1"));
        byte[] front = Envelope.front(target, new Ids(new Random(1), 1));
        String around = new String(front, StandardCharsets.UTF_8) + ",\"contents\":[]"
                + new String(Envelope.back(), StandardCharsets.UTF_8);

        JsonNode body = JSON.readTree(around);

        assertThat(body.path("request").path("contents").isArray()).isTrue();
        assertThat(body.path("request").path("sessionId"))
                .isEqualTo(sent(Dialect.OPENAI_CHAT, CHAT, target, 1).request().path("sessionId"));
    }

    @Test
    void antigravityIsToldOfAnAgent() {
        assertThat(toAntigravity(Dialect.OPENAI_CHAT, CHAT)
                        .body()
                        .path("requestType")
                        .asString())
                .isEqualTo("agent");
    }

    @Test
    void antigravityGetsAllFunctionsInOneToolAndValidated() {
        Sent sent = toAntigravity(Dialect.OPENAI_CHAT, """
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[
                 {"type":"function","function":{"name":"a b","parameters":{"type":"object","additionalProperties":false,
                   "properties":{"pattern":{"type":"string","pattern":"x"}}}}},
                 {"type":"function","function":{"name":"bare"}}]}""");

        JsonNode tools = sent.request().path("tools");
        assertThat(tools.size()).isEqualTo(1);
        JsonNode declared = tools.path(0).path("functionDeclarations");
        assertThat(declared.path(0).path("name").asString()).isEqualTo("a_b");
        assertThat(declared.path(0).has("parametersJsonSchema")).isFalse();
        assertThat(declared.path(0).path("parameters").path("properties").has("pattern"))
                .as("a parameter called pattern")
                .isTrue();
        assertThat(declared.path(1).path("parameters").path("type").asString()).isEqualToIgnoringCase("object");
        assertThat(sent.request().path("toolConfig").toString())
                .isEqualTo("{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"}}");
        assertThat(sent.exchange()
                        .toolNames()
                        .original(io.ninerouter.gateway.chat.ToolName.function("a_b"))
                        .name())
                .isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, VALIDATED, ''",
        "none, NONE, ''",
        "required, VALIDATED, tool-choice",
    })
    void antigravityCannotBeForcedToCall(String choice, String mode, String lost) {
        Sent sent = toAntigravity(Dialect.OPENAI_CHAT, """
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"tool_choice":"%s",
                 "tools":[{"type":"function","function":{"name":"f"}}]}""".formatted(choice));

        assertThat(sent.request()
                        .path("toolConfig")
                        .path("functionCallingConfig")
                        .path("mode")
                        .asString())
                .isEqualTo(mode);
        assertThat(sent.exchange().losses().all().stream()
                        .anyMatch(loss -> loss.feature().word().equals("tool-choice")))
                .isEqualTo(!lost.isEmpty());
    }

    @Test
    void antigravityGetsNoMoreTokensThanItTakesAndThoughtsWithinThem() {
        Sent sent = toAntigravity(Dialect.ANTHROPIC, """
                {"model":"m","max_tokens":64000,"thinking":{"type":"enabled","budget_tokens":40000},
                 "messages":[{"role":"user","content":"Hi"}]}""");

        JsonNode config = sent.request().path("generationConfig");
        assertThat(config.path("maxOutputTokens").asLong()).isEqualTo(16_384);
        assertThat(config.path("thinkingConfig").path("thinkingBudget").asLong())
                .isEqualTo(8_192);
        assertThat(config.path("thinkingConfig").path("includeThoughts").asBoolean())
                .isTrue();
        assertThat(config.path("thinkingConfig").has("thinkingLevel")).isFalse();
    }

    /** Anthropic's models refuse a budget that leaves nothing of the output, and one below 1,024. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "4000;{\"type\":\"enabled\",\"budget_tokens\":40000};3999",
                "4000;{\"type\":\"enabled\",\"budget_tokens\":1024};1024",
                "1000;{\"type\":\"enabled\",\"budget_tokens\":1024};-1",
                "4000;{\"type\":\"disabled\"};-1",
                "64000;{\"type\":\"adaptive\"};8192",
            })
    void thoughtsFitIntoTheOutputOfModelsOfOthers(long output, String thinking, long budget) {
        Sent sent = toAntigravity(Dialect.ANTHROPIC, """
                {"model":"m","max_tokens":%d,"thinking":%s,"messages":[{"role":"user","content":"Hi"}]}""".formatted(output, thinking));

        assertThat(sent.request()
                        .path("generationConfig")
                        .path("thinkingConfig")
                        .path("thinkingBudget")
                        .asLong(-1))
                .isEqualTo(budget);
    }

    @Test
    void antigravityGetsNoThoughtsOfEarlierTurnsAndNoSafetySettings() {
        Sent sent = toAntigravity(Dialect.GEMINI, """
                {"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}],"contents":[
                 {"role":"user","parts":[{"text":"Weather?"}]},
                 {"role":"model","parts":[{"text":"Hm.","thought":true},{"text":"","thoughtSignature":"c2ln"},
                  {"functionCall":{"id":"c1","name":"f","args":{}},"thoughtSignature":"c2ln"}]},
                 {"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"a":1}}},{"text":"So?"}]}]}""");

        assertThat(sent.request().has("safetySettings")).isFalse();
        JsonNode contents = sent.request().path("contents");
        assertThat(contents.path(1).path("parts").size()).isEqualTo(1);
        assertThat(contents.path(1)
                        .path("parts")
                        .path(0)
                        .path("thoughtSignature")
                        .asString())
                .isEqualTo("c2ln");
        assertThat(contents.path(2).toString())
                .as("results in a turn of their own")
                .contains("functionResponse")
                .doesNotContain("So?");
        assertThat(contents.path(2).path("role").asString()).isEqualTo("user");
        assertThat(contents.path(3).toString()).contains("So?");
        assertThat(sent.exchange().losses().header()).contains("vendor-fields", "reasoning-text", "reasoning-seal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"response\":{\"a\":1},\"traceId\":\"t\"};{\"a\":1}",
                "{ \"traceId\" : \"response\" , \"response\" : {\"a\":{\"response\":{}}} };{\"a\":{\"response\":{}}}",
                "{\"response\":null,\"error\":{\"code\":429}};{\"response\":null,\"error\":{\"code\":429}}",
                "{\"candidates\":[]};{\"candidates\":[]}",
                "{\"response\":{\"first\":1},\"response\":{\"last\":1}};{\"last\":1}",
            })
    void findsWhatIsInTheEnvelope(String envelope, String inside) {
        byte[] bytes = ("data: " + envelope + "\r\n").getBytes(StandardCharsets.UTF_8);
        Unwrapper unwrapper = new Unwrapper();
        int to = bytes.length - 2;

        unwrapper.open(bytes, 6, to);

        assertThat(new String(bytes, unwrapper.from(), unwrapper.to() - unwrapper.from(), StandardCharsets.UTF_8))
                .isEqualTo(inside);
        assertThat(unwrapper.says()).isTrue();
    }

    @Test
    void anEnvelopeWithNothingInItSaysNothing() {
        byte[] bytes = "{\"traceId\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        Unwrapper unwrapper = new Unwrapper();
        unwrapper.open(bytes, 0, bytes.length);
        assertThat(unwrapper.says()).isFalse();
        assertThatThrownBy(() -> unwrapper.open(bytes, 0, bytes.length - 1))
                .isInstanceOf(MalformedFrameException.class);
    }
}
