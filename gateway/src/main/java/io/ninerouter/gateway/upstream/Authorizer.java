package io.ninerouter.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts a credential where its provider wants it: the last step before a request is sent. Stateless. */
public final class Authorizer {
    private Authorizer() {}

    /**
     * Adds the credential.
     *
     * @param headers of the request; changed in place
     * @param uri of the request
     * @return the address to send to: {@code uri}, but for scheme Query
     * @throws IllegalStateException when the scheme needs a credential and there is none
     */
    public static URI authorize(AuthScheme auth, @Nullable Credential credential, HttpHeaders headers, URI uri) {
        if (auth.scheme() == AuthScheme.Scheme.NONE) {
            return uri;
        }
        if (credential == null) {
            throw new IllegalStateException("credential: none (expected: one, for scheme " + auth.scheme() + ")");
        }
        String secret = credential.secret().reveal();
        return switch (auth.scheme()) {
            case NONE -> uri;
            case BEARER -> {
                headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + prefix(auth) + secret);
                yield uri;
            }
            case HEADER -> {
                headers.set(named(auth), prefix(auth) + secret);
                yield uri;
            }
            case QUERY -> withParameter(uri, named(auth), secret);
            case SIGV4 -> uri; // Signatures does it: the body counts too.
        };
    }

    private static String prefix(AuthScheme auth) {
        String prefix = auth.prefix();
        return prefix == null ? "" : prefix;
    }

    private static String named(AuthScheme auth) {
        String name = auth.name();
        if (name == null) {
            throw new IllegalStateException("name: null (expected: a name for scheme " + auth.scheme() + ")");
        }
        return name;
    }

    private static URI withParameter(URI uri, String name, String value) {
        String text = uri.toString();
        String parameter = URLEncoder.encode(name, StandardCharsets.UTF_8)
                + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return URI.create(text + (uri.getRawQuery() == null ? '?' : '&') + parameter);
    }
}
