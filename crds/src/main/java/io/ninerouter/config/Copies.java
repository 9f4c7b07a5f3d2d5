package io.ninerouter.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies for compact constructors: JSON may leave a collection out, a record never holds null for one. */
final class Copies {
    private Copies() {}

    /** An immutable copy; null reads as empty. */
    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** An immutable copy ordered by key, so that equal maps print equal bytes; null reads as empty. */
    static <V> Map<String, V> sorted(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
