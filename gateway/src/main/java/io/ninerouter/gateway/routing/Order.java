package io.ninerouter.gateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Orders of things to try. Pure: turns and chance are arguments. */
final class Order {
    private Order() {}

    /**
     * In turn, in proportion to weights: each place in a round belongs to one item; the rest follow in their order.
     *
     * @param turn requests so far
     * @param sticky requests in a row on one place
     */
    static <T> List<T> roundRobin(List<T> items, ToIntFunction<T> weight, long turn, int sticky) {
        long places = 0;
        for (T item : items) {
            places += weight.applyAsInt(item);
        }
        long place = Math.floorMod(Math.floorDiv(turn, sticky), places);
        int first = 0;
        while (place >= weight.applyAsInt(items.get(first))) {
            place -= weight.applyAsInt(items.get(first));
            first++;
        }
        List<T> ordered = new ArrayList<>(items.subList(first, items.size()));
        ordered.addAll(items.subList(0, first));
        return ordered;
    }

    /** Drawn without putting back, the chance of each in proportion to its weight; one seed, one order. */
    static <T> List<T> drawn(List<T> items, ToLongFunction<T> key, ToIntFunction<T> weight, long seed) {
        List<Drawn<T>> drawn = new ArrayList<>(items.size());
        for (T item : items) {
            // Exponential variates race: the smallest of -ln(u)/w falls to an item with chance w / sum of w.
            double score = -Math.log(unit(mix(seed ^ mix(key.applyAsLong(item))))) / weight.applyAsInt(item);
            drawn.add(new Drawn<>(item, score));
        }
        drawn.sort(Comparator.comparingDouble(Drawn::score));
        return drawn.stream().map(Drawn::item).toList();
    }

    /** A 64-bit hash of a text that is the same in every process (FNV-1a). */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Spreads the bits (the finalizer of SplitMix64). */
    private static long mix(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Over 0, up to 1. */
    private static double unit(long bits) {
        return ((bits >>> 11) + 1) * 0x1.0p-53;
    }

    private record Drawn<T>(T item, double score) {}
}
