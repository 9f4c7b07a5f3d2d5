package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.KeyBudget.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendar periods in the key's own time zone, also where the clock is put forward or back. */
class KeyBudgetTest {

    @ParameterizedTest(name = "{0} in {1} at {2}")
    @CsvSource({
        "DAY,   UTC,               2026-11-23T15:00:00Z, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "DAY,   UTC,               2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "WEEK,  UTC,               2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "MONTH, UTC,               2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "DAY,   Asia/Tokyo,        2026-11-23T15:00:00Z, 2026-11-23T15:00:00Z, 2026-11-24T15:00:00Z",
        // 23 and 25 hours.
        "DAY,   Europe/Berlin,     2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY,   Europe/Berlin,     2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "MONTH, America/New_York,  2026-03-15T12:00:00Z, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z",
        // Midnight itself is left out: the day begins at one o'clock.
        "DAY,   America/Santiago,  2026-09-06T12:00:00Z, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z",
        "WEEK,  Pacific/Kiritimati,2026-11-22T09:59:59Z, 2026-11-15T10:00:00Z, 2026-11-22T10:00:00Z",
    })
    void periodsBeginAndEndAtMidnightOfTheZone(Period period, String zone, Instant at, Instant start, Instant end) {
        KeyBudget budget = KeyBudget.of("1", period, zone);

        assertThat(budget.startOf(at)).isEqualTo(start);
        assertThat(budget.endOf(at)).isEqualTo(end);
    }

    @Test
    void periodsFollowEachOtherWithoutAGapInEveryZone() {
        Random random = new Random(6);
        for (String zone : ZoneId.getAvailableZoneIds()) {
            for (Period period : Period.values()) {
                KeyBudget budget = KeyBudget.of("1", period, zone);
                Instant at = Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 2_000_000_000L));
                Instant start = budget.startOf(at);
                Instant end = budget.endOf(at);

                assertThat(start).as(zone).isBeforeOrEqualTo(at);
                assertThat(end).as(zone).isAfter(at);
                assertThat(budget.startOf(end)).as(zone).isEqualTo(end);
                assertThat(budget.endOf(end.minusMillis(1))).as(zone).isEqualTo(end);
                assertThat(budget.startOf(start)).as(zone).isEqualTo(start);
            }
        }
    }

    @ParameterizedTest(name = "{0} USD")
    @CsvSource({"25.00, 25000000000000", "0.000000001, 1000", "9000000, 9000000000000000000"})
    void amountsAreExact(String usd, long pico) {
        assertThat(KeyBudget.of(usd, Period.DAY, null)).isEqualTo(new KeyBudget(pico, Period.DAY, "UTC"));
    }

    @ParameterizedTest(name = "{0} USD in {1}")
    @CsvSource({
        "0,        UTC,            budget.amountUsd: 0 (expected: a decimal",
        "9000001,  UTC,            budget.amountUsd: 9000001 (expected: a decimal",
        "1,        Europe/Nowhere, budget.timezone: Europe/Nowhere (expected: a time zone",
    })
    void whatIsNoBudgetIsNamed(String usd, String zone, String message) {
        assertThatThrownBy(() -> KeyBudget.of(usd, Period.DAY, zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
