package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider wants its credential.
 *
 * @param scheme how the credential travels
 * @param name the header or query parameter; null for the schemes that have a place of their own
 * @param prefix what stands before the credential in its header, such as {@code workos:} (after {@code Bearer } for scheme
 *     Bearer); null = nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthScheme(
        Scheme scheme, @Nullable String name, @Nullable String prefix) {

    /** {@code Authorization: Bearer}, what most providers want. */
    public static final AuthScheme BEARER = new AuthScheme(Scheme.BEARER, null);

    public AuthScheme {
        boolean needsName = scheme == Scheme.HEADER || scheme == Scheme.QUERY;
        if (needsName == (name == null || name.isBlank())) {
            throw new IllegalArgumentException("name: " + name + " (expected: " + (needsName ? "a name" : "no name")
                    + " for scheme " + scheme + ")");
        }
        if (prefix != null && scheme != Scheme.HEADER && scheme != Scheme.BEARER) {
            throw new IllegalArgumentException("prefix: set (expected: none for scheme " + scheme + ")");
        }
    }

    /** One without a prefix. */
    public AuthScheme(Scheme scheme, @Nullable String name) {
        this(scheme, name, null);
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
        /**
         * Signed by AWS Signature Version 4. The credential is the secret access key; its facts name {@code accessKeyId} and
         * {@code region}, and the session token where there is one.
         */
        @JsonProperty("SigV4")
        SIGV4,
        /** No credential is sent. */
        @JsonProperty("None")
        NONE
    }
}
