package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.codeassist.Envelope;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caller and target speak Gemini, the target within an envelope: the caller's bytes go out inside of it, what is in the
 * answer's comes back, and signatures survive untouched.
 */
final class Enveloped implements Passage {
    private final Call call;
    private final Target target;
    private final Interpreter interpreter;
    private final Ids ids;

    Enveloped(Call call, Target target, Interpreter interpreter, Ids ids) {
        this.call = call;
        this.target = target;
        this.interpreter = interpreter;
        this.ids = ids;
    }

    /** Whether the call can be put into the target's envelope as it is. */
    static boolean fits(Call call, Target target) {
        return passes(call.question().dialect(), target)
                && call.question().action() == Action.GENERATE
                // The envelope names the model: the request must not do so too.
                && call.body().facts().members().stream()
                        .noneMatch(member -> member.name().equals("model"));
    }

    /** Whether what callers of the dialect generate passes through the target's envelope. */
    static boolean passes(Dialect client, Target target) {
        ProviderConfig provider = target.provider().config();
        return target.dialect() == Dialect.CODE_ASSIST
                && client == Dialect.GEMINI
                // Antigravity's body has rules of its own, and edits are of the envelope's members.
                && provider.profile() != Profile.ANTIGRAVITY
                && provider.edits().isEmpty()
                && provider.rules().isEmpty();
    }

    @Override
    public UpstreamRequest request(long nowMillis) {
        byte[] front = Envelope.front(Interpreter.model(target), ids);
        HttpHeaders headers =
                Headers.toProvider(call.origin().headers(), target.dialect(), Fitting.headers(call, target));
        ByteBuf bytes = call.body().bytes();
        BodySplice splice = wrapped(call.body().facts(), front, Envelope.back());
        return Outgoing.request(call, target, headers, SplicedBody.of(bytes, splice, bytes.alloc()), nowMillis);
    }

    /** The members of a body between two pieces. */
    static BodySplice wrapped(RequestFacts facts, byte[] front, byte[] back) {
        List<BodySplice.Segment> segments = new ArrayList<>(4);
        segments.add(written(front));
        if (!facts.members().isEmpty()) {
            segments.add(written(new byte[] {','}));
            segments.add(new BodySplice.Kept(
                    facts.members().getFirst().from(), facts.members().getLast().valueTo()));
        }
        segments.add(written(back));
        return new BodySplice(segments);
    }

    private static BodySplice.Written written(byte[] bytes) {
        return new BodySplice.Written(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }

    /** {@inheritDoc} In another framing than the caller's it is told again. */
    @Override
    public Reading reading(Framing provided) {
        Framing wanted = call.question().framing();
        Reading retold = provided == wanted ? null : interpreter.retelling(target, provided, new Losses());
        return retold == null ? new Unwrapping(Passing.of(call, target, provided), provided) : retold;
    }

    @Override
    public Result.Failed refused(UpstreamResponse answer, @Nullable ByteBuf body, long nowMillis) {
        return Failures.refused(target, answer.status(), answer.headers(), body, nowMillis);
    }

    @Override
    public List<Loss> losses() {
        return List.of();
    }
}
