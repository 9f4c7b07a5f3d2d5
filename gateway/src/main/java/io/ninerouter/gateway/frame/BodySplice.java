package io.ninerouter.gateway.frame;

import io.ninerouter.config.BodyEdits;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing body as pieces of the incoming one and a few new bytes: everything that is not edited goes out as it came.
 *
 * @param segments in order; neighbours may be of one kind
 */
@SuppressWarnings("DoNotCallSuggester")
public record BodySplice(List<Segment> segments) {

    public BodySplice {
        segments = List.copyOf(segments);
    }

    /**
     * Plans the outgoing body. The model is replaced first (in every duplicate, so that no parser sees another one), then
     * the edits apply as {@link BodyEdits} says; renames one after the other in order of the old name.
     *
     * @param facts of the incoming body
     * @param model the name to send; null = leave the body's own alone (Gemini has it in the path)
     * @param edits of the provider
     */
    public static BodySplice of(RequestFacts facts, @Nullable String model, BodyEdits edits) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Length of the outgoing body in bytes. */
    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    /** Whether the body goes out unchanged. */
    public boolean unchanged() {
        return segments.size() == 1 && segments.getFirst() instanceof Kept;
    }

    /** A piece of the outgoing body. */
    public sealed interface Segment {
        /** Bytes. */
        int length();
    }

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive) of the incoming body. */
    public record Kept(int from, int to) implements Segment {
        @Override
        public int length() {
            return to - from;
        }
    }

    /** New bytes: a read-only heap buffer, to be duplicated before it is read. */
    public record Written(ByteBuffer bytes) implements Segment {
        @Override
        public int length() {
            return bytes.remaining();
        }
    }
}
