package io.ninerouter.gateway.security;

import io.ninerouter.config.SecretText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Finds the key that a caller shows: each place that an SDK puts it is accepted on each path. Pure. */
final class PresentedKey {
    private static final String BEARER = "bearer ";

    private PresentedKey() {}

    /**
     * The key; null when there is none.
     *
     * @param query raw; null = none
     */
    static @Nullable SecretText of(HttpHeaders headers, @Nullable String query) {
        String found = bearer(headers.getFirst(HttpHeaders.AUTHORIZATION));
        if (found == null) {
            found = headers.getFirst("x-api-key");
        }
        if (found == null) {
            found = headers.getFirst("x-goog-api-key");
        }
        if (found == null && query != null) {
            found = parameter(query);
        }
        return found == null || found.isBlank() ? null : SecretText.of(found.strip());
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return header.substring(BEARER.length());
    }

    private static @Nullable String parameter(String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("key=")) {
                try {
                    return URLDecoder.decode(pair.substring("key=".length()), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    // Not percent-encoding: then it is nobody's key, which 401 says.
                    return null;
                }
            }
        }
        return null;
    }
}
