package io.ninerouter.gateway.recorded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** JSON objects by chance: escapes, all of Unicode, blanks, deep nesting, duplicate names, every form of number. */
public final class RandomJson {
    private static final List<String> NAMES = List.of(
            "model",
            "stream",
            "messages",
            "user",
            "metadata",
            "prompt_cache_key",
            "tools",
            "max_tokens",
            "a",
            "",
            "mod\\u0065l",
            "\\u006dodel",
            "MODEL",
            "model ",
            "\\\"model",
            "r\\u00e9sum\\u00e9");
    private static final List<String> NUMBERS =
            List.of("0", "-0", "17", "-1.5", "1e9", "2.5E-3", "123456789012345678901234567890");
    private static final List<String> LITERALS = List.of("true", "false", "null");
    private static final List<String> PIECES = List.of(
            "x",
            "model",
            "\\\"",
            "\\\\",
            "\\n",
            "\\u0041",
            "\\ud83d\\ude00",
            "é",
            "日本",
            "😀",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\/",
            "eight byte",
            "\\\\\\\"",
            "\u007f");

    private final Random random;

    /** One seed, one sequence. */
    public RandomJson(long seed) {
        random = new Random(seed);
    }

    /** An object with up to a dozen members. */
    public byte[] object() {
        StringBuilder out = new StringBuilder();
        blanks(out);
        object(out, 0);
        blanks(out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The same with one byte changed, taken out or put in. */
    public byte[] broken() {
        byte[] json = object();
        int at = random.nextInt(json.length);
        String signs = "{}[]\",:\\ 0-1.eEtfnu\n";
        byte sign = (byte) signs.charAt(random.nextInt(signs.length()));
        int kept = random.nextInt(3);
        byte[] out = new byte[json.length + kept - 1];
        System.arraycopy(json, 0, out, 0, at);
        int resume = kept == 2 ? at : at + 1;
        if (kept > 0) {
            out[at] = sign;
        }
        System.arraycopy(json, resume, out, at + (kept > 0 ? 1 : 0), json.length - resume);
        return out;
    }

    /** By chance. */
    public Random random() {
        return random;
    }

    private void object(StringBuilder out, int depth) {
        int members = random.nextInt(depth == 0 ? 12 : 4);
        out.append('{');
        for (int i = 0; i < members; i++) {
            out.append(i == 0 ? "" : ",");
            blanks(out);
            out.append('"').append(NAMES.get(random.nextInt(NAMES.size()))).append('"');
            blanks(out);
            out.append(':');
            blanks(out);
            value(out, depth + 1);
            blanks(out);
        }
        blanks(out);
        out.append('}');
    }

    private void value(StringBuilder out, int depth) {
        switch (random.nextInt(depth > 5 ? 4 : 7)) {
            case 0 -> out.append(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 1 -> out.append(LITERALS.get(random.nextInt(LITERALS.size())));
            case 2, 3 -> string(out);
            case 4 -> object(out, depth);
            case 5 -> array(out, depth);
            default -> {
                int deep = random.nextInt(40);
                out.repeat("[", deep);
                value(out, 6);
                out.repeat("]", deep);
            }
        }
    }

    private void array(StringBuilder out, int depth) {
        int elements = random.nextInt(4);
        out.append('[');
        for (int i = 0; i < elements; i++) {
            out.append(i == 0 ? "" : ",");
            blanks(out);
            value(out, depth + 1);
            blanks(out);
        }
        out.append(']');
    }

    private void string(StringBuilder out) {
        out.append('"');
        for (int pieces = random.nextInt(random.nextInt(10) == 0 ? 60 : 5); pieces > 0; pieces--) {
            out.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        out.append('"');
    }

    private void blanks(StringBuilder out) {
        if (random.nextInt(3) == 0) {
            out.repeat(" \t\r\n".charAt(random.nextInt(4)), random.nextInt(3));
        }
    }
}
