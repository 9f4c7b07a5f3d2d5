package io.ninerouter.gateway.metrics;

import io.ninerouter.config.SecretText;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes out of a text what a log must not hold: credentials that are known, values of JSON members that are named like one,
 * what looks like a key of a well-known vendor, and long base64 (images, documents, encrypted thoughts). What a person wrote
 * stays: whoever has bodies logged wants to see it. Pure; takes time in proportion to the text.
 */
final class Redaction {
    private static final String HIDDEN = "***";
    /** So many characters of a secret tell nothing of it. */
    private static final int FEW = 4;

    private static final String NAME =
            "[^\"\\\\]{0,48}(?:api[-_]?key|authorization|passw(?:or)?d|secret|credential|cookie|token)[^\"\\\\]{0,16}";

    private static final Pattern MEMBER = Pattern.compile(
            "((?<!\\\\)\"" + NAME + "\"\\s{0,8}:\\s{0,8}\")(?:[^\"\\\\]|\\\\.)++", Pattern.CASE_INSENSITIVE);

    /** JSON within JSON, as arguments of tool calls are. */
    private static final Pattern INNER_MEMBER = Pattern.compile(
            "(\\\\+\"" + NAME + "\\\\+\"\\s{0,8}:\\s{0,8}\\\\+\")[^\"\\\\]++", Pattern.CASE_INSENSITIVE);

    private static final Pattern KEY = Pattern.compile("\\b(?:Bearer|Basic)\\s{1,4}[A-Za-z0-9._~+/=-]{8,}+"
            + "|\\b(?:sk|rk|xai|gsk|nvapi|pplx|csk|glpat|hf|gh[pousr]|github_pat|xox[abeoprs])[-_][A-Za-z0-9_-]{8,}+"
            + "|\\bAIza[A-Za-z0-9_-]{20,}+"
            + "|\\bAKIA[A-Z0-9]{16}\\b"
            + "|\\bya29\\.[A-Za-z0-9_-]{8,}+"
            + "|\\beyJ[A-Za-z0-9_-]{10,}+(?:\\.[A-Za-z0-9_-]++){1,4}"
            + "|-----BEGIN [A-Z ]{0,16}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+");

    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/_-]{256,}+={0,2}");

    private Redaction() {}

    /**
     * The text without it.
     *
     * @param secrets are taken out wherever they stand
     */
    static String of(String text, List<SecretText> secrets) {
        String shown = text;
        for (SecretText secret : secrets) {
            shown = secret.reveal().isEmpty() ? shown : shown.replace(secret.reveal(), HIDDEN);
        }
        shown = MEMBER.matcher(shown).replaceAll("$1" + HIDDEN);
        shown = INNER_MEMBER.matcher(shown).replaceAll("$1" + HIDDEN);
        shown = KEY.matcher(shown).replaceAll(HIDDEN);
        return ENCODED.matcher(shown).replaceAll(Redaction::encoded);
    }

    /** A text that was cut without what it ends with where a secret begins so: the rest of it may have been cut off. */
    static String withoutBeginnings(String text, List<SecretText> secrets) {
        String shown = text;
        for (SecretText secret : secrets) {
            String whole = secret.reveal();
            for (int length = Math.min(whole.length() - 1, shown.length()); length >= FEW; length--) {
                if (shown.regionMatches(shown.length() - length, whole, 0, length)) {
                    shown = shown.substring(0, shown.length() - length) + HIDDEN;
                    break;
                }
            }
        }
        return shown;
    }

    private static String encoded(MatchResult run) {
        return "(base64, " + (run.end() - run.start()) + " characters)";
    }
}
