package io.ninerouter.gateway.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders, taken apart once. {@code {name}} stands for a value that has to be there, {@code {name?}} for one
 * that need not; braces around anything but a name are text. Immutable.
 */
public final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)(\\?)?}");

    private final String text;
    private final List<Piece> pieces;

    private Template(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = List.copyOf(pieces);
    }

    /** Takes a text apart. */
    static Template of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int at = 0;
        while (matcher.find()) {
            if (matcher.start() > at) {
                pieces.add(new Literal(text.substring(at, matcher.start())));
            }
            pieces.add(new Placeholder(matcher.group(1), matcher.group(2) != null));
            at = matcher.end();
        }
        if (at < text.length()) {
            pieces.add(new Literal(text.substring(at)));
        }
        return new Template(text, pieces);
    }

    /** Whether it holds no placeholder. */
    boolean isFixed() {
        return pieces.stream().noneMatch(Placeholder.class::isInstance);
    }

    /** Whether it holds a placeholder that may stay empty. */
    boolean hasOptional() {
        return pieces.stream().anyMatch(piece -> piece instanceof Placeholder placeholder && placeholder.optional());
    }

    /**
     * The text with every value in its place.
     *
     * @param form what a value has to be, and how it is written
     * @return null when a value is missing that need not be there
     * @throws UnfilledException when one is missing that has to be, or is not of that form
     */
    @Nullable
    String fill(Values values, Form form) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (Piece piece : pieces) {
            switch (piece) {
                case Literal literal -> out.append(literal.text());
                case Placeholder placeholder -> {
                    String value = values.of(placeholder.name());
                    if (value == null || value.isBlank()) {
                        if (placeholder.optional()) {
                            return null;
                        }
                        throw new UnfilledException(placeholder.name() + ": none (expected: a setting of the connection"
                                + " or a fact of its credential)");
                    }
                    out.append(form.write(placeholder.name(), value));
                }
            }
        }
        return out.toString();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** What placeholders stand for. */
    @FunctionalInterface
    public interface Values {
        /** The value of a name; null = none. */
        @Nullable
        String of(String name);
    }

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Placeholder(String name, boolean optional) implements Piece {}
}
