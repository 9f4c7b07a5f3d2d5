package io.ninerouter.operator.apikey;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.SecretText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The history of an issued key, as the annotations of its Secret tell it. It stands beside the key and is written together
 * with it, so that no restart and no crash can part the two. Holds no key: the digest of a random key gives nothing away.
 *
 * @param issuedFor name of the ApiKey; null = not told
 * @param issuedAt when the present key was issued; null = not told
 * @param previous the keys before it that are still accepted, at most {@value #MAX_PREVIOUS}, the one that ends first first
 * @param request digest of the wish that was last carried out, see {@link #REQUEST}; null = none
 */
public record KeyRecord(
        @Nullable String issuedFor,
        @Nullable Instant issuedAt,
        List<Previous> previous,
        @Nullable String request) {

    /** Annotation of an ApiKey: each new value asks for a new key, the old one stays valid for the overlap. */
    public static final String REQUEST = "ninerouter.io/rotate";

    /** A key with no history. */
    public static final KeyRecord NONE = new KeyRecord(null, null, List.of(), null);

    static final String ISSUED_FOR = "ninerouter.io/api-key";
    static final String ISSUED_AT = "ninerouter.io/issued-at";
    static final String PREVIOUS = "ninerouter.io/previous-keys";
    static final String CARRIED_OUT = "ninerouter.io/rotation-request";

    /** More keys than that nobody can want at once; those that would end first go. */
    static final int MAX_PREVIOUS = 8;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int REQUEST_DIGITS = 16;

    public KeyRecord {
        List<Previous> sorted = previous.stream()
                .sorted(Comparator.comparing(Previous::until).thenComparing(Previous::digest))
                .toList();
        previous = sorted.subList(Math.max(0, sorted.size() - MAX_PREVIOUS), sorted.size());
    }

    /**
     * A key that is on its way out.
     *
     * @param digest {@link ConfigCodec#keyDigest}
     * @param until from then on it is not accepted
     */
    public record Previous(String digest, Instant until) {
        public Previous {
            if (!DIGEST.matcher(digest).matches()) {
                throw new IllegalArgumentException("digest: not one (expected: 64 digits of lower-case hex)");
            }
        }
    }

    /**
     * Reads the annotations of a Secret. What cannot be read counts as not told: an old key is then refused rather than
     * accepted for ever.
     */
    public static KeyRecord of(Map<String, String> annotations) {
        List<Previous> previous = new ArrayList<>();
        for (String one : annotations.getOrDefault(PREVIOUS, "").split(",", -1)) {
            String[] parts = one.split("=", 2);
            Instant until = parts.length == 2 ? time(parts[1]) : null;
            if (until != null && DIGEST.matcher(parts[0]).matches()) {
                previous.add(new Previous(parts[0], until));
            }
        }
        String issuedAt = annotations.get(ISSUED_AT);
        return new KeyRecord(
                annotations.get(ISSUED_FOR),
                issuedAt == null ? null : time(issuedAt),
                previous,
                annotations.get(CARRIED_OUT));
    }

    /** The annotations that tell it. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        if (issuedFor != null) {
            annotations.put(ISSUED_FOR, issuedFor);
        }
        if (issuedAt != null) {
            annotations.put(ISSUED_AT, issuedAt.toString());
        }
        if (request != null) {
            annotations.put(CARRIED_OUT, request);
        }
        if (!previous.isEmpty()) {
            annotations.put(
                    PREVIOUS,
                    String.join(
                            ",",
                            previous.stream()
                                    .map(one -> one.digest() + "=" + one.until())
                                    .toList()));
        }
        return annotations;
    }

    /** The record of a key that is issued now; nothing before it counts. */
    public static KeyRecord fresh(String issuedFor, @Nullable String request, Instant now) {
        return new KeyRecord(issuedFor, now, List.of(), request);
    }

    /** Without the keys that are over. */
    public KeyRecord at(Instant now) {
        List<Previous> left =
                previous.stream().filter(one -> one.until().isAfter(now)).toList();
        return left.size() == previous.size() ? this : new KeyRecord(issuedFor, issuedAt, left, request);
    }

    /** With a time of issue, where none is told. */
    public KeyRecord orIssuedAt(@Nullable String time) {
        return issuedAt != null || time == null ? this : new KeyRecord(issuedFor, time(time), previous, request);
    }

    /** What stands for a wish: bounded, whatever the user wrote; null = no wish. */
    public static @Nullable String requestOf(@Nullable Map<String, String> annotationsOfApiKey) {
        String text = annotationsOfApiKey == null ? null : annotationsOfApiKey.get(REQUEST);
        return text == null || text.isBlank()
                ? null
                : ConfigCodec.keyDigest(SecretText.of(text)).substring(0, REQUEST_DIGITS);
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            // Somebody has edited it: not told.
            return null;
        }
    }
}
