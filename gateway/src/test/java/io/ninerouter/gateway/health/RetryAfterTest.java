package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final long NOW = Instant.parse("2026-11-23T05:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        0                             | 0
        7                             | 7000
        ' 7 '                         | 7000
        1.5                           | 1500
        0.0001                        | 1
        99999999999999999999          | 2678400000
        Mon, 23 Nov 2026 05:01:30 GMT | 90000
        Mon, 23 Nov 2026 04:00:00 GMT | 0
        Mon, 23 Nov 2099 04:00:00 GMT | 2678400000
        -                             | -
        ''                            | -
        soon                          | -
        -5                            | -
        5 minutes                     | -
        Sun, 23 Nov 2026 05:01:30 GMT | -
        """)
    void readsSecondsAndDates(@Nullable String value, @Nullable Long millis) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(millis);
    }
}
