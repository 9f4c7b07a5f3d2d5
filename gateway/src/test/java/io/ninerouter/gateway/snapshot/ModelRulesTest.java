package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROVIDER = """
            {"id":"p","prefixes":["p"],"dialects":["OpenAIChat","Gemini"],"baseUrl":"https://p.test/v1",
             "auth":{"scheme":"Header","name":"x-api-key"},"tokenAuth":{"scheme":"Bearer"},
             "headers":{"anthropic-beta":"a","x":"1"},"tokenHeaders":{"anthropic-beta":"oauth","x":"2"},
             "edits":{"remove":["all"]},
             "models":[{"id":"claude-1"},{"id":"plain"},{"id":"gpt-codex"}],"openModels":true,
             "rules":[
               {"models":["claude-*"],"dialect":"Anthropic","edits":{"set":{"c":1}}},
               {"models":["*-codex","never"],"dialect":"OpenAIResponses"},
               {"models":["claude-*-codex"],"dialect":"Gemini"},
               {"whenSpoken":"OpenAIChat","edits":{"set":{"chat":1}}},
               {"models":["claude-*"],"whenSpoken":"Gemini","edits":{"set":{"never":1}}}]}
            """;

    @ParameterizedTest(name = "{0} for a caller of {1}")
    @CsvSource(textBlock = """
        plain,          OPENAI_CHAT,      OPENAI_CHAT,      remove all;set chat to 1
        plain,          GEMINI,           GEMINI,           remove all
        plain,          ANTHROPIC,        OPENAI_CHAT,      remove all;set chat to 1
        claude-1,       OPENAI_CHAT,      ANTHROPIC,        remove all;set c to 1
        claude-unknown, GEMINI,           ANTHROPIC,        remove all;set c to 1
        gpt-codex,      GEMINI,           OPENAI_RESPONSES, remove all
        claude-2-codex, OPENAI_CHAT,      GEMINI,           remove all;set c to 1;set never to 1
        Claude-1,       OPENAI_RESPONSES, OPENAI_CHAT,      remove all;set chat to 1
        """)
    void rulesSayWhatIsSpokenAndChanged(String model, Dialect caller, Dialect spoken, String edits) throws IOException {
        Provider provider = provider();

        assertThat(provider.dialectFor(model, caller)).isEqualTo(spoken);
        assertThat(provider.edits(model, spoken, true).told()).containsExactly(edits.split(";"));
    }

    @Test
    void whatFollowsFromRulesIsWorkedOutOnce() throws IOException {
        Provider provider = provider();

        for (String model : List.of("claude-1", "plain", "claude-x", "other")) {
            assertThat(provider.edits(model, Dialect.OPENAI_CHAT, true))
                    .isSameAs(provider.edits(model, Dialect.OPENAI_CHAT, true));
        }
        assertThat(provider.edits("claude-x", Dialect.ANTHROPIC, true))
                .isSameAs(provider.edits("claude-1", Dialect.ANTHROPIC, true));
    }

    @Test
    void tokensGoTheirOwnWayWithTheirOwnHeaders() throws IOException {
        Provider provider = provider();
        Credential key = Credential.apiKey("k");
        Credential token = new Credential(Credential.Kind.ACCESS_TOKEN, SecretText.of("t"), null);

        Connection connection = provider.connections().getFirst();
        assertThat(provider.auth(connection, key)).isEqualTo(provider.config().auth());
        assertThat(provider.auth(connection, null)).isEqualTo(provider.config().auth());
        assertThat(provider.auth(connection, token)).isEqualTo(provider.config().tokenAuth());
        Connection bare = new Connection(new ConnectionConfig("d", "p", 1, 1, List.of(), 0, false));
        assertThat(provider.auth(bare, null).scheme()).isEqualTo(AuthScheme.Scheme.NONE);
        assertThat(provider.auth(bare, key)).isEqualTo(provider.config().auth());
        assertThat(provider.headers(key).fixed()).isEqualTo(Map.of("anthropic-beta", "a", "x", "1"));
        assertThat(provider.headers(token).fixed()).isEqualTo(Map.of("anthropic-beta", "a,oauth", "x", "2"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        gpt-5.3-codex-high,  gpt-5.3-codex,  high
        gpt-5.3-codex-xhigh, gpt-5.3-codex,  xhigh
        gpt-5.3-codex-none,  gpt-5.3-codex,  none
        gpt-5.1-codex-max,   gpt-5.1-codex-max, -
        high,                high,           -
        -high,               -high,          -
        xhigh-low,           xhigh,          low
        """)
    void aNameMaySayTheEffort(String name, String model, String effort) {
        assertThat(EffortSuffix.of(name == null ? "-" : name))
                .isEqualTo(new EffortSuffix(model == null ? "-" : model, effort));
    }

    private static Provider provider() throws IOException {
        ProviderConfig config = JSON.readValue(PROVIDER, ProviderConfig.class);
        GatewayConfig whole = new GatewayConfig(
                GatewayConfig.FORMAT,
                "ai/main",
                GatewayConfig.Settings.DEFAULT,
                List.of(config),
                List.of(new ConnectionConfig("c", "p", 1, 1, List.of(), 0, true)),
                List.of(),
                List.of(),
                List.of());
        GatewayConfig arrived = ConfigCodec.decode(ConfigCodec.encode(whole));
        assertThat(arrived).isEqualTo(whole);
        return Snapshot.compile(arrived, new Credentials("r", Map.of())).provider("p");
    }
}
