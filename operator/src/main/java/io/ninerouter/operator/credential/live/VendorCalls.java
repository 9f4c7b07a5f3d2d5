package io.ninerouter.operator.credential.live;

import io.ninerouter.egress.Egress;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;

/** Asks vendors. Thread-safe. */
public interface VendorCalls {
    /**
     * Asks, and waits for the answer: at most half a minute, so that it is over before anybody else may ask the same.
     *
     * @param way how the account's provider is reached
     */
    Answer call(Ask ask, Egress way) throws InterruptedException;
}
