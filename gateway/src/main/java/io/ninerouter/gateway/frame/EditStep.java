package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One edit of a body, ready to be carried out. Buffers are read-only and to be duplicated before they are read. */
sealed interface EditStep {
    /** Stands for any object among the values of a field. */
    String ANY_OBJECT = "*";

    /** Leaves a field out. */
    record Remove(String name) implements EditStep {}

    /** Gives a field another name, unless the body has that one too. */
    record Rename(String from, String to) implements EditStep {}

    /**
     * Sets a field.
     *
     * @param adds whether it is set where the body has none of that name as well
     */
    record Set(String name, ByteBuffer value, boolean adds) implements EditStep {}

    /** Sets a field to a value made of pieces of the body and new bytes. */
    record Write(String name, List<BodySplice.Segment> value) implements EditStep {
        public Write {
            value = List.copyOf(value);
        }
    }

    /** Sets a field where the body has none of that name. */
    record Default(String name, ByteBuffer value) implements EditStep {}

    /**
     * The same; an object is merged into one that is there.
     *
     * @param streamsOnly whether only where a stream is asked for
     */
    record Merge(String name, JsonNode value, ByteBuffer bytes, boolean streamsOnly) implements EditStep {}

    /** Bounds a number. */
    record Cap(String name, BigDecimal most, ByteBuffer value) implements EditStep {}

    /** Puts other values in the place of some. */
    record Replace(String name, Map<String, ByteBuffer> values) implements EditStep {
        public Replace {
            values = Map.copyOf(values);
        }
    }

    /**
     * Does more where a field has one of some values.
     *
     * @param values by value, as in {@link Replace}
     */
    record Imply(String name, Map<String, List<EditStep>> values) implements EditStep {
        public Imply {
            values = Map.copyOf(values);
        }
    }

    /** Edits a list of objects. */
    record Elements(ListEdit edit) implements EditStep {}

    /**
     * Lets the messages ask for a format of the answer.
     *
     * @param formats type of the format to the one that stands in its place; {@value #TEXT} = none does
     * @param besideTools whether none stands where there are tools
     */
    record InWords(Map<String, String> formats, boolean besideTools) implements EditStep {
        static final String TEXT = "text";

        public InWords {
            formats = Map.copyOf(formats);
        }

        /** What stands in the place of a type; null = it stays. */
        @Nullable
        String instead(String type, boolean tools) {
            return besideTools && tools && !type.equals(TEXT) ? TEXT : formats.get(type);
        }
    }

    /** Another edit, by which the caller loses nothing: the same is said elsewhere in the body. */
    record Quietly(EditStep step) implements EditStep {}

    /** What is done, for people. */
    default String words() {
        return switch (this) {
            case Remove remove -> "remove " + remove.name();
            case Rename rename -> "rename " + rename.from() + " to " + rename.to();
            case Set set -> (set.adds() ? "set " : "set if there ") + set.name() + " to " + text(set.value());
            case Write write -> "rewrite " + write.name();
            case Default each -> "set if missing " + each.name() + " to " + text(each.value());
            case Merge merge ->
                (merge.streamsOnly() ? "merge in streams " : "merge ") + merge.value() + " into " + merge.name();
            case Cap cap -> "cap " + cap.name() + " at " + cap.most();
            case Replace replace ->
                "replace " + replace.name() + " where it is "
                        + new TreeSet<>(replace.values().keySet());
            case Imply imply ->
                new TreeMap<>(imply.values())
                        .entrySet().stream()
                                .map(value -> "where " + imply.name() + " is " + value.getKey() + ": "
                                        + value.getValue().stream()
                                                .map(EditStep::words)
                                                .collect(Collectors.joining(", ")))
                                .collect(Collectors.joining("; "));
            case Quietly quietly -> quietly.step().words();
            case Elements elements -> elements.edit().words();
            case InWords words ->
                "ask in words for response_format where it is "
                        + new TreeSet<>(words.formats().keySet()) + (words.besideTools() ? " and beside tools" : "");
        };
    }

    /** The JSON text of a value. */
    static String text(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    /** A value as bytes. */
    static ByteBuffer bytes(JsonNode value) {
        return bytes(value.toString());
    }

    /** JSON text as bytes. */
    static ByteBuffer bytes(String json) {
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
    }
}
