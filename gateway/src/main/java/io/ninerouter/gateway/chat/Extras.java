package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members that a dialect has and the neutral model has not. They go back to the dialect that they came from, and nowhere
 * else.
 *
 * @param dialect where they came from; null when there are none
 * @param members in the order of the wire
 */
public record Extras(@Nullable Dialect dialect, Map<String, RawJson> members) {
    /** Nothing extra. */
    public static final Extras NONE = new Extras(null, Map.of());

    public Extras {
        if (dialect == null && !members.isEmpty()) {
            throw new IllegalArgumentException("dialect of extras: null (expected: the one they came from)");
        }
        members = members.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(members));
        dialect = members.isEmpty() ? null : dialect;
    }

    /** The members if they came from this dialect, otherwise none. */
    public Map<String, RawJson> of(Dialect wanted) {
        return dialect == wanted ? members : Map.of();
    }

    /** Whether there are members that this dialect would not understand. */
    public boolean foreignTo(Dialect target) {
        return dialect != null && dialect != target;
    }
}
