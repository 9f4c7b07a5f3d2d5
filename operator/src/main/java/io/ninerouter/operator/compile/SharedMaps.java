package io.ninerouter.operator.compile;

import java.util.Map;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * Maps of thousands of objects of which one change touches a few. The next version shares all else with the one before: a copy of
 * each would live through a collection of the young generation, and fill the old one within a few hundred changes.
 */
public final class SharedMaps {
    private SharedMaps() {}

    /** The very map if it is of that kind; else a copy, in the order of its keys. */
    public static <K extends Comparable<? super K>, V> TreePMap<K, V> sorted(Map<K, V> map) {
        return map instanceof TreePMap<K, V> shared ? shared : TreePMap.from(map);
    }

    /** The very map if it is of that kind; else a copy, found by hash. */
    public static <K, V> HashPMap<K, V> hashed(Map<K, V> map) {
        return map instanceof HashPMap<K, V> shared ? shared : HashTreePMap.from(map);
    }
}
