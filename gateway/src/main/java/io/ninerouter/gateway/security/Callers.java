package io.ninerouter.gateway.security;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.identity.TokenVerdict;
import io.ninerouter.gateway.identity.TokenVerifier;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.KeyLookup;
import io.ninerouter.gateway.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Tells who shows a key, or the token of a ServiceAccount. Pure. */
final class Callers {
    private static final String NO_KEY =
            "API key: none (expected: one in Authorization: Bearer, x-api-key, x-goog-api-key or ?key=)";
    private static final String BAD_KEY = "API key: not known (expected: a valid one)";

    private Callers() {}

    /** Who it is. The messages are for the caller: they hold nothing of what it sent. */
    sealed interface Answer {
        /** This one; whether it is served is another matter. */
        record Found(Caller caller) implements Answer {}

        /** Nobody that is known: 401. */
        record NotKnown(String why) implements Answer {}

        /** Somebody that is known and has no business here: 403. */
        record NotAllowed(String why) implements Answer {}
    }

    /**
     * Who shows this.
     *
     * @param shown null = nothing
     */
    static Answer find(Snapshot snapshot, @Nullable SecretText shown, long nowMillis) {
        if (shown == null) {
            return new Answer.NotKnown(NO_KEY);
        }
        return switch (snapshot.lookup(ConfigCodec.keyDigest(shown), nowMillis)) {
            case KeyLookup.Known(Caller caller) -> new Answer.Found(caller);
            case KeyLookup.Replaced _ -> new Answer.NotKnown("API key: replaced (expected: the one that replaced it)");
            case KeyLookup.Unknown _, KeyLookup.Stale _ -> {
                TokenVerifier tokens = snapshot.tokens();
                yield tokens != null && TokenVerifier.looksLikeToken(shown)
                        ? account(snapshot, tokens.verify(shown, nowMillis))
                        : new Answer.NotKnown(BAD_KEY);
            }
        };
    }

    private static Answer account(Snapshot snapshot, TokenVerdict verdict) {
        return switch (verdict) {
            case TokenVerdict.Refused(String why) -> new Answer.NotKnown(why);
            case TokenVerdict.Genuine(String subject, String uid) ->
                switch (snapshot.account(subject, uid)) {
                    case KeyLookup.Known(Caller caller) -> new Answer.Found(caller);
                    case KeyLookup.Stale _, KeyLookup.Replaced _ ->
                        new Answer.NotKnown(
                                "token: of a ServiceAccount that is no more (expected: that of the present one)");
                    case KeyLookup.Unknown _ ->
                        new Answer.NotAllowed(
                                "token: no ApiKey names " + subject + " (expected: one with spec.subject)");
                };
        };
    }
}
