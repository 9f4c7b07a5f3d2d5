package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;

/** Wraps inputs that are no objects. */
final class ToolInputs {
    private ToolInputs() {}

    static RawJson wrapped(String key, ToolInput input) {
        ByteBuilder out = new ByteBuilder(input.text().length() + 32);
        JsonWriter json = new JsonWriter(out).object().name(key);
        if (input instanceof ToolInput.Json(RawJson value)) {
            json.raw(value);
        } else {
            json.text(input.text());
        }
        json.endObject();
        return new RawJson(Utf8.slice(out.toBytes(), 0, out.length()));
    }
}
