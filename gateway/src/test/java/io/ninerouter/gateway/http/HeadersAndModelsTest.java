package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which headers pass in both directions, and how models are listed. */
class HeadersAndModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private static Configs everyDialect() {
        return Configs.everyDialect(provider.url());
    }

    @Test
    void listsModelsInEachShape() throws Exception {
        gateway.use(everyDialect());

        JsonNode openai = models("/v1/models", null);
        JsonNode anthropic = models("/v1/models?limit=1000", "2023-06-01");
        JsonNode gemini = models("/v1beta/models", null);

        assertThat(openai.path("object").asText()).isEqualTo("list");
        assertThat(ids(openai.path("data"), "id")).contains("short", "chat/declared-chat", "anth/declared-anth");
        assertThat(ids(anthropic.path("data"), "id")).contains("short", "anth/declared-anth");
        assertThat(anthropic.path("data").get(0).path("type").asText()).isEqualTo("model");
        assertThat(anthropic.path("has_more").asBoolean(true)).isFalse();
        assertThat(ids(gemini.path("models"), "name")).contains("models/short", "models/declared-gem");
        assertThat(models("/v1/models/chat/declared-chat", null)
                        .path("owned_by")
                        .asText())
                .isEqualTo("chat");
        assertThat(models("/v1beta/models/declared-gem", null)
                        .path("inputTokenLimit")
                        .asLong())
                .isEqualTo(100_000);
        assertThat(gateway.send(gateway.request("/v1/models/nobody/x").header("x-api-key", Configs.KEY))
                        .statusCode())
                .isEqualTo(404);
        assertThat(gateway.send(gateway.request("/v1/models")).statusCode()).isEqualTo(401);
    }

    @Test
    void onlyWhatBelongsToTheRequestReachesTheProvider() throws Exception {
        gateway.use(everyDialect());
        provider.reset();
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false)
                .header("request-id", "req_theirs")
                .header("anthropic-ratelimit-requests-remaining", "9")
                .header("set-cookie", "a=b")
                .header("server", "theirs"));

        HttpResponse<byte[]> answer = gateway.send(
                gateway.post("/v1/messages?key=sk-in-query", Dialogs.request(Dialect.ANTHROPIC, "anth/m", false))
                        .header("x-goog-api-key", "sk-other")
                        .header("anthropic-version", "2023-06-01")
                        .header("anthropic-beta", "one,two")
                        .header("cookie", "session=1")
                        .header("x-forwarded-for", "10.0.0.1")
                        .header("x-stainless-lang", "js")
                        .header("accept-encoding", "gzip, br")
                        .header("x-request-id", "mine-1"));

        var sent = provider.only().headers();
        assertThat(sent)
                .containsOnlyKeys(
                        "host",
                        "user-agent",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "anthropic-version",
                        "anthropic-beta",
                        "x-api-key");
        assertThat(sent.get("x-api-key")).containsExactly(Configs.credentialOf("anth"));
        assertThat(sent.get("accept-encoding")).containsExactly("identity");
        assertThat(sent.get("user-agent").getFirst()).startsWith("NineRouter/");
        assertThat(provider.only().uri()).isEqualTo("/messages");

        assertThat(answer.headers().firstValue("x-request-id")).hasValue("mine-1");
        assertThat(answer.headers().firstValue("request-id")).hasValue("mine-1");
        assertThat(answer.headers().firstValue("x-upstream-request-id")).hasValue("req_theirs");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-requests-remaining"))
                .hasValue("9");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "server");
        assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("anth/m/anth");
        assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("1");
    }

    @Test
    void aRequestIdThatIsNoPlainWordIsReplaced() throws Exception {
        HttpResponse<byte[]> answer = gateway.send(gateway.request("/nowhere").header("x-request-id", "a b<script>"));

        assertThat(answer.headers().firstValue("x-request-id").orElseThrow()).matches("req_[0-9a-f]{24}");
    }

    private static JsonNode models(String path, String anthropicVersion) throws Exception {
        var request = gateway.request(path).header("x-api-key", Configs.KEY);
        if (anthropicVersion != null) {
            request.header("anthropic-version", anthropicVersion);
        }
        HttpResponse<byte[]> answer = gateway.send(request);
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> ids(JsonNode entries, String field) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> ids.add(entry.path(field).asText()));
        return ids;
    }
}
