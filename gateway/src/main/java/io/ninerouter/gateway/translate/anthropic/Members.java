package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object as slices, for objects whose meaning depends on a member that may come last ({@code type}).
 * Members that are {@code null} count as absent. The plain takers refuse a wrong type, for requests; the lenient ones do
 * without, for answers of providers.
 */
final class Members {
    private final RawJson json;
    private final Map<String, RawJson> members = new LinkedHashMap<>();

    private Members(RawJson json) {
        this.json = json;
        try (JsonReader in = json.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    RawJson value = in.rawOrNull();
                    if (value != null) {
                        members.put(in.name(), value);
                    }
                }
            }
        }
    }

    /** Those of an object; none of anything else. */
    static Members of(RawJson json) {
        return new Members(json);
    }

    /**
     * Those of what must be an object.
     *
     * @throws BadJsonException when it is none
     */
    static Members required(RawJson json, String where) {
        if (!json.isObject()) {
            throw new BadJsonException(where + ": no object (expected: object)");
        }
        return new Members(json);
    }

    /** The object itself. */
    RawJson json() {
        return json;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable
    RawJson raw(String name) {
        return members.get(name);
    }

    /** The {@code type}; empty when there is none. */
    String type() {
        String type = lenientText("type");
        return type == null ? "" : type;
    }

    @Nullable
    String text(String name) {
        RawJson value = members.get(name);
        return value != null && value.isText() ? value.lenientText() : take(name, JsonReader::text);
    }

    /** A string that has to be there. */
    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw new BadJsonException(name + ": missing (expected: string)");
        }
        return text;
    }

    @Nullable
    String lenientText(String name) {
        RawJson value = members.get(name);
        return value == null ? null : value.lenientText();
    }

    @Nullable
    Utf8 utf8(String name) {
        return take(name, JsonReader::utf8);
    }

    @Nullable
    Long integer(String name) {
        return take(name, JsonReader::integer);
    }

    @Nullable
    Boolean bool(String name) {
        return take(name, JsonReader::bool);
    }

    /** The members of a member; none when it is absent. */
    Members object(String name) {
        RawJson value = raw(name);
        return value == null ? of(RawJson.EMPTY_OBJECT) : required(value, name);
    }

    /** The members of a member; none when it is absent or no object. */
    Members lenientObject(String name) {
        RawJson value = raw(name);
        return of(value == null ? RawJson.EMPTY_OBJECT : value);
    }

    /** What is not among the known names, to go back to this dialect. */
    Extras extras(Set<String> known) {
        Map<String, RawJson> rest = rest(known);
        return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.ANTHROPIC, rest);
    }

    /** What is not among the known names. */
    Map<String, RawJson> rest(Set<String> known) {
        Map<String, RawJson> rest = new LinkedHashMap<>(members);
        rest.keySet().removeAll(known);
        return rest;
    }

    private <T> @Nullable T take(String name, Taker<T> taker) {
        RawJson value = members.get(name);
        if (value == null) {
            return null;
        }
        try (JsonReader in = value.read()) {
            return taker.take(in);
        } catch (BadJsonException e) {
            // The reader knows the value only, not its name.
            String told = String.valueOf(e.getMessage());
            throw new BadJsonException(told.startsWith("body: ") ? name + told.substring("body".length()) : told);
        }
    }

    /** One of the reader's takers. */
    private interface Taker<T> {
        @Nullable
        T take(JsonReader in);
    }
}
