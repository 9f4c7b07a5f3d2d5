package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.limits.Permit;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.usage.Tally;
import org.jspecify.annotations.Nullable;

/**
 * One request, read and admitted.
 *
 * @param snapshot the configuration that it sees from beginning to end
 * @param question what is asked
 * @param body stays valid until the answer has ended; released by whoever made this
 * @param origin where it came from
 * @param tally collects what becomes of it
 * @param permit what it holds of its caller's limits
 */
public record Call(
        Snapshot snapshot, Caller caller, Question question, Body body, Origin origin, Tally tally, Permit permit) {

    /** The same with another configuration. */
    Call with(Snapshot other) {
        return new Call(other, caller, question, body, origin, tally, permit);
    }

    /**
     * What is asked.
     *
     * @param model the model string as it was sent
     * @param framing how the caller wants the answer
     * @param affinityKey names the session; null = none
     */
    public record Question(
            Dialect dialect,
            Action action,
            String model,
            Framing framing,
            @Nullable String affinityKey) {}

    /** A body and what a scan found in it. */
    public record Body(ByteBuf bytes, RequestFacts facts) {}

    /**
     * Where a request came from.
     *
     * @param headers of the request, as received
     * @param query the raw query; null = none
     * @param loop the event loop of its connection: everything of it happens there
     */
    public record Origin(
            String requestId, HttpHeaders headers, @Nullable String query, EventLoop loop) {}
}
