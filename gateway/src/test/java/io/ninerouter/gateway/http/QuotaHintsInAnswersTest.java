package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.QuotaWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers tell of an account's windows in the heads of their answers. */
class QuotaHintsInAnswersTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAccountThatHasNearlyUsedUpAWindowIsAskedAfterItsPeer(boolean stream) throws Exception {
        String reset = Long.toString(Instant.now().plusSeconds(7_200).getEpochSecond());
        try (FakeProvider provider = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("p", provider.url(), Dialect.ANTHROPIC)
                    .without("p")
                    .account("first", "p", 0)
                    .account("second", "p", 0));
            provider.always(Dialogs.reply(Dialect.ANTHROPIC, stream)
                    .header("anthropic-ratelimit-unified-5h-utilization", "0.961")
                    .header("anthropic-ratelimit-unified-5h-reset", reset));
            assertThat(target(stream)).isEqualTo("p/declared-p/first");

            provider.always(Dialogs.reply(Dialect.ANTHROPIC, stream)
                    .header("anthropic-ratelimit-unified-5h-utilization", "0.2")
                    .header("anthropic-ratelimit-unified-5h-reset", reset));
            assertThat(target(stream)).isEqualTo("p/declared-p/second");
            assertThat(target(stream)).isEqualTo("p/declared-p/second");

            assertThat(told("first")).containsExactly(96);
            assertThat(told("second")).containsExactly(20);
        }
    }

    @Test
    void aRefusalTellsToo() throws Exception {
        try (FakeProvider provider = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("p", provider.url(), Dialect.OPENAI_RESPONSES)
                    .without("p")
                    .account("only", "p", 0));
            provider.always(Reply.json(429, "{\"error\":{\"message\":\"no\"}}")
                    .header("x-codex-secondary-used-percent", "100")
                    .header("x-codex-secondary-reset-after-seconds", "86400"));

            gateway.send(
                    gateway.post("/v1/responses", Dialogs.request(Dialect.OPENAI_RESPONSES, "p/declared-p", false)));

            assertThat(told("only")).containsExactly(100);
        }
    }

    private String target(boolean stream) throws Exception {
        return gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "p/declared-p", stream)))
                .headers()
                .firstValue("x-ninerouter-target")
                .orElseThrow();
    }

    private List<Integer> told(String connection) {
        return gateway.bean(HealthBoard.class).quotas(connection, System.currentTimeMillis()).stream()
                .map(QuotaWindow::usedPercent)
                .toList();
    }
}
