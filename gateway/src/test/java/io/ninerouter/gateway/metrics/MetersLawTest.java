package io.ninerouter.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Cost;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.Tally;
import io.ninerouter.gateway.usage.Timing;
import io.ninerouter.gateway.usage.UsageLedger;
import io.ninerouter.gateway.usage.UsageListener;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The sum over attempts is the sum over requests and the sum of the meters, and no label grows without bound. */
class MetersLawTest {
    /** About half of the prompts are longer. */
    private static final LongPromptPrice LONG = new LongPromptPrice(
            7_500,
            new BigDecimal("0.5"),
            new BigDecimal("1"),
            new BigDecimal("0.25"),
            new BigDecimal("1.5"),
            new BigDecimal("2"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayMeters meters = new GatewayMeters(registry, new LimitBoard(new InFlight(), () -> 0));
    private final Snapshot snapshot = Configs.empty()
            .provider("p", "http://127.0.0.1:1", Dialect.OPENAI_CHAT)
            .models(
                    new ModelConfig("a", null, null, List.of(), PriceConfig.of("1.25", "10", "0.125", null)),
                    new ModelConfig(
                            "b", null, null, List.of(), PriceConfig.of("0.1", "0.2", "0.05", "0.3", "0.4", LONG)))
            .provider("q", "http://127.0.0.1:1", Dialect.ANTHROPIC)
            .snapshot();

    private final List<AttemptRecord> attempts = new ArrayList<>();
    private final List<RequestRecord> requests = new ArrayList<>();

    /** Keeps what the meters are told. */
    private final class Kept implements UsageListener {
        @Override
        public void begun() {}

        @Override
        public void attempt(Asker asker, AttemptRecord attempt) {
            attempts.add(attempt);
        }

        @Override
        public void request(RequestRecord request, RequestLog log) {
            requests.add(request);
        }
    }

    @RepeatedTest(20)
    void sumOverAttemptsIsSumOverRequestsAndSumOfMeters(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        UsageLedger ledger = new UsageLedger("one", () -> 1_000);
        UsageListener listener = UsageListener.all(meters, ledger, new Kept());
        for (int i = 0; i < 200; i++) {
            request(listener, random, "team/caller-" + random.nextInt(5));
        }

        Usage ofAttempts = attempts.stream()
                .map(attempt -> attempt.spent().usage())
                .filter(usage -> usage != null)
                .reduce(Usage.NONE, Usage::plus);
        Usage ofRequests = requests.stream()
                .map(RequestRecord::usage)
                .filter(usage -> usage != null)
                .reduce(Usage.NONE, Usage::plus);
        assertThat(requests).hasSize(200);
        assertThat(attempts).extracting(AttemptRecord::end).contains(AttemptRecord.End.values());
        assertThat(ofRequests).isEqualTo(ofAttempts);
        assertThat(ofAttempts.cacheWrite1h()).isPositive();
        UsageFigures ofStatuses = ledger.report(true).total();
        assertThat(ofStatuses.requests()).isEqualTo(200);
        assertThat(ofStatuses.attempts()).isEqualTo(attempts.size());
        assertThat(new Usage(
                        ofStatuses.inputTokens(),
                        ofStatuses.cacheReadTokens(),
                        ofStatuses.cacheWriteTokens(),
                        ofStatuses.outputTokens(),
                        ofStatuses.reasoningTokens(),
                        ofAttempts.cacheWrite1h(),
                        ofAttempts.billing()))
                .isEqualTo(ofAttempts);
        assertThat(attempts.stream()
                        .map(attempt -> attempt.spent().cost())
                        .filter(cost -> cost != null && cost.longPrompt()))
                .as("of long prompts")
                .isNotEmpty();
        for (String prefix : List.of("ninerouter", "ninerouter.caller")) {
            assertThat(counted(prefix + ".tokens", "type", "input")).isEqualTo(ofAttempts.input());
            assertThat(counted(prefix + ".tokens", "type", "cache_read")).isEqualTo(ofAttempts.cacheRead());
            assertThat(counted(prefix + ".tokens", "type", "cache_write")).isEqualTo(ofAttempts.cacheWrite());
            assertThat(counted(prefix + ".tokens", "type", "output")).isEqualTo(ofAttempts.output());
            assertThat(counted(prefix + ".reasoning.tokens", null, null)).isEqualTo(ofAttempts.reasoning());
        }
        assertThat(summed("input")).isEqualTo(ofAttempts.prompt());
        assertThat(summed("output")).isEqualTo(ofAttempts.output());
        for (boolean billed : List.of(true, false)) {
            long pico = attempts.stream()
                    .map(attempt -> attempt.spent().cost())
                    .filter(cost -> cost != null && cost.billed() == billed)
                    .mapToLong(Cost::picoUsd)
                    .sum();
            long perRequest = requests.stream()
                    .map(request -> request.picoUsd(billed))
                    .filter(sum -> sum != null)
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(perRequest).isEqualTo(pico);
            assertThat(billed ? ofStatuses.billedPicoUsd() : ofStatuses.unbilledPicoUsd())
                    .isEqualTo(pico);
            for (String name : List.of("ninerouter.cost", "ninerouter.caller.cost")) {
                assertThat(money(name, billed)).isCloseTo(pico / 1e12, Offset.offset(1e-9));
            }
        }
        long unpriced =
                attempts.stream().filter(attempt -> attempt.spent().unpriced()).count();
        assertThat(attempts)
                .as("costs of which a part is not known")
                .anyMatch(attempt ->
                        attempt.spent().cost() != null && attempt.spent().cost().atLeast());
        assertThat(counted("ninerouter.unpriced", null, null)).isEqualTo(unpriced);
        assertThat(ofStatuses.unpricedAttempts()).isEqualTo(unpriced);
        assertThat(counted("ninerouter.attempts", null, null)).isEqualTo(attempts.size());
        assertThat(counted("ninerouter.requests", null, null)).isEqualTo(200);
        assertThat(counted("ninerouter.fallbacks", null, null)).isEqualTo(attempts.size() - 200L);
    }

    /** Some attempts, the last of which may still be counted when the request is over. */
    private void request(UsageListener listener, Random random, String caller) {
        Tally tally = new Tally(listener, new Asker("r", caller, Dialect.OPENAI_CHAT, "generate", "m", true), 0);
        int count = 1 + random.nextInt(3);
        AttemptRecord late = null;
        for (int i = 0; i < count; i++) {
            AttemptRecord attempt = attempt(random, tally.attempt());
            if (late == null && random.nextInt(4) == 0) {
                late = attempt;
                tally.counting();
            } else {
                tally.attempted(attempt);
            }
        }
        int before = requests.size();
        tally.close(200, random.nextBoolean(), RequestLog.METADATA, 5_000_000);
        if (late != null) {
            assertThat(requests).hasSize(before);
            tally.counted(late);
        }
        assertThat(requests).hasSize(before + 1);
        assertThat(requests.getLast().attempts())
                .extracting(AttemptRecord::number)
                .isSorted()
                .hasSize(count);
    }

    private AttemptRecord attempt(Random random, int number) {
        Provider provider = snapshot.provider(random.nextInt(4) == 0 ? "q" : "p");
        String model = List.of("a", "b", "made-up").get(random.nextInt(3));
        Target target = new Target(
                provider, provider.connections().getFirst(), model, provider.dialectFor(model, Dialect.GEMINI), null);
        Outcome outcome = switch (random.nextInt(5)) {
            case 0 -> new Outcome.NoAnswer("cut");
            case 1 -> new Outcome.Refused(500, null, "failing");
            case 2 -> new Outcome.Abandoned();
            default -> new Outcome.Success();
        };
        long output = random.nextInt(5_000);
        long written = random.nextInt(5_000);
        Usage usage = random.nextInt(3) == 0
                ? null
                : new Usage(
                        random.nextInt(5_000),
                        random.nextInt(5_000),
                        written,
                        output,
                        output == 0 ? 0 : random.nextLong(output),
                        random.nextLong(written + 1));
        if (usage != null && random.nextInt(4) == 0) {
            usage = usage.with(Billing.NONE.served("turbo"));
        }
        Cost cost = usage == null ? null : Cost.of(provider.price(model), usage, random.nextBoolean());
        return new AttemptRecord(
                target,
                number,
                outcome,
                new Timing(4_000_000, random.nextBoolean() ? 1_000_000 : -1),
                new AttemptRecord.Told(List.of(), null, 10, 20),
                new AttemptRecord.Spent(usage, random.nextBoolean(), cost));
    }

    @Test
    void moreCallersThanHaveRoomAreCountedTogether() {
        Random random = new Random(1);
        for (int i = 0; i < UsageMeters.MOST_CALLERS + 100; i++) {
            Usage usage = new Usage(1, 0, 0, 1, 0);
            AttemptRecord attempt = attempt(random, 1);
            meters.attempt(
                    new Asker("r", "team/" + i, Dialect.OPENAI_CHAT, "generate", "m", false),
                    new AttemptRecord(
                            attempt.target(),
                            1,
                            attempt.outcome(),
                            attempt.timing(),
                            attempt.told(),
                            new AttemptRecord.Spent(usage, false, null)));
        }
        assertThat(registry.find("ninerouter.caller.tokens")
                        .tag("type", "input")
                        .counters())
                .hasSize(UsageMeters.MOST_CALLERS + 1);
        assertThat(registry.find("ninerouter.caller.tokens")
                        .tags("type", "input", "caller", "other")
                        .counter()
                        .count())
                .isEqualTo(100);

        meters.configured(snapshot);
        assertThat(registry.find("ninerouter.caller.tokens")
                        .tag("type", "input")
                        .counters())
                .hasSize(1);
    }

    @Test
    void aNameThatOnlyACallerMadeUpIsNoLabel() {
        Random random = new Random(2);
        for (int i = 0; i < 50; i++) {
            meters.attempt(new Asker("r", "c", Dialect.GEMINI, "generate", "m", false), attempt(random, 1));
        }
        assertThat(registry.getMeters().stream()
                        .map(Meter::getId)
                        .map(id -> String.valueOf(id.getTag("gen_ai.request.model"))))
                .containsAnyOf("a", "b")
                .contains("other")
                .doesNotContain("made-up");
    }

    private double counted(String name, String tag, String value) {
        return registry.find(name).counters().stream()
                .filter(counter -> tag == null || value.equals(counter.getId().getTag(tag)))
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double money(String name, boolean billed) {
        return registry.find(name).tag("billed", String.valueOf(billed)).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private double summed(String type) {
        return registry.find("gen_ai.client.token.usage").tag("gen_ai.token.type", type).summaries().stream()
                .mapToDouble(DistributionSummary::totalAmount)
                .sum();
    }
}
