package io.ninerouter.gateway.dispatch;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;

/** The provider's end of an answer: what is still asked of it, and how it is told to stop. Used on one event loop alone. */
final class Inlet {
    /** Buffers asked for at a time while nothing goes out yet. */
    private static final int STEP = 8;

    private @Nullable Disposable exchange;
    private @Nullable Subscription body;
    private long outstanding;

    /** An exchange has begun, whose head is awaited. */
    void awaits(Disposable exchange) {
        this.exchange = exchange;
    }

    /** The body begins. */
    void opened(Subscription body) {
        this.body = body;
        more();
    }

    /** A buffer has come. */
    void taken() {
        outstanding--;
    }

    /** The body has ended by itself. */
    void ended() {
        body = null;
        outstanding = 0;
    }

    /** Asks for a few buffers more. */
    void more() {
        wanted(STEP);
    }

    /** Asks for as many buffers as it takes for so many to be on their way. */
    void wanted(long buffers) {
        long more = buffers - outstanding;
        if (more > 0 && body != null) {
            outstanding += more;
            body.request(more);
        }
    }

    /** Nothing more is wanted: the provider is told at once. */
    void cancel() {
        if (body != null) {
            body.cancel();
        } else if (exchange != null) {
            exchange.dispose();
        }
    }
}
