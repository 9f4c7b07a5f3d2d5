package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.tokens.AnswerNotes;
import java.nio.ByteBuffer;

/**
 * A pipe whose output differs from its input: bytes are fed, and drained where something has come of them.
 *
 * <p>An error within the answer ({@link #inStreamError()}) and a cut ({@link #finished()} false after {@link #end()}) are
 * not rendered by themselves: before anything was sent, another target may be tried; after that {@link #failure} renders
 * it.
 */
public sealed interface TranslatedPipe extends ResponsePipe permits TranslatingPipe, AssemblingPipe {

    /** The next bytes of the provider; leaves the buffer's position alone and keeps no reference to it. */
    void feed(ByteBuffer chunk);

    /** Takes notes from now on. */
    void follow(AnswerNotes notes);

    /** What has become ready for the client since the last call; often empty. */
    byte[] drain();
}
