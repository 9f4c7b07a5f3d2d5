package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.health.Outcome;

/** How an attempt ended, as far as the caller's answer is concerned. */
sealed interface Result {

    /** An answer that may be sent. */
    record Good(Answer answer) implements Result {}

    /**
     * None.
     *
     * @param outcome what is learnt from it
     * @param answer what the caller gets if nothing else is left to try
     * @param next what may be tried
     */
    record Failed(Outcome outcome, Answer answer, Next next) implements Result {}

    /** What may be tried after a failure. */
    enum Next {
        /** Nothing: the request is at fault. */
        NOTHING,
        /** The same target once more: it has not seen the request. */
        SAME_TARGET,
        /** The same target once more, without what another account has sealed. */
        UNSEALED,
        /** The next target. */
        NEXT_TARGET,
        /** The next target with another model: this one would answer the same at any account. */
        OTHER_MODEL
    }
}
