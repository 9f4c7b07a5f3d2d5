package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.limits.Standing;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers of limits as the vendors write them. */
class LimitHeadersTest {
    private static final Standing STANDING =
            new Standing(new Standing.Window(60, 59, 1_000), new Standing.Window(150_000, 149_984, 360_000));

    @Test
    void openAi() {
        assertThat(told(Dialect.OPENAI_CHAT))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x-ratelimit-limit-requests", "60",
                        "x-ratelimit-remaining-requests", "59",
                        "x-ratelimit-reset-requests", "1s",
                        "x-ratelimit-limit-tokens", "150000",
                        "x-ratelimit-remaining-tokens", "149984",
                        "x-ratelimit-reset-tokens", "6m0s"));
    }

    @Test
    void anthropic() {
        assertThat(told(Dialect.ANTHROPIC))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "anthropic-ratelimit-requests-limit", "60",
                        "anthropic-ratelimit-requests-remaining", "59",
                        "anthropic-ratelimit-requests-reset", "1970-01-01T00:00:01Z",
                        "anthropic-ratelimit-tokens-limit", "150000",
                        "anthropic-ratelimit-tokens-remaining", "149984",
                        "anthropic-ratelimit-tokens-reset", "1970-01-01T00:06:00Z"));
    }

    @Test
    void whatHasNoLimitIsNotTold() {
        Map<String, String> headers = new TreeMap<>();
        LimitHeaders.tell(headers::put, Standing.NONE, Dialect.GEMINI, 0);
        assertThat(headers).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms is {1}")
    @CsvSource({"0, 0ms", "120, 120ms", "1000, 1s", "7200, 7.2s", "60000, 1m0s", "61500, 1m1.5s"})
    void durations(long millis, String text) {
        assertThat(LimitHeaders.duration(millis)).isEqualTo(text);
    }

    private static Map<String, String> told(Dialect dialect) {
        Map<String, String> headers = new TreeMap<>();
        LimitHeaders.tell(headers::put, STANDING, dialect, 0);
        return headers;
    }
}
