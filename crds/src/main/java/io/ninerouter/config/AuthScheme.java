package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider wants its credential.
 *
 * @param scheme how the credential travels
 * @param name the header or query parameter; null for {@link Scheme#BEARER} and {@link Scheme#NONE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthScheme(Scheme scheme, @Nullable String name) {

    /** {@code Authorization: Bearer}, what most providers want. */
    public static final AuthScheme BEARER = new AuthScheme(Scheme.BEARER, null);

    public AuthScheme {
        boolean needsName = scheme == Scheme.HEADER || scheme == Scheme.QUERY;
        if (needsName == (name == null || name.isBlank())) {
            throw new IllegalArgumentException("name: " + name + " (expected: " + (needsName ? "a name" : "no name")
                    + " for scheme " + scheme + ")");
        }
    }

    /** How a credential travels. */
    public enum Scheme {
        /** {@code Authorization: Bearer <credential>}. */
        @JsonProperty("Bearer")
        BEARER,
        /** A header of its own, such as {@code x-api-key}. */
        @JsonProperty("Header")
        HEADER,
        /** A query parameter, such as {@code key}. */
        @JsonProperty("Query")
        QUERY,
        /** No credential is sent. */
        @JsonProperty("None")
        NONE
    }
}
