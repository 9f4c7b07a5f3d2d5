package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an error answer of whatever provider: an {@code error} that is an object or a text; the same in an array
 * (Gemini); {@code message}, {@code detail}, {@code errors} without one (gateways, FastAPI); a page for people; plain text.
 * Stateless.
 */
public final class ProviderErrors {
    private static final int MAX_MESSAGE = 500;
    /** What is read of a text that is no JSON. */
    private static final int MAX_TEXT = 8 << 10;

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]*)</title>", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private ProviderErrors() {}

    /**
     * The error that an answer tells.
     *
     * @param status of the answer; one that is no error status counts as 502
     * @param body as it came, in any form; only read
     * @param otherwise the message when the body has none
     */
    public static ApiError read(int status, byte[] body, String otherwise) {
        Found found = new Found();
        int first = firstOfText(body);
        if (first < body.length && (body[first] == '{' || body[first] == '[')) {
            try (JsonReader in = JsonReader.of(body, first, body.length)) {
                outermost(in, found);
            } catch (BadJsonException cutOrBroken) {
                found.say("the provider's answer is cut or broken");
            }
        } else {
            found.message = text(body);
        }
        String message = found.message == null || found.message.isBlank() ? otherwise : shortened(found.message);
        ApiError error = ApiError.ofStatus(status, message);
        return found.code == null ? error : ApiError.ofStatus(error.status(), found.code, message);
    }

    private static int firstOfText(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] <= ' ' && body[first] >= 0) {
            first++;
        }
        return first;
    }

    private static void outermost(JsonReader in, Found found) {
        if (in.lenientArray()) {
            while (in.nextElement()) {
                object(in, found, 0);
            }
        } else {
            object(in, found, 0);
        }
    }

    private static void object(JsonReader in, Found found, int depth) {
        if (depth > 3 || !in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            switch (in.name()) {
                case "error", "errors", "detail" -> told(in, found, depth);
                case "message", "msg", "error_description" -> found.say(in.lenientText());
                case "code", "type", "status" -> found.name(in.lenientText());
                default -> {}
            }
        }
    }

    /** An object, a text, or a list of either. */
    private static void told(JsonReader in, Found found, int depth) {
        if (in.kind() == JsonKind.TEXT) {
            found.say(in.lenientText());
        } else if (in.lenientArray()) {
            while (in.nextElement()) {
                told(in, found, depth + 1);
            }
        } else {
            object(in, found, depth + 1);
        }
    }

    private static String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("<")) {
            Matcher title = TITLE.matcher(text);
            return title.find() ? "the provider sent a page: " + title.group(1).strip() : "";
        }
        return text;
    }

    private static String shortened(String message) {
        String plain = BLANKS.matcher(message).replaceAll(" ").strip();
        return plain.length() <= MAX_MESSAGE ? plain : plain.substring(0, MAX_MESSAGE) + "…";
    }

    /** The first message and the first code count: what stands deeper explains them. */
    private static final class Found {
        private @Nullable String message;
        private @Nullable String code;

        void say(@Nullable String text) {
            if (message == null && text != null && !text.isBlank()) {
                message = text;
            }
        }

        void name(@Nullable String word) {
            if (code == null
                    && word != null
                    && !word.equals("error")
                    && WORD.matcher(word).matches()) {
                code = word;
            }
        }
    }
}
