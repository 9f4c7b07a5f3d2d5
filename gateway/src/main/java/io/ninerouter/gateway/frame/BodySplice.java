package io.ninerouter.gateway.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing body as pieces of the incoming one and a few new bytes: everything that is not edited goes out as it came.
 *
 * @param segments in order; neighbours may be of one kind
 */
public record BodySplice(List<Segment> segments) {

    public BodySplice {
        segments = List.copyOf(segments);
    }

    /**
     * Plans the outgoing body of a provider without edits: the model is replaced in every duplicate, so that no parser sees
     * another one.
     *
     * @param facts of the incoming body
     * @param model the name to send; null = leave the body's own alone (Gemini has it in the path)
     */
    public static BodySplice of(RequestFacts facts, @Nullable String model) {
        return new BodySplice(replaced(facts, quoted(model)));
    }

    /**
     * Plans the outgoing body. The model is replaced first, then the edits apply as {@link
     * io.ninerouter.config.BodyEdits} says; renames one after the other in order of the old name. A member that an edit
     * touches appears once, with the value of its last duplicate.
     *
     * @param facts of the incoming body
     * @param bytes the incoming body; read only where an edit depends on a value
     * @param model the name to send; null = leave the body's own alone
     */
    public static BodySplice of(RequestFacts facts, ByteSource bytes, @Nullable String model, EditPlan plan) {
        return of(facts, bytes, model, plan, _ -> {});
    }

    /**
     * The same.
     *
     * @param losses hears what the edits take from what the caller said, in their order
     */
    public static BodySplice of(
            RequestFacts facts, ByteSource bytes, @Nullable String model, EditPlan plan, Consumer<EditLoss> losses) {
        return plan.isEmpty()
                ? of(facts, model)
                : new BodySplice(new MemberEdits(new BodyMembers(facts, bytes, quoted(model)), losses).apply(plan));
    }

    private static @Nullable ByteBuffer quoted(@Nullable String model) {
        return model == null ? null : ByteBuffer.wrap(JsonText.quote(model)).asReadOnlyBuffer();
    }

    private static List<Segment> replaced(RequestFacts facts, @Nullable ByteBuffer model) {
        List<Segment> segments = new ArrayList<>(3);
        int from = 0;
        for (RequestFacts.Member member : facts.members()) {
            if (model != null && member.name().equals("model")) {
                segments.add(new Kept(from, member.valueFrom()));
                segments.add(new Written(model));
                from = member.valueTo();
            }
        }
        segments.add(new Kept(from, facts.length()));
        return segments;
    }

    /**
     * The same without some bytes of the incoming body.
     *
     * @param ranges in order, none overlaps another
     */
    public BodySplice without(List<RequestFacts.Range> ranges) {
        if (ranges.isEmpty()) {
            return this;
        }
        List<Segment> left = new ArrayList<>(segments.size() + ranges.size());
        for (Segment segment : segments) {
            if (segment instanceof Kept(int from, int to)) {
                leave(ranges, from, to, left);
            } else {
                left.add(segment);
            }
        }
        return new BodySplice(left);
    }

    private static void leave(List<RequestFacts.Range> ranges, int from, int to, List<Segment> out) {
        int at = from;
        for (RequestFacts.Range range : ranges) {
            if (range.to() > at && range.from() < to) {
                if (range.from() > at) {
                    out.add(new Kept(at, range.from()));
                }
                at = Math.min(to, range.to());
            }
        }
        if (at < to) {
            out.add(new Kept(at, to));
        }
    }

    /** Length of the outgoing body in bytes. */
    public long length() {
        long length = 0;
        for (Segment segment : segments) {
            length += segment.length();
        }
        return length;
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
