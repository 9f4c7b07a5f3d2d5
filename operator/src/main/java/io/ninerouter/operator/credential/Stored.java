package io.ninerouter.operator.credential;

import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Secret of an account as it stands: its tokens and whatever lies between two steps of a login or a renewal.
 *
 * @param version uid and version of the object, by which a write knows that nobody was faster; empty = not of a live read
 * @param values by key, without blank ones
 * @param annotations ours alone count
 */
public record Stored(Version version, Map<String, SecretText> values, Map<String, String> annotations) {
    public Stored {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** Which state of which object. */
    public record Version(String uid, String resource) {
        /** Not known. */
        public static final Version UNKNOWN = new Version("", "");
    }

    /**
     * A refresh token that was, or is about to be, shown to the vendor.
     *
     * @param first when it was first
     * @param last when it last was
     * @param times how often
     */
    record Begun(String digest, Instant first, Instant last, int times) {
        @Override
        public String toString() {
            return digest + " " + first + " " + last + " " + times;
        }
    }

    /** Reads the tokens. A time that cannot be read counts as none: the token itself may say it. */
    public TokenSet tokens() {
        Map<String, String> facts = new HashMap<>();
        Keys.FACTS.forEach((fact, key) -> {
            SecretText value = values.get(key);
            if (value != null) {
                facts.put(fact, value.reveal());
            }
        });
        values.forEach((key, value) -> {
            if (key.startsWith(Keys.FACT)) {
                facts.put(key.substring(Keys.FACT.length()), value.reveal());
            }
        });
        Map<String, SecretText> kept = new HashMap<>(values);
        kept.keySet().retainAll(Keys.KEPT);
        SecretText access = values.get(Keys.ACCESS);
        Instant end = time(values.get(Keys.EXPIRES_AT));
        return new TokenSet(
                access,
                values.get(Keys.REFRESH),
                values.get(Keys.ID),
                end == null && access != null ? TokenSet.claimedEnd(access.reveal()) : end,
                time(values.get(Keys.OBTAINED_AT)),
                facts,
                kept);
    }

    /** The login that is under way; null = none. */
    @Nullable
    Login login() {
        SecretText text = values.get(Keys.LOGIN);
        return text == null ? null : Login.read(text.reveal());
    }

    /** What the person pasted; null = nothing. */
    @Nullable
    SecretText pasted() {
        return values.get(Keys.REDIRECT_URL);
    }

    /** The value of {@link Keys#REQUEST} that was seen to; empty = none. */
    String seenRequest() {
        return annotations.getOrDefault(Keys.REQUEST, "");
    }

    /** The mark of a renewal that was begun with this refresh token; null = none was. */
    @Nullable
    Begun begun(SecretText refresh) {
        String[] parts = annotations.getOrDefault(Keys.BEGUN, "").split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(digest(refresh))) {
            return null;
        }
        try {
            return new Begun(parts[0], Instant.parse(parts[1]), Instant.parse(parts[2]), Integer.parseInt(parts[3]));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Why the vendor takes this refresh token no more; null = nothing is known against it. */
    @Nullable
    String refused(SecretText refresh) {
        String text = annotations.getOrDefault(Keys.REFUSED, "");
        String mark = digest(refresh) + " ";
        return text.startsWith(mark) ? text.substring(mark.length()) : null;
    }

    /**
     * A short digest that tells tokens apart and nothing else of them. Gateways name refused credentials by it too.
     */
    public static String digest(SecretText secret) {
        return Credential.mark(secret);
    }

    private static @Nullable Instant time(@Nullable SecretText text) {
        return text == null ? null : Members.time(text.reveal());
    }

    @Override
    public String toString() {
        return "Stored[version=" + version + ", keys=" + values.keySet() + "]";
    }
}
