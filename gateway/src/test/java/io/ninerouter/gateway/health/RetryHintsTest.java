package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which providers say when to come back. */
class RetryHintsTest {
    private static final long NOW = Instant.parse("2026-11-23T05:00:00Z").toEpochMilli();
    private static final long SECONDS = NOW / 1_000;

    /** NOW and SECONDS in a value stand for the clock. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        retry-after: 7                                                                           | 7000
        retry-after: 1.5                                                                         | 1500
        retry-after: 1.1                                                                         | 1100
        retry-after: Mon, 23 Nov 2026 05:01:30 GMT                                               | 90000
        retry-after: Mon, 23 Nov 2026 04:00:00 GMT                                               | 0
        retry-after-ms: 250                                                                      | 250
        retry-after-ms: 250; retry-after: 1                                                      | 250
        retry-after-ms: soon; retry-after: 1                                                     | 1000
        retry-after: soon                                                                        | -
        x-ratelimit-reset-requests: 6m0s; x-ratelimit-remaining-requests: 0                      | 360000
        x-ratelimit-reset-requests: 20ms; x-ratelimit-remaining-requests: 0                      | 20
        x-ratelimit-reset-tokens: 1s; x-ratelimit-remaining-tokens: 0                            | 1000
        x-ratelimit-reset-requests: 8.64s; x-ratelimit-remaining-requests: 0                     | 8640
        x-ratelimit-reset-requests: 1h0m2.5s; x-ratelimit-remaining-requests: 0                  | 3602500
        x-ratelimit-reset-requests: 1s; x-ratelimit-reset-tokens: 6m0s                           | 360000
        x-ratelimit-reset-requests: 9s; x-ratelimit-remaining-requests: 5; x-ratelimit-reset-tokens: 2s; x-ratelimit-remaining-tokens: 0 | 2000
        x-ratelimit-reset-requests: 9s; x-ratelimit-remaining-requests: 5                        | -
        x-ratelimit-reset-tokens: 1s; x-ratelimit-remaining-tokens: 0; retry-after: 3            | 3000
        x-ratelimit-reset: SECONDS+12                                                            | 12000
        x-ratelimit-reset: NOW+12000                                                             | 12000
        x-ratelimit-reset: 12                                                                    | 12000
        x-ratelimit-reset: SECONDS-12                                                            | 0
        x-ratelimit-reset-after: 4; x-ratelimit-reset: SECONDS+12                                | 4000
        ratelimit-reset: 30                                                                      | 30000
        anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2026-11-23T05:00:20Z | 20000
        anthropic-ratelimit-requests-remaining: 3; anthropic-ratelimit-requests-reset: 2026-11-23T05:00:20Z | -
        anthropic-ratelimit-tokens-remaining: 0; anthropic-ratelimit-tokens-reset: 2026-11-23T06:00:20+01:00 | 20000
        anthropic-ratelimit-requests-remaining: 9; anthropic-ratelimit-requests-reset: 2026-11-23T05:09:00Z; anthropic-ratelimit-input-tokens-remaining: 0; anthropic-ratelimit-input-tokens-reset: 2026-11-23T05:00:05Z | 5000
        anthropic-ratelimit-output-tokens-remaining: 0; anthropic-ratelimit-output-tokens-reset: 2026-11-23T05:01:00Z; anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2026-11-23T05:00:01Z | 60000
        content-type: application/json                                                           | -
        """)
    void readsHeaders(String headers, @Nullable Long millis) {
        assertThat(hints(headers, "")).isEqualTo(new RetryHints(millis, false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        x-codex-primary-used-percent: 100; x-codex-primary-reset-after-seconds: 300              | 300000 | true
        x-codex-primary-used-percent: 99.9; x-codex-primary-reset-after-seconds: 300             | -      | false
        x-codex-primary-used-percent: 20; x-codex-secondary-used-percent: 100; x-codex-primary-reset-after-seconds: 5; x-codex-secondary-reset-after-seconds: 9000 | 9000000 | true
        x-codex-secondary-used-percent: 100; x-codex-secondary-reset-at: SECONDS+60               | 60000  | true
        anthropic-ratelimit-unified-status: rejected; anthropic-ratelimit-unified-reset: SECONDS+600 | 600000 | true
        anthropic-ratelimit-unified-status: allowed; anthropic-ratelimit-unified-reset: SECONDS+600 | -      | false
        anthropic-ratelimit-unified-status: rejected; anthropic-ratelimit-unified-representative-claim: seven_day; retry-after: 5 | 5000 | true
        anthropic-ratelimit-unified-status: rejected; anthropic-ratelimit-unified-representative-claim: seven_day_opus; retry-after: 5 | 5000 | false
        """)
    void tellsLimitsOfAccountsFromThoseOfModels(String headers, @Nullable Long millis, boolean account) {
        assertThat(hints(headers, "")).isEqualTo(new RetryHints(millis, account));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
        {"error":{"type":"usage_limit_reached","plan_type":"plus","resets_in_seconds":120}}                   | 120000  | true
        {"error":{"type":"usage_limit_reached","resets_at":SECONDS+60}}                                       | 60000   | true
        {"error":{"type":"usage_limit_reached","resets_at":SECONDS+60,"resets_in_seconds":59}}                | 59000   | true
        {"error":{"type":"usage_limit_reached","resets_in_seconds":59,"resets_at":SECONDS+60}}                | 59000   | true
        {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"t/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3.5s"}]}} | 3500 | false
        [{"error":{"details":[{"retryDelay":"34.074824224s"}]}}]                                              | 34075   | false
        [{"error":{"details":[{"reason":"QUOTA_EXHAUSTED","metadata":{"quotaResetDelay":"1h2m3.5s"}}]}}]        | 3723500 | false
        {"error":{"details":[{"metadata":{"quotaResetTimeStamp":"2026-11-23T05:01:00Z","model":"m"}}]}}        | 60000   | false
        {"error":{"details":[{"metadata":{"quotaResetDelay":"90s","quotaResetTimeStamp":"2026-11-23T05:01:00Z"}},{"retryDelay":"89s"}]}} | 89000 | false
        {"error":{"message":"Rate limit reached. Please try again in 20s. Visit https://x to learn more."}}    | 20000   | false
        {"error":{"message":"Please try again in 6m0s."}}                                                     | 360000  | false
        {"error":{"message":"Your quota will reset after 1h2m3s."}}                                           | 3723000 | false
        {"error":{"message":"You have exhausted your capacity. Your quota will reset after 21h9m10.5s"}}       | 76150500| false
        {"error":{"message":"Please try again in 1.242s"}}                                                    | 1242    | false
        {"error":{"message":"Please retry in 34.07s."}}                                                       | 34070   | false
        {"error":{"message":"Try again in about 5 minutes, please"}}                                          | 300000  | false
        {"error":{"message":"Try again in 2 hours 5 minutes"}}                                                | 7500000 | false
        {"error":{"message":"[openai/gpt] limited (reset after 1m 30s)"}}                                     | 90000   | false
        {"error":{"message":"Try again in 3 models"}}                                                         | -       | false
        {"error":{"message":"Try again later"}}                                                               | -       | false
        {"detail":"Rate limited, retry after 10 seconds"}                                                     | 10000   | false
        Too many requests, try again in 10s                                                                   | 10000   | false
        {"error":{"message":"cut in the middle, try again in 9s","det                                         | 9000    | false
        {"error":{"input":"try again in 9s"}}                                                                 | -       | false
        <html>try again in 9s</html>                                                                          | -       | false
        {"error":{"retry_after":2.5}}                                                                         | 2500    | false
        """)
    void readsBodies(String body, @Nullable Long millis, boolean account) {
        assertThat(hints("", body)).isEqualTo(new RetryHints(millis, account));
    }

    @Test
    void prefersWhatIsMeantForProgramsToWords() {
        assertThat(hints("retry-after: 3", "{\"error\":{\"message\":\"try again in 20s\"}}"))
                .isEqualTo(new RetryHints(3_000L, false));
        assertThat(hints("retry-after: 3", "{\"error\":{\"resets_in_seconds\":120}}"))
                .isEqualTo(new RetryHints(120_000L, true));
    }

    /** A provider can send anything: a delay is always within its bounds, and nothing is thrown. */
    @Test
    void staysWithinItsBoundsWhateverIsSent() {
        Random random = new Random(7);
        String alphabet = "0123456789.hmsd -+eTZ:\"{}[],retryin\\";
        String[] names = {
            "retry-after", "retry-after-ms", "x-ratelimit-reset", "x-ratelimit-reset-tokens", "ratelimit-reset"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(30); length >= 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Map<String, String> headers = Map.of(names[random.nextInt(names.length)], value.toString());
            byte[] body = ("{\"error\":{\"message\":\"try again in " + value).getBytes(StandardCharsets.UTF_8);
            Long delay = RetryHints.of(headers::get, Complaint.read(body), NOW).delayMillis();
            if (delay != null) {
                assertThat(delay).as(value.toString()).isBetween(0L, 2_678_400_000L);
            }
        }
    }

    private static RetryHints hints(String headers, String body) {
        Map<String, String> byName = new HashMap<>();
        for (String header : headers.isEmpty() ? new String[0] : headers.split("; ")) {
            String[] parts = header.split(": ", 2);
            byName.put(parts[0], clocked(parts[1]));
        }
        byte[] bytes = clocked(body).getBytes(StandardCharsets.UTF_8);
        return RetryHints.of(byName::get, Complaint.read(bytes), NOW);
    }

    private static String clocked(String text) {
        return text.replace("SECONDS+600", Long.toString(SECONDS + 600))
                .replace("SECONDS+60", Long.toString(SECONDS + 60))
                .replace("SECONDS+12", Long.toString(SECONDS + 12))
                .replace("SECONDS-12", Long.toString(SECONDS - 12))
                .replace("NOW+12000", Long.toString(NOW + 12_000));
    }
}
