package io.ninerouter.quickstart.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heads of answers tell of the account's windows. */
class AllowanceTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T10:00:00Z");

    @ParameterizedTest(name = "{0} requests, {1} later")
    @CsvSource({
        "1,      PT1S,        7499, 23h59m59s",
        "1000,   PT20H,       6500, 4h0m0s",
        "1000,   P1D,         6500, 24h0m0s",
        "999999, P2DT1M0.25S, 1000, 23h58m59s"
    })
    void aKeyOfOpenAiHasSoManyRequestsADay(long requests, Duration later, String remaining, String reset) {
        assertThat(new Allowance(requests, BEGUN, BEGUN.plus(later)).openAi())
                .containsEntry("x-ratelimit-limit-requests", "10000")
                .containsEntry("x-ratelimit-remaining-requests", remaining)
                .containsEntry("x-ratelimit-reset-requests", reset);
    }

    @Test
    void aSubscriptionHasTwoWindowsThatEndAndBeginAnew() {
        Map<String, String> first = new Allowance(1, BEGUN, BEGUN).anthropic();
        assertThat(first)
                .containsEntry("anthropic-ratelimit-unified-5h-utilization", "0.40")
                .containsEntry("anthropic-ratelimit-unified-5h-reset", seconds("2026-11-30T15:00:00Z"))
                .containsEntry("anthropic-ratelimit-unified-7d-utilization", "0.15")
                .containsEntry("anthropic-ratelimit-unified-7d-reset", seconds("2026-12-07T10:00:00Z"));
        assertThat(new Allowance(999_999, BEGUN, BEGUN.plus(Duration.ofHours(11))).anthropic())
                .containsEntry("anthropic-ratelimit-unified-5h-utilization", "0.90")
                .containsEntry("anthropic-ratelimit-unified-5h-reset", seconds("2026-12-01T01:00:00Z"));
    }

    private static String seconds(String moment) {
        return Long.toString(Instant.parse(moment).getEpochSecond());
    }
}
