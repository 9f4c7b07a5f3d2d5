package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a nested object that the neutral model has no place for: they travel as an extra of the outer one. */
final class Leftovers {
    private final ByteBuilder bytes = new ByteBuilder(64);
    private final JsonWriter json = new JsonWriter(bytes).object();
    private boolean any;

    /** Keeps a member. */
    void keep(String name, RawJson value) {
        any = true;
        json.name(name).raw(value);
    }

    /** Puts what was kept among the extras, if there is any. */
    void into(Map<String, RawJson> extras, String name) {
        if (any) {
            json.endObject();
            byte[] kept = bytes.take();
            extras.put(name, new RawJson(Utf8.slice(kept, 0, kept.length)));
        }
    }

    /** Writes kept members into the open object. */
    static void write(@Nullable RawJson kept, JsonWriter out) {
        if (kept == null || !kept.isObject()) {
            return;
        }
        try (JsonReader in = kept.read()) {
            in.object();
            while (in.nextField()) {
                out.name(in.name()).raw(in.raw());
            }
        }
    }
}
