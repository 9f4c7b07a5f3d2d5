package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a provider as data is what it gets. */
class ProviderDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDITS = """
            "edits":{"defaults":{"top_p":0.5},"streamDefaults":{"stream_options":{"include_usage":true}},
             "caps":{"max_tokens":8},"replace":{"tool_choice":{"required":"auto"}},
             "placeholder":{"field":"reasoning_content"}}""";

    private final RunningGateway gateway = RunningGateway.shared();
    private FakeProvider provider;
    private FakeProvider other;

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
        other = FakeProvider.start();
        for (FakeProvider each : new FakeProvider[] {provider, other}) {
            each.always(asked -> {
                Dialect dialect = asked.uri().contains("/messages")
                        ? Dialect.ANTHROPIC
                        : asked.uri().contains("/responses") ? Dialect.OPENAI_RESPONSES : Dialect.OPENAI_CHAT;
                return Dialogs.reply(dialect, asked.text().contains("\"stream\":true"));
            });
        }
    }

    @AfterEach
    void stop() {
        provider.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC"})
    void bodiesAreEditedWhetherTheyPassOrAreTranslated(Dialect caller) throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", provider.url() + "/v1", EDITS))
                .account("a", "p", Map.of(), key()));

        HttpResponse<byte[]> answer = gateway.send(gateway.post(Dialogs.path(caller, "p/m", true), """
                {"model":"p/m","stream":true,"max_tokens":99,"messages":[{"role":"user","content":"Hi"},\
                {"role":"assistant","content":"Yes"},{"role":"user","content":"Well?"}]}"""));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode sent = JSON.readTree(provider.only().body());
        assertThat(sent.path("top_p").asDouble()).isEqualTo(0.5);
        assertThat(sent.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(sent.path("messages").path(1).path("reasoning_content").asText())
                .isEqualTo(" ");
        assertThat(sent.path("messages").path(0).has("reasoning_content")).isFalse();
        if (caller == Dialect.OPENAI_CHAT) {
            assertThat(provider.only().text()).isEqualTo("""
                    {"model":"m","stream":true,"max_tokens":8,"messages":[{"role":"user","content":"Hi"},\
                    {"role":"assistant","content":"Yes","reasoning_content":" "},{"role":"user","content":"Well?"}],\
                    "top_p":0.5,"stream_options":{"include_usage":true}}""");
        }
    }

    @ParameterizedTest(name = "{0}, stream {1}")
    @CsvSource({"OPENAI_CHAT, false", "OPENAI_CHAT, true", "ANTHROPIC, false", "ANTHROPIC, true"})
    void whatEditsTakeIsNamedToTheCallerWhetherBytesPassOrAreTranslated(Dialect caller, boolean stream)
            throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", provider.url() + "/v1", """
                        "edits":{"remove":["temperature","user"],"set":{"top_p":1},"rename":{"max_tokens":"max_output"},
                         "messages":{"roles":{"developer":"system"}}}"""))
                .account("a", "p", Map.of(), key()));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(Dialogs.path(caller, "p/m", stream), """
                {"model":"p/m","stream":%s,"max_tokens":99,"temperature":0.5,"top_p":1,\
                "messages":[{"role":"user","content":"Hi"}]}""".formatted(stream)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("x-ninerouter-dropped")).containsExactly("temperature");
        assertThat(provider.only().text()).contains("\"max_output\":99").doesNotContain("temperature");
    }

    /** Many pieces: they are copied together, not sent one by one. */
    @Test
    void aLongHistoryIsFilledWithoutATree() throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", provider.url() + "/v1", EDITS))
                .account("a", "p", Map.of(), key()));
        StringBuilder before = new StringBuilder("{\"top_p\":1,\"model\":\"p/m\",\"messages\":[");
        StringBuilder after = new StringBuilder("{\"top_p\":1,\"model\":\"m\",\"messages\":[");
        for (int i = 0; i < 500; i++) {
            String comma = i == 0 ? "" : ",";
            String message = "{\"role\":\"assistant\",\"content\":\"" + "x".repeat(i) + "\"";
            before.append(comma).append(message).append('}');
            after.append(comma).append(message).append(",\"reasoning_content\":\" \"}");
        }

        gateway.send(gateway.post("/v1/chat/completions", before + "]}"));

        assertThat(provider.only().text()).isEqualTo(after + "]}");
    }

    @Test
    void countsGetNoFieldsThatBelongToAnswers() throws Exception {
        gateway.use(Configs.empty()
                .provider(config(
                        "\"dialects\":[\"Anthropic\"]",
                        provider.url() + "/v1",
                        "\"edits\":{\"remove\":[\"a\"],\"set\":{\"stream\":true},\"defaults\":{\"b\":1}}"))
                .account("a", "p", Map.of(), key()));

        gateway.send(gateway.post("/v1/messages/count_tokens", "{\"model\":\"p/m\",\"a\":1,\"messages\":[]}"));

        assertThat(provider.only().text()).isEqualTo("{\"model\":\"m\",\"messages\":[]}");
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @CsvSource(textBlock = """
        OPENAI_CHAT,      claude-x, /v1/messages
        ANTHROPIC,        claude-x, /v1/messages
        OPENAI_CHAT,      gpt-x,    /v1/chat/completions
        ANTHROPIC,        gpt-x,    /v1/chat/completions
        OPENAI_RESPONSES, gpt-x,    /v1/responses
        OPENAI_CHAT,      o-codex,  /v1/responses
        """)
    void theModelDecidesWhatIsSpoken(Dialect caller, String model, String path) throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\",\"OpenAIResponses\"]", provider.url() + "/v1", """
                        "rules":[{"models":["claude-*"],"dialect":"Anthropic"},
                         {"models":["*-codex"],"dialect":"OpenAIResponses"},
                         {"models":["claude-*"],"whenSpoken":"Anthropic","edits":{"set":{"x":1}}},
                         {"models":["claude-*"],"whenSpoken":"OpenAIChat","edits":{"set":{"y":1}}}]"""))
                .account("a", "p", Map.of(), key()));

        HttpResponse<byte[]> answer = gateway.send(
                gateway.post(Dialogs.path(caller, "p/" + model, false), Dialogs.request(caller, "p/" + model, false)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Hello");
        assertThat(provider.only().uri()).isEqualTo(path);
        JsonNode sent = JSON.readTree(provider.only().body());
        assertThat(sent.has("x")).isEqualTo(model.startsWith("claude"));
        assertThat(sent.has("y")).isFalse();
    }

    @Test
    void addressAndHeadersAreFilledIn() throws Exception {
        gateway.use(Configs.empty()
                .provider(config(
                        "\"dialects\":[\"OpenAIChat\"]",
                        provider.url() + "/accounts/{id}/{model}",
                        "\"headers\":{\"x-id\":\"{id}:{model}\",\"x-session\":\"s-{session}\",\"x-request-id\":\"{uuid}\","
                                + "\"x-none\":\"{none?}\"}"))
                .account(
                        "a",
                        "p",
                        Map.of("id", "setting", "none", ""),
                        new Credential(
                                Credential.Kind.ACCESS_TOKEN, SecretText.of("canary"), null, Map.of("id", "fact"))));

        for (int i = 0; i < 2; i++) {
            gateway.send(gateway.post(
                    "/v1/chat/completions",
                    "{\"model\":\"p/a b/c\",\"prompt_cache_key\":\"my talk\",\"messages\":[{\"n\":" + i + "}]}"));
        }
        gateway.send(gateway.post("/v1/chat/completions", "{\"model\":\"p/m\",\"prompt_cache_key\":\"other\"}"));

        assertThat(provider.asked())
                .extracting(FakeProvider.Asked::uri)
                .containsExactly(
                        "/accounts/fact/a%20b%2Fc/chat/completions",
                        "/accounts/fact/a%20b%2Fc/chat/completions", "/accounts/fact/m/chat/completions");
        FakeProvider.Asked first = provider.asked().get(0);
        FakeProvider.Asked second = provider.asked().get(1);
        assertThat(first.header("x-id")).isEqualTo("fact:a b/c");
        assertThat(first.headers()).doesNotContainKey("x-none");
        assertThat(first.header("x-session")).startsWith("s-").isEqualTo(second.header("x-session"));
        assertThat(UUID.fromString(first.header("x-session").substring(2)).version())
                .isEqualTo(5);
        assertThat(provider.asked().get(2).header("x-session")).isNotEqualTo(first.header("x-session"));
        assertThat(UUID.fromString(first.header("x-request-id")).version()).isEqualTo(4);
        assertThat(second.header("x-request-id")).isNotEqualTo(first.header("x-request-id"));
    }

    @Test
    void theAccountsOwnAddressIsAsked() throws Exception {
        Credential own = new Credential(
                Credential.Kind.ACCESS_TOKEN, SecretText.of("canary"), null, Map.of("baseUrl", other.url() + "/own/"));
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", provider.url() + "/v1", "\"openModels\":true"))
                .account("a", "p", Map.of(), own));

        ask("p/m");

        assertThat(provider.asked()).isEmpty();
        assertThat(other.only().uri()).isEqualTo("/own/chat/completions");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        is missing          | http://{host}:1/v1     | x-a   | 1          | host: none
        is no host          | http://{host}:1/v1     | host  | a/b        | host: a value that cannot stand there
        leaves its place    | http://h.test/{host}/v | host  | ..         | host: a value that cannot stand there
        is no address       | {host}/v1              | host  | ftp://x    | host: a value that cannot stand there
        """)
    void anAccountWhoseValueCannotBeUsedIsPassedOver(
            String name, String address, String setting, String value, String why) throws Exception {
        Configs configs = Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", address, "\"openModels\":true"))
                .account("a", "p", Map.of(setting, value), key())
                .provider("good", other.url(), Dialect.OPENAI_CHAT)
                .combo("both", "p/m", "good/m");
        gateway.use(configs);

        assertThat(ask("both").statusCode()).as(name).isEqualTo(200);
        assertThat(other.asked()).hasSize(1);
        HttpResponse<byte[]> alone = ask("p/m");
        assertThat(alone.statusCode()).isEqualTo(503);
        assertThat(new String(alone.body(), StandardCharsets.UTF_8)).contains("p/m/a cannot be asked: " + why);
        assertThat(ask("p/m").statusCode())
                .as("nothing is learnt of the provider")
                .isEqualTo(503);
        assertThat(explain("both").path("targets").path(0).path("target").asText())
                .isEqualTo("p/m/a");
    }

    @Test
    void aHeaderThatHasToBeThereAndIsNotPassesOverTheAccount() throws Exception {
        gateway.use(Configs.empty()
                .provider(config(
                        "\"dialects\":[\"OpenAIChat\"]", provider.url(), "\"headers\":{\"x-account\":\"{accountId}\"}"))
                .account("a", "p", Map.of(), key())
                .account("b", "p", Map.of("accountId", "7"), key()));

        assertThat(ask("p/m").statusCode()).isEqualTo(200);
        assertThat(provider.only().header("x-account")).isEqualTo("7");
    }

    @Test
    void aTokenGoesItsOwnWayWithTheCallersBetas() throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"Anthropic\"]", provider.url() + "/v1", """
                        "auth":{"scheme":"Header","name":"x-api-key"},"tokenAuth":{"scheme":"Bearer","prefix":"w:"},
                        "headers":{"anthropic-version":"2023-06-01"},
                        "tokenHeaders":{"anthropic-beta":"oauth-2025-04-20"}"""))
                .account(
                        "a",
                        "p",
                        Map.of(),
                        new Credential(Credential.Kind.ACCESS_TOKEN, SecretText.of("canary-t"), null)));
        HttpRequest.Builder request = gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "p/m", false))
                .header("anthropic-beta", "one,oauth-2025-04-20-not")
                .header("anthropic-beta", "two, one");

        gateway.send(request);
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"Anthropic\"]", provider.url() + "/v1", """
                        "auth":{"scheme":"Header","name":"x-api-key"},"tokenAuth":{"scheme":"Bearer"},
                        "tokenHeaders":{"anthropic-beta":"oauth-2025-04-20"}"""))
                .account("a", "p", Map.of(), key()));
        gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "p/m", false)));

        FakeProvider.Asked token = provider.asked().get(0);
        assertThat(token.header("authorization")).isEqualTo("Bearer w:canary-t");
        assertThat(token.headers()).doesNotContainKey("x-api-key");
        assertThat(token.headers().get("anthropic-beta"))
                .containsExactly("one,oauth-2025-04-20-not,two,oauth-2025-04-20");
        FakeProvider.Asked key = provider.asked().get(1);
        assertThat(key.header("x-api-key")).isEqualTo("canary-key");
        assertThat(key.headers()).doesNotContainKeys("authorization", "anthropic-beta");
    }

    @Test
    void explainSaysWhatWouldBeSpokenAndChanged() throws Exception {
        gateway.use(Configs.empty()
                .provider(config("\"dialects\":[\"OpenAIChat\"]", "https://{region}.p.test/v1", """
                        "profile":"Codex","models":[{"id":"claude-x"}],"openModels":false,"edits":{"remove":["top_p"]},
                        "rules":[{"models":["claude-*"],"dialect":"Anthropic","edits":{"caps":{"max_tokens":8}}}]"""))
                .account("a", "p", Map.of("region", "eu"), key()));

        JsonNode target = explain("p/claude-x-high").path("targets").path(0);

        assertThat(target.path("target").asText()).isEqualTo("p/claude-x/a");
        assertThat(target.path("dialect").asText()).isEqualTo("Anthropic");
        assertThat(target.path("endpoint").asText()).isEqualTo("https://eu.p.test");
        assertThat(target.path("effort").asText()).isEqualTo("high");
        assertThat(target.path("edits"))
                .extracting(JsonNode::asText)
                .containsExactly("remove top_p", "cap max_tokens at 8");
    }

    private JsonNode explain(String model) throws Exception {
        HttpResponse<byte[]> answer =
                gateway.send(HttpRequest.newBuilder(URI.create(gateway.managementUrl() + "/internal/explain"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\"}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> ask(String model) throws Exception {
        return gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, model, false)));
    }

    private static Credential key() {
        return Credential.apiKey("canary-key");
    }

    static ProviderConfig config(String dialects, String baseUrl, String more) throws Exception {
        String open = more.contains("openModels") ? "" : ",\"openModels\":true";
        return JSON.readValue(
                "{\"id\":\"p\",\"prefixes\":[\"p\"]," + dialects + ",\"baseUrl\":\"" + baseUrl + "\"" + open + ","
                        + more + "}",
                ProviderConfig.class);
    }
}
