package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.RawJson;

/** What a model hands to a tool. */
public sealed interface ToolInput {
    /** Arguments as JSON, nearly always an object. */
    record Json(RawJson json) implements ToolInput {
        @Override
        public String text() {
            return json.text();
        }
    }

    /** Input of a free-text tool. */
    record Free(String text) implements ToolInput {}

    /** Arguments that are no JSON: cut by a token limit, or badly written. */
    record Broken(String text) implements ToolInput {}

    /** The input as the model wrote it. */
    String text();

    /** Arguments from their text: an empty object when blank, {@link Broken} when no JSON. */
    static ToolInput ofArguments(String text) {
        if (text.isBlank()) {
            return new Json(RawJson.EMPTY_OBJECT);
        }
        try {
            return new Json(RawJson.of(text));
        } catch (BadJsonException e) {
            return new Broken(text);
        }
    }

    /**
     * The input as a JSON object, for dialects that have no other: anything else is put under {@code key}.
     */
    default RawJson object(String key) {
        return this instanceof Json(RawJson json) && json.isObject() ? json : ToolInputs.wrapped(key, this);
    }
}
