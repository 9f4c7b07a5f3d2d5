package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An item of the input; what nobody takes from it is extra. */
final class InputItem {
    private final Map<String, RawJson> members = new LinkedHashMap<>();
    private final RawJson raw;
    private final int index;

    /** The item that the reader stands at. */
    InputItem(JsonReader in, int index) {
        this.index = index;
        int mark = in.mark();
        if (!in.object()) {
            throw in.expected("object");
        }
        while (in.nextField()) {
            members.put(in.name(), in.raw());
        }
        raw = in.since(mark);
    }

    /** The item as it came. */
    RawJson raw() {
        return raw;
    }

    /** Takes a string; null when it is missing or {@code null}. */
    @Nullable
    String text(String name) {
        RawJson value = take(name);
        if (value == null) {
            return null;
        }
        try (JsonReader in = value.read()) {
            if (in.kind() != JsonKind.TEXT) {
                String kind = in.kind().name().toLowerCase(Locale.ROOT);
                throw new BadJsonException(place(name) + ": " + kind + " (expected: string)");
            }
            return in.text();
        }
    }

    /** Takes a string that has to be there and not empty. */
    String required(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            throw missing(name);
        }
        return value;
    }

    /** Takes any value; null when it is missing or {@code null}. */
    @Nullable
    RawJson take(String name) {
        RawJson value = members.remove(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Looks at a value without taking it; null when it is missing. */
    @Nullable
    RawJson peek(String name) {
        return members.get(name);
    }

    /** What was not taken. */
    Extras rest() {
        members.values().removeIf(RawJson::isNull);
        return members.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, members);
    }

    /** Makes a member that was taken extra after all. */
    void keep(String name, RawJson value) {
        members.put(name, value);
    }

    /** Where the item or a member of it stands, for messages. */
    String place(String name) {
        return "input." + index + (name.isEmpty() ? "" : "." + name);
    }

    BadJsonException missing(String name) {
        return new BadJsonException(place(name) + ": missing (expected: a string)");
    }
}
