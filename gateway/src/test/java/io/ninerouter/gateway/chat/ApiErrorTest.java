package io.ninerouter.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApiErrorTest {

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "401, AUTHENTICATION",
        "402, BILLING",
        "403, PERMISSION",
        "404, NOT_FOUND",
        "413, TOO_LARGE",
        "418, INVALID_REQUEST",
        "422, INVALID_REQUEST",
        "429, RATE_LIMITED",
        "500, INTERNAL",
        "502, UPSTREAM",
        "503, UNAVAILABLE",
        "504, TIMEOUT",
        "520, UPSTREAM",
        "529, OVERLOADED"
    })
    void takesTheKindFromAStatus(int status, ApiError.Kind kind) {
        ApiError error = ApiError.ofStatus(status, "m");
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.status()).isEqualTo(status);
    }

    @Test
    void countsWhatIsNoErrorStatusAsABadGateway() {
        assertThat(ApiError.ofStatus(200, "m").status()).isEqualTo(502);
        assertThat(ApiError.ofStatus(0, "m").kind()).isEqualTo(ApiError.Kind.UPSTREAM);
    }

    @ParameterizedTest
    @EnumSource(ApiError.Kind.class)
    void findsEveryKindByItsOwnStatus(ApiError.Kind kind) {
        assertThat(ApiError.Kind.ofStatus(kind.status())).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "90000, 90"})
    void roundsTheDelayUpToSeconds(long millis, long seconds) {
        assertThat(ApiError.ofStatus(429, "m").retryAfter(millis).retryAfterSeconds())
                .isEqualTo(seconds);
    }

    @Test
    void cannotBeWrong() {
        assertThatThrownBy(() -> new ApiError(ApiError.Kind.INTERNAL, 200, "c", "m", null))
                .hasMessage("status: 200 (expected: 400 to 599)");
        assertThatThrownBy(() -> ApiError.ofStatus(429, "m").retryAfter(-1L))
                .hasMessage("retryAfterMillis: -1 (expected: >= 0)");
        assertThat(ApiError.ofStatus(429, "m").retryAfterSeconds()).isNull();
    }
}
