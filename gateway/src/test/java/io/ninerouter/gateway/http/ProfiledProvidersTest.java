package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers that need more than data: Codex, Copilot, iFlow. */
class ProfiledProvidersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEALED =
            "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"gAAA\"}";
    private static final String CODEX = """
            "profile":"Codex","openModels":false,"models":[{"id":"gpt-5.3-codex"}],
            "headers":{"chatgpt-account-id":"{accountId}"},"edits":{"remove":["temperature"]}""";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC"})
    void codexStreamsWhateverTheCallerWants(Dialect caller) throws Exception {
        gateway.use(codex());
        provider.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, true));

        HttpResponse<byte[]> answer = gateway.send(
                gateway.post(Dialogs.path(caller, "", false), Dialogs.request(caller, "p/gpt-5.3-codex-high", false)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("p/gpt-5.3-codex/a");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Hello");
        FakeProvider.Asked asked = provider.only();
        assertThat(asked.uri()).isEqualTo("/codex/responses");
        assertThat(asked.header("chatgpt-account-id")).isEqualTo("account-a");
        assertThat(asked.header("accept")).isEqualTo("text/event-stream");
        JsonNode sent = JSON.readTree(asked.body());
        assertThat(sent.path("model").asText()).isEqualTo("gpt-5.3-codex");
        assertThat(sent.path("stream").asBoolean()).isTrue();
        assertThat(sent.path("store").asBoolean(true)).isFalse();
        assertThat(sent.path("instructions").asText()).isNotBlank();
        assertThat(sent.path("input").isArray()).isTrue();
        assertThat(sent.path("reasoning").path("effort").asText()).isEqualTo("high");
        assertThat(sent.path("include")).extracting(JsonNode::asText).contains("reasoning.encrypted_content");
        assertThat(sent.path("prompt_cache_key").asText())
                .isEqualTo(asked.header("session_id"))
                .isNotBlank();
    }

    @Test
    void codexKnowsItsModelsWithoutAPrefixToo() throws Exception {
        gateway.use(codex());
        provider.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, true));

        assertThat(ask("gpt-5.3-codex-xhigh", "[]").statusCode()).isEqualTo(200);
        assertThat(provider.only().text()).contains("\"effort\":\"xhigh\"").contains("\"model\":\"gpt-5.3-codex\"");
        assertThat(ask("p/gpt-5.3-codex-max", "[]").statusCode()).isEqualTo(404);
    }

    @Test
    void theCallersSessionIsKept() throws Exception {
        gateway.use(codex());
        provider.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, true));

        gateway.send(gateway.post("/v1/responses", """
                        {"model":"p/gpt-5.3-codex","input":[],"stream":true,"prompt_cache_key":"theirs"}""").header("session_id", "their-session"));

        assertThat(provider.only().header("session_id")).isEqualTo("their-session");
        assertThat(provider.only().text()).contains("\"prompt_cache_key\":\"theirs\"");
    }

    @Test
    void codexCompacts() throws Exception {
        gateway.use(codex());
        provider.always(Reply.json(200, "{\"id\":\"resp_1\",\"object\":\"response.compaction\",\"output\":[]}"));

        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                "/v1/responses/compact",
                "{\"model\":\"p/gpt-5.3-codex-low\",\"instructions\":\"Do.\",\"input\":[],\"temperature\":1}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.only().uri()).isEqualTo("/codex/responses/compact");
        assertThat(provider.only().text())
                .isEqualTo("{\"model\":\"gpt-5.3-codex\",\"instructions\":\"Do.\",\"input\":[]}");
    }

    @Test
    void sealedReasoningStaysWithItsAccountWhenTheCallGoesToAnother() throws Exception {
        gateway.use(codex().account("b", "p", Map.of("accountId", "account-b"), token("canary-b")));
        provider.then(Reply.json(429, "{\"error\":{\"type\":\"usage_limit_reached\",\"resets_in_seconds\":60}}"))
                .always(Dialogs.reply(Dialect.OPENAI_RESPONSES, true));

        HttpResponse<byte[]> answer = ask("p/gpt-5.3-codex", "[" + SEALED + ",{\"role\":\"user\",\"content\":\"x\"}]");

        assertThat(answer.statusCode()).isEqualTo(200);
        List<FakeProvider.Asked> asked = provider.asked();
        assertThat(asked)
                .extracting(each -> each.header("chatgpt-account-id"))
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(asked.get(0).text()).contains(SEALED);
        assertThat(asked.get(1).text()).contains("\"input\":[{\"role\":\"user\",\"content\":\"x\"}]");
    }

    @Test
    void anAccountThatCannotOpenWhatIsSealedIsAskedAgainWithoutIt() throws Exception {
        gateway.use(Configs.empty().provider("r", provider.url(), Dialect.OPENAI_RESPONSES));
        Reply refusal = Reply.json(
                400,
                "{\"error\":{\"message\":\"The encrypted content could not be verified.\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"invalid_encrypted_content\"}}");
        provider.then(refusal).always(Dialogs.reply(Dialect.OPENAI_RESPONSES, false));

        HttpResponse<byte[]> answer = ask("r/m", "[" + SEALED + ",{\"role\":\"user\",\"content\":\"x\"}]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.asked()).hasSize(2);
        assertThat(provider.asked().get(1).text()).contains("\"input\":[{\"role\":\"user\",\"content\":\"x\"}]");

        provider.reset();
        provider.always(refusal);
        assertThat(ask("r/m", "[" + SEALED + "]").statusCode()).as("once").isEqualTo(400);
        assertThat(provider.asked()).hasSize(2);
    }

    @Test
    void copilotIsAskedForClaudeBelowAnotherPath() throws Exception {
        gateway.use(Configs.empty()
                .provider(ProviderDataTest.config("\"dialects\":[\"OpenAIChat\"]", provider.url(), """
                        "profile":"Copilot","headers":{"x-request-id":"{uuid}"},
                        "rules":[{"models":["claude-*"],"dialect":"Anthropic"}]"""))
                .account("a", "p", Map.of(), token("canary-a")));
        provider.always(asked ->
                Dialogs.reply(asked.uri().contains("messages") ? Dialect.ANTHROPIC : Dialect.OPENAI_CHAT, false));

        gateway.send(gateway.post("/v1/chat/completions", """
                {"model":"p/claude-1","messages":[{"role":"user","content":[{"type":"image_url","image_url":\
                {"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}"""));
        gateway.send(gateway.post("/v1/chat/completions", """
                {"model":"p/gpt-1","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,\
                "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"1","content":"y"}]}"""));

        FakeProvider.Asked claude = provider.asked().get(0);
        assertThat(claude.uri()).isEqualTo("/v1/messages");
        assertThat(claude.header("x-initiator")).isEqualTo("user");
        assertThat(claude.header("copilot-vision-request")).isEqualTo("true");
        assertThat(claude.header("x-request-id")).hasSize(36);
        FakeProvider.Asked gpt = provider.asked().get(1);
        assertThat(gpt.uri()).isEqualTo("/chat/completions");
        assertThat(gpt.header("x-initiator")).isEqualTo("agent");
        assertThat(gpt.headers()).doesNotContainKey("copilot-vision-request");
    }

    /** As Copilot answers for Claude: words in one choice, calls in another. */
    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "OPENAI_RESPONSES", "GEMINI"})
    void anAnswerInTwoChoicesIsOne(Dialect caller) throws Exception {
        gateway.use(Configs.empty()
                .provider(ProviderDataTest.config(
                        "\"dialects\":[\"OpenAIChat\"]", provider.url(), "\"profile\":\"Copilot\",\"openModels\":true"))
                .account("a", "p", Map.of(), Credential.apiKey("canary-a")));
        provider.always(Reply.json(200, """
                {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[\
                {"index":0,"message":{"role":"assistant","content":"Looking."},"finish_reason":"tool_calls"},\
                {"index":1,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",\
                "function":{"name":"look","arguments":"{\\"at\\":1}"}}]},"finish_reason":"tool_calls"}]}"""));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(Dialogs.path(caller, "p/m", false), Dialogs.request(caller, "p/m", false)));

        String told = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(told).isEqualTo(200);
        assertThat(told).contains("Looking.").contains("\"look\"");
        assertThat(answer.headers().firstValue("x-ninerouter-dropped")).isEmpty();
    }

    @Test
    void iflowIsSigned() throws Exception {
        gateway.use(Configs.empty()
                .provider(ProviderDataTest.config(
                        "\"dialects\":[\"OpenAIChat\"]", provider.url(), "\"profile\":\"IFlow\",\"openModels\":true"))
                .account("a", "p", Map.of(), Credential.apiKey("canary-a")));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "p/m", false)));

        FakeProvider.Asked asked = provider.only();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("canary-a".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed =
                asked.header("user-agent") + ":" + asked.header("session-id") + ":" + asked.header("x-iflow-timestamp");
        assertThat(asked.header("session-id")).startsWith("session-").hasSize(44);
        assertThat(asked.header("x-iflow-signature"))
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    private Configs codex() throws Exception {
        return Configs.empty()
                .provider(
                        ProviderDataTest.config("\"dialects\":[\"OpenAIResponses\"]", provider.url() + "/codex", CODEX))
                .account("a", "p", Map.of("accountId", "account-a"), token("canary-a"));
    }

    private HttpResponse<byte[]> ask(String model, String input) throws Exception {
        return gateway.send(gateway.post("/v1/responses", "{\"model\":\"" + model + "\",\"input\":" + input + "}"));
    }

    private static Credential token(String token) {
        return new Credential(Credential.Kind.ACCESS_TOKEN, SecretText.of(token), null);
    }
}
