/**
 * Cursor's chat service as a provider: protobuf in frames of the Connect protocol. Nobody documents it: field numbers are those
 * that its public clients use. The messages are few and flat, so that their fields are written and read here, in 150 lines,
 * rather than by a library of 1.8 MB with classes made by a compiler.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.cursor.CursorCodec}.
 */
@NullMarked
package io.ninerouter.gateway.translate.cursor;

import org.jspecify.annotations.NullMarked;
