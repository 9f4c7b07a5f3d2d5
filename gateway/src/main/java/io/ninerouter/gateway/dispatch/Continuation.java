package io.ninerouter.gateway.dispatch;

import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Story;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream going when its target breaks off in the middle of a text: the next target is asked to go on, the caller
 * hears signs of life meanwhile, and one answer in the end. When nobody goes on, the caller hears the error that it would have
 * heard at once. Used on the call's event loop alone.
 */
final class Continuation implements Outlet.Source {
    private final Call call;
    private final Attempts attempts;
    private final Interpreter interpreter;
    private final List<Target> targets;
    private final Inlet inlet = new Inlet();
    private final Outlet outlet;
    private int teller;
    private @Nullable ScheduledFuture<?> timer;

    private Continuation(Call call, Attempts attempts, Interpreter interpreter, List<Target> targets) {
        this.call = call;
        this.attempts = attempts;
        this.interpreter = interpreter;
        this.targets = targets;
        outlet = new Outlet(call.origin().loop(), this);
    }

    /** The answer that begins, with whoever can go on behind it; one that is complete stays as it is. */
    static Answer behind(
            Attempts.Attempted begun, Call call, Attempts attempts, Interpreter interpreter, List<Target> targets) {
        if (!(begun.answer() instanceof Answer.Flowing flowing)) {
            return begun.answer();
        }
        Continuation all = new Continuation(call, attempts, interpreter, targets);
        all.teller = all.position(begun.target());
        flowing.body().subscribe(all.follow());
        return new Answer.Flowing(flowing.status(), flowing.headers(), all.outlet, all.outlet::cancel);
    }

    private Inflow follow() {
        return new Inflow(inlet, outlet, this::broken);
    }

    private void broken(Throwable cause) {
        if (cause instanceof BrokenOffException broken) {
            goOn(broken);
        } else {
            outlet.end(cause);
        }
    }

    private void goOn(BrokenOffException broken) {
        int next = Succession.following(targets, teller, Result.Next.NEXT_TARGET, broken.outcome());
        if (next < 0 || !attempts.mayFollow(broken.outcome(), targets.get(teller), targets.get(next))) {
            fail(broken.story(), broken.error());
            return;
        }
        schedule(broken.story());
        inlet.awaits(attempts.run(call, interpreter.goingOn(broken.story()), targets, next)
                .subscribe(
                        done -> goneOn(done, broken),
                        cause -> goneOn(new Attempts.Attempted(refusal(cause), targets.get(next), List.of()), broken)));
    }

    /** By place, account and model: its credential may have changed since the plan was made. */
    private int position(Target target) {
        int index = 0;
        while (targets.get(index).provider() != target.provider()
                || !targets.get(index).label().equals(target.label())) {
            index++;
        }
        return index;
    }

    private static Answer refusal(Throwable cause) {
        return new Answer.Refused(ApiError.of(
                ApiError.Kind.INTERNAL,
                "the request failed: " + cause.getClass().getSimpleName()));
    }

    private void goneOn(Attempts.Attempted done, BrokenOffException broken) {
        stopSigns();
        teller = position(done.target());
        if (!done.tried().isEmpty()) {
            Attempts.discard(done.answer());
            fail(broken.story(), broken.error());
            return;
        }
        switch (done.answer()) {
            case Answer.Flowing flowing -> flowing.body().subscribe(follow());
            case Answer.Whole whole -> {
                outlet.add(whole.body());
                outlet.end(null);
            }
            case Answer.Refused refused -> fail(broken.story(), refused.error());
        }
    }

    private void fail(Story story, ApiError error) {
        call.tally().cut();
        outlet.add(Unpooled.wrappedBuffer(story.failure(error)));
        outlet.end(null);
    }

    private void schedule(Story story) {
        long millis = call.snapshot().settings().keepAliveMillis();
        if (millis > 0) {
            timer = call.origin().loop().schedule(() -> sign(story), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void sign(Story story) {
        if (!outlet.stalled()) {
            outlet.add(Unpooled.wrappedBuffer(story.keepAlive()));
            outlet.drain();
        }
        schedule(story);
    }

    private void stopSigns() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void wanted(long buffers) {
        inlet.wanted(buffers);
    }

    @Override
    public void left() {
        stopSigns();
        inlet.cancel();
        call.tally().left();
    }
}
