package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * An answer that goes out as it comes, behind what has gone out before it: from an inlet to an outlet, which may have had
 * others. Used on the call's event loop alone.
 *
 * @param broken what becomes of an answer that breaks off
 */
record Inflow(Inlet inlet, Outlet outlet, Consumer<Throwable> broken) implements CoreSubscriber<ByteBuf> {
    @Override
    public void onSubscribe(Subscription subscription) {
        inlet.opened(subscription);
        inlet.wanted(outlet.demand());
    }

    @Override
    public void onNext(ByteBuf bytes) {
        inlet.taken();
        outlet.add(bytes);
        outlet.drain();
    }

    @Override
    public void onComplete() {
        inlet.ended();
        outlet.end(null);
    }

    @Override
    public void onError(Throwable cause) {
        inlet.ended();
        broken.accept(cause);
    }
}
