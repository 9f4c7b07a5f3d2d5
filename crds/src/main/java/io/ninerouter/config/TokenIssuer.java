package io.ninerouter.config;

/**
 * Whose tokens a Router's callers may show in place of a key: those that the cluster signs for its ServiceAccounts. A gateway
 * verifies them by itself; it asks nobody.
 *
 * @param issuer the claim {@code iss} that they carry
 * @param audience must be one of the claim {@code aud}
 * @param jwks the public keys that they are signed with: a JSON Web Key Set (RFC 7517)
 */
public record TokenIssuer(String issuer, String audience, String jwks) {
    public TokenIssuer {
        Checks.text("issuer", issuer);
        Checks.text("audience", audience);
        Checks.text("jwks", jwks);
    }
}
