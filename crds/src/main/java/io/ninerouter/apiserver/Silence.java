package io.ninerouter.apiserver;

/**
 * When a peer of which nothing is heard is asked whether it is there, and when it is given up. It goes by looks, made at even
 * intervals, and not by a clock: a process that was stopped for a while does not take its own pause for the peer's. What has
 * gone is noticed between two and three intervals after its last word. Pure; not thread-safe.
 */
final class Silence {
    private boolean heard = true;
    private boolean asked;

    /** What a look comes to. */
    enum Verdict {
        /** There is nothing to do. */
        FINE,
        /** It was silent for an interval: it is to be asked. */
        ASK,
        /** It was asked and has said nothing for an interval: it is gone. */
        GONE
    }

    /** Something has come from the peer. */
    void heard() {
        heard = true;
    }

    /**
     * One look.
     *
     * @param listening false = nobody takes what might have come: the silence is ours
     */
    Verdict look(boolean listening) {
        if (heard || !listening) {
            heard = false;
            asked = false;
            return Verdict.FINE;
        }
        if (!asked) {
            asked = true;
            return Verdict.ASK;
        }
        return Verdict.GONE;
    }
}
