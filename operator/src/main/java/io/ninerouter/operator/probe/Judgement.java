package io.ninerouter.operator.probe;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.probe.Answer.Kind;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a provider's answer to a check means. Only an answer that is about the credential says no: a limit, a fault, a
 * firewall, a key without the right to read the list say nothing of it.
 */
public final class Judgement {
    private Judgement() {}

    /**
     * Judges an answer.
     *
     * @param status of the answer
     * @param body its beginning; may be empty
     * @param credential what was shown, so that it can be taken out of what is told
     */
    public static Answer of(int status, String body, SecretText credential) {
        String words = Words.of(body, credential);
        String said = "the provider answered " + status + (words.isEmpty() ? "" : ": " + words);
        return new Answer(kind(status, body.strip().toLowerCase(Locale.ROOT)), status, said);
    }

    /** Judges an answer that says yes, given the answer to the same question without any credential. */
    public static Answer against(Answer taken, Answer anonymous) {
        return switch (anonymous.kind()) {
            case TAKEN ->
                new Answer(
                        Kind.OPEN,
                        taken.status(),
                        "the provider answers everybody, with or without a credential (expected: a probe.path of its"
                                + " ProviderNode that wants one)");
            case REFUSED -> taken;
            // Not the same answer as with the credential: that made a difference, or nobody can tell.
            case ABSENT, OPEN, UNCLEAR ->
                anonymous.status() != null && anonymous.status() < 500 && anonymous.status() != 429
                        ? taken
                        : new Answer(
                                Kind.UNCLEAR,
                                anonymous.status(),
                                "not known whether the provider answers everybody: " + anonymous.message());
        };
    }

    private static Kind kind(int status, String body) {
        return switch (status) {
            case 400, 422 -> namesKey(body) ? Kind.REFUSED : Kind.UNCLEAR;
            case 401 -> lacksScope(body) ? Kind.UNCLEAR : Kind.REFUSED;
            case 403 -> isElsewhere(body) || lacksScope(body) ? Kind.UNCLEAR : Kind.REFUSED;
            case 404, 405, 410, 501 -> Kind.ABSENT;
            default -> status >= 200 && status < 300 ? Kind.TAKEN : Kind.UNCLEAR;
        };
    }

    /** Google and xAI answer 400 to a key that they do not know. */
    private static boolean namesKey(String body) {
        return holds(body, "api_key_invalid", "invalid_api_key", "api key not valid", "incorrect api key");
    }

    /** A key that is good for requests and may not read the list of models. */
    private static boolean lacksScope(String body) {
        return holds(body, "missing scope", "insufficient permissions", "missing_scope", "insufficient_scope");
    }

    /** A firewall's page, or a place from which the provider serves nobody. */
    private static boolean isElsewhere(String body) {
        return body.startsWith("<")
                || holds(
                        body,
                        "unsupported_country_region_territory",
                        "region, or territory not supported",
                        "location is not supported");
    }

    private static boolean holds(String body, String... words) {
        return Stream.of(words).anyMatch(body::contains);
    }
}
