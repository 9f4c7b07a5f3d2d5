package io.ninerouter.operator.credential.live;

import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;
import org.jspecify.annotations.Nullable;

/** Asks vendors. Thread-safe. */
public interface VendorCalls extends AutoCloseable {
    /**
     * Asks, and waits for the answer: at most half a minute, so that it is over before anybody else may ask the same.
     *
     * @param egress how the account's provider is reached; null = directly
     */
    Answer call(Ask ask, @Nullable Egress egress) throws InterruptedException;

    @Override
    void close();
}
