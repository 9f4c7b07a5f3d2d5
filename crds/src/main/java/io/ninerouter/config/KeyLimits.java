package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one caller may do on all replicas together. Null = no bound.
 *
 * @param requestsPerMinute at least 1
 * @param tokensPerMinute input and output, at least 1
 * @param concurrentRequests at least 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyLimits(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Integer concurrentRequests) {

    public KeyLimits {
        check("requestsPerMinute", requestsPerMinute);
        check("tokensPerMinute", tokensPerMinute);
        check("concurrentRequests", concurrentRequests == null ? null : concurrentRequests.longValue());
    }

    private static void check(String field, @Nullable Long value) {
        if (value != null) {
            Checks.atLeast(field, value, 1);
        }
    }
}
