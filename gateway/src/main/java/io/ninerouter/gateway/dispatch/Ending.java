package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Story;
import io.ninerouter.gateway.upstream.UpstreamException;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ends whose beginning the caller has got. Pure.
 *
 * @param outcome what is learnt of the target
 * @param event what the caller still gets; null = nothing
 * @param cause what the connection to the caller is cut with, or another target goes on after; null = an end in order, as far
 *     as the transport is concerned
 * @param cut whether the caller got only a part
 */
record Ending(
        Outcome outcome, @Nullable ByteBuf event, @Nullable Throwable cause, boolean cut) {

    /** The end that an error within the answer calls for, which its bytes do not tell; null when there is none. */
    static @Nullable Ending untold(Target target, Reading reading, String requestId) {
        ApiError error = reading.untoldError();
        return error == null
                ? null
                : brokenOff(Failures.outcome(target, error), Failures.fitForCaller(target, error), reading, requestId);
    }

    /** The end when the provider has ended; its last bytes have been read. */
    static Ending complete(Target target, Reading reading, String requestId) {
        Ending untold = untold(target, reading, requestId);
        if (untold != null) {
            return untold;
        }
        ApiError told = reading.error();
        return told == null && reading.cut()
                ? broken(new UpstreamException(Kind.CUT, "the answer ended before it was complete"), reading, requestId)
                : new Ending(Failures.outcome(target, told), null, null, told != null);
    }

    /** The end when the connection to the provider broke: the dialect's error event or, where there is none, a cut. */
    static Ending broken(UpstreamException failure, Reading reading, String requestId) {
        return brokenOff(new Outcome.NoAnswer(failure.reason()), Failures.error(failure), reading, requestId);
    }

    private static Ending brokenOff(Outcome outcome, ApiError error, Reading reading, String requestId) {
        Story story = reading.unfinished();
        if (story != null) {
            return new Ending(outcome, null, new BrokenOffException(story, outcome, error), false);
        }
        byte[] event = reading.failure(error, requestId);
        UpstreamException cause = event.length > 0 ? null : new UpstreamException(Kind.CUT, error.message());
        return new Ending(outcome, cause == null ? Unpooled.wrappedBuffer(event) : null, cause, true);
    }
}
