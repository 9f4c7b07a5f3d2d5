package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * One login.
 *
 * @param code what the person pastes; empty = a device code, or an import
 * @param imported what the person brings; empty = nothing
 * @param turns from the beginning to the first renewal, in order
 * @param shown what requests show in the end
 * @param facts in the end
 */
record LoginDialog(
        String provider,
        OAuthFlow flow,
        String code,
        Map<String, String> imported,
        List<Turn> turns,
        String shown,
        Map<String, String> facts) {
    /** When all of them begin. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    LoginDialog(
            String provider, OAuthFlow flow, String code, List<Turn> turns, String shown, Map<String, String> facts) {
        this(provider, flow, code, Map.of(), turns, shown, facts);
    }

    /**
     * One question and its answer.
     *
     * @param ask method and address
     * @param holds what its head or body holds
     */
    record Turn(String ask, List<String> holds, int status, String body) {
        Answer answer() {
            return new Answer.Came(status, null, Json.read(body));
        }
    }

    static Turn turn(String ask, List<String> holds, int status, String answer) {
        return new Turn(ask, holds, status, answer);
    }

    /** A token that says this of itself. */
    static String jwt(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes()) + ".x";
    }
}
