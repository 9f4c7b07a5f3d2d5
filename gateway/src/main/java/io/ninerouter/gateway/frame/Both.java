package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.JsonHandler.Want;

/**
 * Two handlers in one walk through a text: each is told just what it would be told alone, and in that order. Right only for two
 * that never want different things of one member, other than that one of them passes over it: a value is captured or entered,
 * not both. Stateful; as reusable as the two are.
 */
public final class Both implements JsonHandler {
    private final Side one;
    private final Side other;

    /** @param one told first */
    public Both(JsonHandler one, JsonHandler other) {
        this.one = new Side(one);
        this.other = new Side(other);
    }

    /** @throws IllegalArgumentException when they want different things */
    @Override
    public Want member(int depth, long position, byte[] data, int from, int to) {
        Want wants = one.member(depth, position, data, from, to);
        Want others = other.member(depth, position, data, from, to);
        if (wants == Want.SKIP) {
            return others;
        }
        if (others != Want.SKIP && others != wants) {
            throw new IllegalArgumentException(
                    "a member: wanted as " + wants + " and as " + others + " (expected: one of them, or SKIP)");
        }
        return wants;
    }

    @Override
    public void value(int depth, byte[] data, int from, int to) {
        one.value(depth, data, from, to);
        other.value(depth, data, from, to);
    }

    @Override
    public void end(int depth, long from, long to) {
        one.end(depth, from, to);
        other.end(depth, from, to);
    }

    /** One of the two, and how deep it looks. */
    private static final class Side {
        private final JsonHandler handler;
        private Want want = Want.SKIP;
        /** Of deeper members it is not told: it did not enter what they are in. */
        private int deepest = Integer.MAX_VALUE;

        Side(JsonHandler handler) {
            this.handler = handler;
        }

        Want member(int depth, long position, byte[] data, int from, int to) {
            if (depth > deepest) {
                want = Want.SKIP;
                return want;
            }
            want = handler.member(depth, position, data, from, to);
            boolean enters = want == Want.ENTER || want == Want.ENTER_ELEMENTS;
            deepest = enters ? Integer.MAX_VALUE : depth;
            return want;
        }

        void value(int depth, byte[] data, int from, int to) {
            if (want == Want.CAPTURE) {
                handler.value(depth, data, from, to);
            }
        }

        void end(int depth, long from, long to) {
            if (depth <= deepest) {
                handler.end(depth, from, to);
            }
        }
    }
}
