package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.PassThroughPipe;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes go out as they came, and are read along. Only answers to {@link Action#GENERATE} have a known inside; of others
 * (token counts, embeddings) nothing but the usage is looked for.
 */
final class Passing implements Reading {
    private static final byte[] NOTHING = {};

    private final @Nullable PassThroughPipe pipe;
    private final @Nullable PassThroughPipe counted;
    private final @Nullable AnswerNotes notes;
    private final Framing framing;
    /** Takes out what the caller did not ask for; null = nothing is taken out. */
    private final @Nullable Cutting cutting;
    /** What the caller's request has lost on its way. */
    private @Nullable Losses losses;

    private Passing(
            @Nullable PassThroughPipe pipe,
            @Nullable PassThroughPipe counted,
            @Nullable AnswerNotes notes,
            Framing framing,
            @Nullable Cutting cutting) {
        this.cutting = cutting;
        this.pipe = pipe;
        this.counted = counted;
        this.notes = notes;
        this.framing = framing;
    }

    static Passing of(Call call, Target target, Framing framing) {
        return of(call, target, framing, false);
    }

    /**
     * The same.
     *
     * @param hidesUsage whether the events of a stream that tell the usage alone do not go out: nobody but us asked for them
     */
    static Passing of(Call call, Target target, Framing framing, boolean hidesUsage) {
        Dialect dialect = call.question().dialect();
        return switch (call.question().action()) {
            case GENERATE -> {
                AnswerNotes notes = Metering.notes(call, target, dialect);
                PassThroughPipe pipe = new PassThroughPipe(dialect, framing, notes);
                yield new Passing(
                        pipe, pipe, notes, framing, hidesUsage && framing == Framing.SSE ? new Cutting() : null);
            }
            case COMPACT, EMBED, EMBED_BATCH ->
                // Their usage stands where that of an answer stands; the rest is not looked at.
                new Passing(null, new PassThroughPipe(dialect, framing), null, framing, null);
            case COUNT_TOKENS -> new Passing(null, null, null, framing, null);
        };
    }

    /** The same; the head of the answer names what the request has lost. */
    Passing losing(Losses lost) {
        losses = lost;
        return this;
    }

    @Override
    public ByteBuf read(ByteBuf bytes) {
        if (counted != null && bytes.isReadable()) {
            ByteFeed.feed(bytes, counted);
        }
        return cutting == null || pipe == null
                ? bytes.retain()
                : cutting.read(bytes, pipe.settled(), pipe.takeUsageAlone());
    }

    @Override
    public @Nullable ByteBuf end() {
        if (counted != null) {
            counted.end();
        }
        byte[] last = held();
        return last.length == 0 ? null : Unpooled.wrappedBuffer(last);
    }

    /** What has been waiting, and goes out since the stream has come to its end. */
    private byte[] held() {
        return cutting == null || pipe == null ? NOTHING : cutting.end(pipe.takeUsageAlone());
    }

    @Override
    public @Nullable ApiError error() {
        return pipe == null ? null : pipe.inStreamError();
    }

    @Override
    public boolean untold() {
        return false;
    }

    @Override
    public @Nullable Usage usage() {
        return counted == null ? null : counted.usage();
    }

    @Override
    public boolean finished() {
        return counted != null && counted.finished();
    }

    @Override
    public @Nullable AnswerNotes notes() {
        return notes;
    }

    @Override
    public boolean committable() {
        return pipe != null && framing != Framing.UNARY && (pipe.firstMeaningful() || !pipe.readable());
    }

    @Override
    public boolean concluded() {
        return pipe != null && pipe.concluded();
    }

    @Override
    public boolean cut() {
        return pipe != null && pipe.readable() && !pipe.finished();
    }

    @Override
    public HttpHeaders headers(HttpHeaders provider) {
        HttpHeaders headers = Headers.toCaller(provider);
        if (losses != null) {
            Headers.dropped(losses, headers);
        }
        return headers;
    }

    @Override
    public byte[] failure(ApiError error, String requestId) {
        if (pipe == null) {
            return NOTHING;
        }
        byte[] before = held();
        byte[] last = pipe.failure(error, requestId);
        if (before.length == 0) {
            return last;
        }
        byte[] both = Arrays.copyOf(before, before.length + last.length);
        System.arraycopy(last, 0, both, before.length, last.length);
        return both;
    }

    @Override
    public byte[] keepAlive() {
        return pipe == null ? NOTHING : pipe.keepAlive();
    }
}
