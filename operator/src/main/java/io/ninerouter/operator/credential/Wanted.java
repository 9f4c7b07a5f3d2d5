package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection wants of its account.
 *
 * @param account how it logs in
 * @param vendor how its vendor is asked
 * @param source what access tokens are made out of, where that is no refresh token of the account's Secret; null = it is one
 * @param request the value of {@link Keys#REQUEST} on the connection; empty = none
 * @param refused {@link Stored#digest} of credentials that the provider refuses, as gateways report
 */
public record Wanted(
        Account account, Vendor vendor, @Nullable SecretText source, String request, Set<String> refused) {
    public Wanted {
        refused = Set.copyOf(refused);
    }

    /** An account whose tokens are all in its Secret. */
    public static Wanted of(Account account, String request, Set<String> refused) {
        return new Wanted(account, Vendor.of(account.kind()), null, request, refused);
    }

    /** Whether the operator begins logins by itself. */
    boolean logsIn() {
        return source == null && account.flow() != OAuthFlow.Import;
    }

    /** Whether an account of which nothing is known yet is the operator's to do something about, before a person is. */
    boolean begins() {
        return source != null || logsIn();
    }

    /** The tokens with what they are renewed with. */
    TokenSet tokens(@Nullable Stored stored) {
        TokenSet tokens = stored == null ? TokenSet.NONE : stored.tokens();
        return source == null ? tokens : vendor.beside(source, tokens);
    }

    /** Whether an access token was made out of another key than the one that is there now; false where that is not known. */
    boolean isSuperseded(TokenSet tokens) {
        SecretText of = tokens.kept().get(Keys.SOURCE_DIGEST);
        return source != null && of != null && !of.reveal().equals(Stored.digest(source));
    }
}
