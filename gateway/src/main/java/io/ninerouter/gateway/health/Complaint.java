package io.ninerouter.gateway.health;

import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a refusal says, as far as decisions need it. It is judged and never shown: it may hold content.
 *
 * @param codes the words that programs go by ({@code "type"}, {@code "status"}, {@code "reason"} …), in lower case
 * @param text the message, in lower case, cut to {@value #MAX_TEXT} characters
 * @param due when to come back, where the body has a field for it
 * @param page whether it is a page for people: not the provider's API has answered
 */
public record Complaint(
        Set<String> codes, String text, @Nullable Due due, boolean page) {
    /** Nothing is known. */
    public static final Complaint NONE = new Complaint(Set.of(), "", null, false);

    static final int MAX_TEXT = 2_000;
    private static final int MAX_CODE = 100;
    private static final int MAX_DEPTH = 4;

    public Complaint {
        codes = Set.copyOf(codes);
    }

    /** What an error inside a good answer says. */
    public static Complaint of(String code, String message) {
        return new Complaint(Set.of(code.toLowerCase(Locale.ROOT)), cut(message), null, false);
    }

    /**
     * Reads a body in whatever form: JSON of any provider, a text, a page. What is cut or broken gives what was found
     * before.
     */
    public static Complaint read(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] <= ' ' && body[first] >= 0) {
            first++;
        }
        if (first == body.length) {
            return NONE;
        }
        if (body[first] == '<') {
            return new Complaint(Set.of(), "", null, true);
        }
        Reader reader = new Reader();
        if (body[first] == '{' || body[first] == '[') {
            try (JsonReader in = JsonReader.of(body, first, body.length)) {
                reader.value(in, 0);
            } catch (BadJsonException e) {
                // A proxy may have cut it: what stands before still counts.
            }
        } else {
            reader.say(new String(body, first, Math.min(body.length - first, MAX_TEXT), StandardCharsets.UTF_8));
        }
        return new Complaint(reader.codes, reader.text == null ? "" : cut(reader.text), reader.due, false);
    }

    /** Whether one of these codes is said. */
    boolean says(String... words) {
        for (String word : words) {
            if (codes.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the message has one of these phrases (lower case). */
    boolean tells(String... phrases) {
        for (String phrase : phrases) {
            if (text.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String text) {
        String bounded = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return bounded.toLowerCase(Locale.ROOT);
    }

    /**
     * A field that says when to come back.
     *
     * @param value as it stands: seconds, an epoch, or a span such as {@code 3.5s}
     * @param account whether it is the account that is limited (Codex), not the model at it
     */
    public record Due(String value, boolean account) {}

    /** Walks through the members that errors are made of; others may quote the request and are passed over. */
    private static final class Reader {
        private final Set<String> codes = new HashSet<>();
        private @Nullable String text;
        private @Nullable Due due;

        void value(JsonReader in, int depth) {
            if (depth > MAX_DEPTH) {
                return;
            }
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    value(in, depth + 1);
                }
            } else if (in.lenientObject()) {
                while (in.nextField()) {
                    member(in, depth);
                }
            } else {
                say(in.lenientText());
            }
        }

        private void member(JsonReader in, int depth) {
            switch (in.name()) {
                case "error", "errors", "detail", "details", "metadata" -> value(in, depth + 1);
                case "message", "msg", "error_description", "raw" -> say(in.lenientText());
                case "code", "type", "status", "reason" -> name(in.scalar());
                case "retryDelay", "retry_after" -> waiting(in.scalar(), false);
                case "resets_in_seconds" -> waiting(in.scalar(), true);
                case "resets_at" -> {
                    if (due == null) {
                        waiting(in.scalar(), true);
                    }
                }
                default -> {}
            }
        }

        void say(@Nullable String message) {
            if (text == null && message != null && !message.isBlank()) {
                text = message;
            }
        }

        private void name(@Nullable String word) {
            if (word != null && word.length() <= MAX_CODE) {
                codes.add(word.toLowerCase(Locale.ROOT));
            }
        }

        private void waiting(@Nullable String value, boolean account) {
            if (value != null) {
                due = new Due(value, account);
            }
        }
    }
}
