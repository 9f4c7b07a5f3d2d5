package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.translate.Story;
import org.jspecify.annotations.Nullable;

/** What an answer runs through on its way from the provider to the caller. One instance an answer; not thread-safe. */
sealed interface Reading permits Passing, Translating, CountReading, Unwrapping {

    /**
     * The next bytes of the provider.
     *
     * @param bytes stay the caller's of this method
     * @return what the caller gets of them, which passes to the caller of this method; null = nothing yet
     */
    @Nullable
    ByteBuf read(ByteBuf bytes);

    /** The provider's answer has ended; gives what the caller still gets, as {@link #read} does. */
    @Nullable
    ByteBuf end();

    /** The error that came inside the answer; null when none did. */
    @Nullable
    ApiError error();

    /** That error if the answer's own bytes do not tell it. */
    default @Nullable ApiError untoldError() {
        return untold() ? error() : null;
    }

    /** Whether that error has still to be told: it is not in the bytes that this gave out. */
    boolean untold();

    /** Tokens as last reported; null when nothing was. */
    @Nullable
    Usage usage();

    /** Whether the dialect's own end was seen, though a marker or usage may follow. */
    boolean finished();

    /** Notes that were taken along the way; null = none. */
    @Nullable
    AnswerNotes notes();

    /** Whether a stream has said something worth sending; an answer in one piece is judged when it is complete. */
    boolean committable();

    /** Whether nothing that matters can follow: the dialect's last word, or an error. */
    boolean concluded();

    /** After {@link #end()}: whether something is missing for sure. */
    boolean cut();

    /** The story that another target can go on with now; null when this answer cannot go on. */
    default @Nullable Story unfinished() {
        return null;
    }

    /** The headers for the caller, out of those of the provider's answer. */
    HttpHeaders headers(HttpHeaders provider);

    /** What tells the caller in mid-answer that it failed; empty where only a cut connection can. */
    byte[] failure(ApiError error, String requestId);

    /** What keeps a silent stream open; empty where nothing can be sent now. */
    byte[] keepAlive();
}
