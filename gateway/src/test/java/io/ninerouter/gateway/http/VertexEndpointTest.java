package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is special of Vertex: a caller's own bytes go there without ids of calls, and it counts another body. */
class VertexEndpointTest {
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

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private void useVertex() {
        gateway.use(Configs.empty()
                .provider("p", provider.url() + "/v1/projects/p-1/locations/l/publishers/google", Dialect.GEMINI)
                .profile(Profile.VERTEX)
                .alias("m", "p/gemini-2.5-pro"));
    }

    @Test
    void vertexGetsAGeminiCallersBytesWithoutIds() throws Exception {
        useVertex();
        provider.always(Dialogs.reply(Dialect.GEMINI, true));

        HttpResponse<byte[]> answer = gateway.send(gateway.post(Dialogs.path(Dialect.GEMINI, "m", true), TURN));

        assertThat(text(answer)).isEqualTo(String.join("", Dialogs.events(Dialect.GEMINI)));
        assertThat(provider.only().text())
                .isEqualTo(TURN.replace("\"id\":\"c1\",", "").replace(",\"id\":\"c1\"", ""));
        assertThat(provider.only().uri())
                .isEqualTo(
                        "/v1/projects/p-1/locations/l/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse");
    }

    /** A caller's text that cannot be looked through is its own affair: the account goes on for everybody. */
    @Test
    void whatCannotBeLookedThroughGoesAsItIs() throws Exception {
        useVertex();
        provider.always(Dialogs.reply(Dialect.GEMINI, true));
        String strange =
                TURN.replace("{\"id\":\"c1\",\"name\":\"f\",", "{\"" + "x".repeat(1_100) + "\":1,\"name\":\"f\",");

        HttpResponse<byte[]> answer = gateway.send(gateway.post(Dialogs.path(Dialect.GEMINI, "m", true), strange));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(provider.only().text()).isEqualTo(strange);
    }

    @ParameterizedTest
    @CsvSource({"GEMINI, /v1beta/models/m:countTokens", "ANTHROPIC, /v1/messages/count_tokens"})
    void vertexCountsAnotherBody(Dialect client, String path) throws Exception {
        useVertex();
        provider.always(Reply.json(200, "{\"totalTokens\":42}"));
        String body = client == Dialect.GEMINI
                ? "{\"generateContentRequest\":{\"model\":\"models/m\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}}"
                : Dialogs.request(client, "m", false);

        HttpResponse<byte[]> answer = gateway.send(gateway.post(path, body));

        assertThat(text(answer)).contains("42");
        JsonNode asked = JSON.readTree(provider.only().body());
        assertThat(asked.has("generateContentRequest")).isFalse();
        assertThat(asked.path("contents")
                        .path(0)
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("Hi");
        assertThat(provider.only().uri()).endsWith("/models/gemini-2.5-pro:countTokens");
    }
}
