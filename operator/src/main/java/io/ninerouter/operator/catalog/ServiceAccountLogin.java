package io.ninerouter.operator.catalog;

import java.time.Duration;
import java.util.List;

/**
 * How an access token is made out of a Google service account key: a signed JWT for the token endpoint (RFC 7523 §2.1, grant
 * {@code urn:ietf:params:oauth:grant-type:jwt-bearer}). Its facts: {@code project}, the key's {@code project_id}.
 *
 * @param tokenUrl where it is exchanged, also the assertion's audience
 * @param scopes of the assertion
 * @param ahead how long before its end a token is replaced
 */
public record ServiceAccountLogin(String tokenUrl, List<String> scopes, Duration ahead) {
    public ServiceAccountLogin {
        Copies.text("serviceAccountKey.tokenUrl", tokenUrl);
        scopes = Copies.list(scopes);
        ahead = ahead == null ? OAuthLogin.DEFAULT_AHEAD : ahead;
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("scopes: [] (expected: at least one)");
        }
    }
}
