package io.ninerouter.gateway.health;

import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a refusal says: an {@code error} that is an object or a text, in an array (Gemini) or not;
 * {@code message}, {@code detail}, {@code errors} without one (gateways, FastAPI); a page for people; plain text. It may hold
 * content: what is judged is not shown, and {@link #words} are for the caller alone.
 *
 * @param codes the words that programs go by ({@code "type"}, {@code "status"}, {@code "reason"} …), in lower case
 * @param text the message, in lower case, cut to {@value #MAX_TEXT} characters
 * @param due when to come back, where the body has a field for it
 * @param page whether it is a page for people: not the provider's API has answered
 * @param words what the caller may be told of it
 */
public record Complaint(
        Set<String> codes, String text, @Nullable Due due, boolean page, Words words) {
    /** Nothing is known. */
    public static final Complaint NONE = new Complaint(Set.of(), "", null, false, Words.NONE);

    static final int MAX_TEXT = 2_000;
    private static final int MAX_CODE = 100;
    private static final int MAX_DEPTH = 6;
    /** What is read of a page or a plain text. */
    private static final int MAX_READ = 8 << 10;

    private static final String ANTHROPIC = "{\"type\":\"error\"";

    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]*)</title>", Pattern.CASE_INSENSITIVE);

    public Complaint {
        codes = Set.copyOf(codes);
    }

    /** What an error inside a good answer says. */
    public static Complaint of(String code, String message) {
        return new Complaint(Set.of(code.toLowerCase(Locale.ROOT)), cut(message), null, false, Words.of(message, code));
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
            return new Complaint(Set.of(), "", null, true, page(body, first));
        }
        Reader reader = new Reader();
        if (body[first] == '{' || body[first] == '[') {
            try (JsonReader in = JsonReader.of(body, first, body.length)) {
                reader.value(in, 0);
            } catch (BadJsonException e) {
                // A proxy may have cut it: what stands before still counts.
                reader.broken = true;
            }
        } else {
            reader.say(beginning(body, first));
        }
        return reader.complaint();
    }

    private static Words page(byte[] body, int first) {
        Matcher title = TITLE.matcher(beginning(body, first));
        return title.find() ? Words.of("the provider sent a page: " + title.group(1), null) : Words.NONE;
    }

    private static String beginning(byte[] body, int first) {
        return new String(body, first, Math.min(body.length - first, MAX_READ), StandardCharsets.UTF_8);
    }

    /**
     * The same with the name of an exception that AWS puts into a header, {@code x-amzn-errortype}.
     *
     * @param type such as {@code ValidationException:http://…}; null = there is none
     */
    public Complaint withAwsType(@Nullable String type) {
        String name = awsName(type);
        if (name == null || name.isEmpty() || name.length() > MAX_CODE) {
            return this;
        }
        Set<String> more = new HashSet<>(codes);
        more.add(name.toLowerCase(Locale.ROOT));
        Words told = words.code() == null ? Words.of(words.message(), name) : words;
        return new Complaint(more, text, due, page, told);
    }

    /** The bare name: without the service before it and an address behind it. */
    private static @Nullable String awsName(@Nullable String type) {
        if (type == null) {
            return null;
        }
        String name = type.substring(type.indexOf('#') + 1);
        int end = name.indexOf(':');
        return (end < 0 ? name : name.substring(0, end)).strip();
    }

    /** Whether one of these codes is said. */
    public boolean says(String... words) {
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
     * What the provider said, for the caller: one line, no longer than it is of use.
     *
     * @param message null = nothing
     * @param code its own word for it; null = none that is a word
     */
    public record Words(@Nullable String message, @Nullable String code) {
        /** None. */
        public static final Words NONE = new Words(null, null);

        private static final int MAX_MESSAGE = 500;
        private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
        private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

        static Words of(@Nullable String message, @Nullable String code) {
            String line = message == null
                    ? ""
                    : BLANKS.matcher(message).replaceAll(" ").strip();
            String bounded = line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
            boolean word =
                    code != null && !code.equals("error") && WORD.matcher(code).matches();
            return new Words(bounded.isEmpty() ? null : bounded, word ? code : null);
        }
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
        private @Nullable String code;
        private boolean broken;

        Complaint complaint() {
            String shown = text == null && broken ? "the provider's answer is cut or broken" : text;
            return new Complaint(codes, text == null ? "" : cut(text), due, false, Words.of(shown, code));
        }

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
                case "message", "Message", "msg", "error_description", "raw" -> say(in.lenientText());
                case "code", "type", "status", "reason" -> name(in.scalar());
                case "__type" -> name(awsName(in.scalar()));
                case "retryDelay", "retry_after", "quotaResetDelay" -> waiting(in.scalar(), false);
                case "resets_in_seconds" -> waiting(in.scalar(), true);
                case "resets_at", "quotaResetTimeStamp" -> {
                    if (due == null) {
                        waiting(in.scalar(), in.name().equals("resets_at"));
                    }
                }
                default -> {}
            }
        }

        void say(@Nullable String message) {
            if (text == null && message != null && !message.isBlank() && !relayed(message)) {
                text = message;
            }
        }

        /** Google tells an error of Anthropic's models as text: that of Anthropic, whole. */
        private boolean relayed(String message) {
            if (!message.startsWith(ANTHROPIC) || message.length() > MAX_READ) {
                return false;
            }
            byte[] json = message.getBytes(StandardCharsets.UTF_8);
            try (JsonReader in = JsonReader.of(json, 0, json.length)) {
                value(in, MAX_DEPTH - 1);
            } catch (BadJsonException e) {
                return text != null;
            }
            return text != null;
        }

        private void name(@Nullable String word) {
            if (word != null && word.length() <= MAX_CODE) {
                codes.add(word.toLowerCase(Locale.ROOT));
                code = code == null && Words.of(null, word).code() != null ? word : code;
            }
        }

        private void waiting(@Nullable String value, boolean account) {
            if (value != null) {
                due = new Due(value, account);
            }
        }
    }
}
