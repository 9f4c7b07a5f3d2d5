package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tokens a request has: exactly where somebody counts, else by an estimate that says so. */
class CountTokensTest {
    private static final String ANTHROPIC = """
            {"model":"m","system":"Be brief.","messages":[{"role":"user","content":"How are you today?"}],\
            "tools":[{"name":"look","input_schema":{"type":"object"}}]}""";

    private static final String GEMINI = """
            {"contents":[{"role":"user","parts":[{"text":"How are you today?"}]}]}""";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    private void serve(Dialect dialect) {
        gateway.use(Configs.empty().provider("p", provider.url(), dialect).alias("m", "p/model-1"));
    }

    private HttpResponse<byte[]> count(Dialect client) throws Exception {
        return client == Dialect.ANTHROPIC
                ? gateway.send(gateway.post("/v1/messages/count_tokens", ANTHROPIC))
                : gateway.send(gateway.post("/v1beta/models/m:countTokens", GEMINI));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anAnthropicClientGetsGeminisCount() throws Exception {
        serve(Dialect.GEMINI);
        provider.always(Reply.json(200, "{\"totalTokens\":31,\"promptTokensDetails\":[]}"));

        HttpResponse<byte[]> answer = count(Dialect.ANTHROPIC);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("{\"input_tokens\":31}");
        assertThat(answer.headers().firstValue("x-ninerouter-token-count")).isEmpty();
        Asked asked = provider.only();
        assertThat(asked.uri()).isEqualTo("/models/model-1:countTokens");
        assertThat(asked.text())
                .startsWith("{\"generateContentRequest\":{\"model\":\"models/model-1\",")
                .contains("How are you today?", "Be brief.", "look");
    }

    @Test
    void aGeminiClientGetsAnthropicsCount() throws Exception {
        serve(Dialect.ANTHROPIC);
        provider.always(Reply.json(200, "{\"input_tokens\":14}"));

        HttpResponse<byte[]> answer = count(Dialect.GEMINI);

        assertThat(text(answer)).isEqualTo("{\"totalTokens\":14}");
        Asked asked = provider.only();
        assertThat(asked.uri()).isEqualTo("/messages/count_tokens");
        assertThat(asked.text())
                .contains("\"model\":\"model-1\"", "How are you today?")
                .doesNotContain("max_tokens", "stream");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({"ANTHROPIC,OPENAI_CHAT", "GEMINI,OPENAI_CHAT"})
    void whereNobodyCountsItIsAnEstimateAndSaysSo(Dialect client, Dialect served) throws Exception {
        serve(served);

        HttpResponse<byte[]> answer = count(client);

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-token-count")).hasValue("estimated");
        assertThat(Integer.parseInt(text(answer).replaceAll("\\D", ""))).isBetween(5, 200);
        assertThat(provider.asked()).isEmpty();
    }

    @ParameterizedTest(name = "{0} on {1} answers {2}")
    @CsvSource({
        "ANTHROPIC,ANTHROPIC,404",
        "ANTHROPIC,ANTHROPIC,501",
        "ANTHROPIC,ANTHROPIC,503",
        "GEMINI,GEMINI,404",
        "ANTHROPIC,GEMINI,404",
        "GEMINI,ANTHROPIC,405"
    })
    void aProviderWithoutTheEndpointIsNoReasonForAnError(Dialect client, Dialect served, int status) throws Exception {
        serve(served);
        provider.always(Reply.json(status, "{\"error\":{\"message\":\"no\"}}"));

        HttpResponse<byte[]> answer = count(client);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-token-count")).hasValue("estimated");
        boolean learnt = gateway.bean(HealthBoard.class).observations().stream()
                .anyMatch(seen -> seen.lastErrorMillis() != null);
        assertThat(learnt).isEqualTo(status == 503);
    }

    @Test
    void aMalformedRequestIsToldSo() throws Exception {
        serve(Dialect.OPENAI_CHAT);

        HttpResponse<byte[]> answer = gateway.send(
                gateway.post("/v1/messages/count_tokens", "{\"model\":\"m\",\"messages\":\"How are you?\"}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("\"type\":\"error\"", "messages");
    }
}
