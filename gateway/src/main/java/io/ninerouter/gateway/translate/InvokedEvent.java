package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.frame.EventStreamMessage;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.Utf8;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * What Bedrock's InvokeModelWithResponseStream wraps events of the model's own dialect in: {@code {"bytes": base64}} beside
 * padding. Stateless.
 */
final class InvokedEvent {
    /** The {@code :event-type} of such messages; no dialect that comes unwrapped has it. */
    static final String TYPE = "chunk";

    private InvokedEvent() {}

    /**
     * The event within.
     *
     * @throws BadJsonException when there is none
     */
    static byte[] unwrap(EventStreamMessage message) {
        try (JsonReader in = JsonReader.of(message.bytes(), message.from(), message.to())) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    Utf8 bytes = in.name().equals("bytes") ? in.utf8() : null;
                    if (bytes != null) {
                        return decoded(bytes);
                    }
                }
            }
        }
        throw new BadJsonException("chunk.bytes: missing (expected: base64)");
    }

    private static byte[] decoded(Utf8 bytes) {
        try {
            ByteBuffer whole = Base64.getDecoder().decode(ByteBuffer.wrap(bytes.array(), bytes.from(), bytes.length()));
            byte[] event = new byte[whole.remaining()];
            whole.get(event);
            return event;
        } catch (IllegalArgumentException e) {
            throw new BadJsonException("chunk.bytes: no base64 (expected: base64)");
        }
    }
}
