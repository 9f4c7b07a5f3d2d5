package io.ninerouter.gateway.frame;

/**
 * The containers that are open around a position. The outer ones may be entered (their members are told of): entered ones
 * are always a prefix of the open ones.
 */
final class Containers {
    /** Deepest entered objects. */
    static final int MAX_ENTERED = 8;

    private final long[] object = new long[JsonScan.MAX_DEPTH / Long.SIZE];
    private final long[] valueFrom = new long[MAX_ENTERED + 1];
    private int depth;
    private int entered;
    private int objects;

    void clear() {
        depth = 0;
        entered = 0;
        objects = 0;
    }

    int depth() {
        return depth;
    }

    /** Entered objects around. */
    int objects() {
        return objects;
    }

    boolean inObject() {
        return depth > 0 && isObject(depth - 1);
    }

    /** Whether what comes next is a member of an entered object. */
    boolean watchingMembers() {
        return depth == entered && inObject();
    }

    void valueFrom(long position) {
        valueFrom[objects] = position;
    }

    long valueFrom() {
        return valueFrom[objects];
    }

    /**
     * Opens one.
     *
     * @param want what the handler said, if the container is the value of a member of an entered object
     */
    void push(boolean isObject, JsonScan.Want want) {
        if (depth == entered && enters(isObject, want) && (!isObject || objects < MAX_ENTERED)) {
            entered++;
            objects += isObject ? 1 : 0;
        }
        long bit = 1L << depth;
        if (isObject) {
            object[depth >>> 6] |= bit;
        } else {
            object[depth >>> 6] &= ~bit;
        }
        depth++;
    }

    void pop() {
        depth--;
        if (entered > depth) {
            entered = depth;
            objects -= isObject(depth) ? 1 : 0;
        }
    }

    private boolean enters(boolean isObject, JsonScan.Want want) {
        if (depth == 0) {
            return true;
        }
        if (!isObject(depth - 1)) {
            return isObject;
        }
        return want == (isObject ? JsonScan.Want.ENTER : JsonScan.Want.ENTER_ELEMENTS);
    }

    private boolean isObject(int at) {
        return ((object[at >>> 6] >>> at) & 1) != 0;
    }
}
