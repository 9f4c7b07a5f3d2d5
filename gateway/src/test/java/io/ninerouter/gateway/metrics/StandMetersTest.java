package io.ninerouter.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a scrape tells of accounts, of the bound and of a configuration that cannot be read. */
class StandMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HealthBoard health = new HealthBoard();
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Snapshot snapshot = Configs.empty()
            .provider("p", "http://127.0.0.1:1", Dialect.OPENAI_CHAT)
            .provider("q", "http://127.0.0.1:2", Dialect.ANTHROPIC)
            .snapshot();
    private final StandMeters meters = new StandMeters(registry, health, () -> snapshot, now::get);

    @Test
    void accountsAreCountedByWhatARequestWouldFindNow() {
        meters.configured(snapshot);
        assertStates("p", 1, 0, 0);

        record("p", "m", new Outcome.Refused(402, Fault.ACCOUNT_LIMITED, 60_000L, "too much"));
        record("q", "m", new Outcome.Refused(401, null, "who are you"));
        assertStates("p", 0, 1, 0);
        assertStates("q", 0, 0, 1);

        now.addAndGet(40L * 24 * 3_600_000);
        assertStates("p", 1, 0, 0);
    }

    @Test
    void anAccountIsUsableAsLongAsOneOfItsModelsIs() {
        meters.configured(snapshot);
        record("p", "undeclared", new Outcome.Refused(429, Fault.RATE_LIMITED, 60_000L, "too much"));
        assertStates("p", 1, 0, 0);

        snapshot.provider("p")
                .models()
                .keySet()
                .forEach(
                        model -> record("p", model, new Outcome.Refused(429, Fault.RATE_LIMITED, 60_000L, "too much")));
        assertStates("p", 0, 1, 0);
    }

    @Test
    void aConnectionWithoutACredentialIsUnequipped() {
        Snapshot without = snapshot.with(new Credentials("none", Map.of()));
        meters.configured(without);

        assertThat(accounts("p", "unequipped")).isEqualTo(1);
        assertStates("p", 0, 0, 0);
    }

    @Test
    void accountsThatWereAskedTooMuchAreToldByProvider() {
        meters.configured(snapshot);
        record("p", "m", new Outcome.Refused(529, null, "overloaded"));

        assertThat(narrowed("p")).isEqualTo(1);
        assertThat(narrowed("q")).isZero();
        now.addAndGet(600_000);
        assertThat(narrowed("p")).isZero();
    }

    private double narrowed(String provider) {
        return registry.get("ninerouter.accounts.narrowed")
                .tag("gen_ai.provider.name", provider)
                .gauge()
                .value();
    }

    @Test
    void providersThatAreGoneAreNotTold() {
        meters.configured(snapshot);
        meters.configured(Configs.empty().snapshot());

        assertThat(registry.find("ninerouter.accounts").gauges()).isEmpty();
    }

    @Test
    void theBoundAndRejectionsAreTold() {
        meters.rejections(() -> true);

        assertThat(registry.get("ninerouter.config.not.understood").gauge().value())
                .isZero();

        assertThat(registry.get("ninerouter.requests.in.flight.limit").gauge().value())
                .isEqualTo(snapshot.settings().limits().maxInFlightRequests());
        assertThat(registry.get("ninerouter.config.rejected").gauge().value()).isEqualTo(1);
    }

    private void record(String provider, String model, Outcome outcome) {
        var connection = snapshot.provider(provider).connections().getFirst();
        health.record(
                new HealthBoard.Attempt(
                        snapshot.provider(provider).address().toString(),
                        connection.name(),
                        model,
                        snapshot.credential(connection.name())),
                outcome,
                now.get(),
                0);
    }

    private void assertStates(String provider, int usable, int cooling, int refused) {
        assertThat(accounts(provider, "usable")).isEqualTo(usable);
        assertThat(accounts(provider, "cooling")).isEqualTo(cooling);
        assertThat(accounts(provider, "refused")).isEqualTo(refused);
    }

    private double accounts(String provider, String state) {
        return registry.get("ninerouter.accounts")
                .tag("gen_ai.provider.name", provider)
                .tag("state", state)
                .gauge()
                .value();
    }
}
