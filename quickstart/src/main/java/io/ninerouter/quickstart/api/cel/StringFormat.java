package io.ninerouter.quickstart.api.cel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code 'a %s'.format([x])} as cel-go's string extension has it: %s, %d, %f, %e, %b, %x, %X, %o and %%. */
final class StringFormat {

    private static final Pattern CLAUSE = Pattern.compile("%(?:\\.(?<precision>\\d{1,3}))?(?<verb>.)", Pattern.DOTALL);

    private StringFormat() {}

    static String format(String template, List<?> arguments) {
        StringBuilder text = new StringBuilder();
        Matcher clause = CLAUSE.matcher(template);
        int next = 0;
        while (clause.find()) {
            String replacement = "%";
            if (!clause.group("verb").equals("%")) {
                if (next >= arguments.size()) {
                    throw new IllegalArgumentException("index " + next + " out of range");
                }
                replacement = formatted(clause.group("verb"), clause.group("precision"), arguments.get(next++));
            }
            clause.appendReplacement(text, Matcher.quoteReplacement(replacement));
        }
        return clause.appendTail(text).toString();
    }

    private static String formatted(String verb, @Nullable String precision, Object value) {
        String digits = "." + (precision == null ? "6" : precision);
        return switch (verb) {
            case "s" -> shown(value);
            case "d" -> Long.toString(number(value).longValue());
            case "f" ->
                String.format(Locale.ROOT, "%" + digits + "f", number(value).doubleValue());
            case "e" ->
                String.format(Locale.ROOT, "%" + digits + "e", number(value).doubleValue());
            case "b" ->
                value instanceof Boolean flag
                        ? flag ? "1" : "0"
                        : Long.toBinaryString(number(value).longValue());
            case "o" -> Long.toOctalString(number(value).longValue());
            case "x" -> Long.toHexString(number(value).longValue());
            case "X" -> Long.toHexString(number(value).longValue()).toUpperCase(Locale.ROOT);
            default -> throw new IllegalArgumentException("unrecognized formatting clause \"" + verb + "\"");
        };
    }

    private static Number number(Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException("formatting clause for numbers cannot be used on " + shown(value));
    }

    private static String shown(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(StringFormat::shown).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
