package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.BodyMembers.Entry;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts a body together out of edited members. Stateless. */
final class MemberPieces {
    private static final int NONE = -1;

    private MemberPieces() {}

    static List<Segment> of(RequestFacts facts, List<Entry> entries) {
        List<Segment> out = new ArrayList<>();
        List<RequestFacts.Member> members = facts.members();
        out.add(new Kept(
                0, members.isEmpty() ? facts.close() : members.getFirst().from()));
        int previous = NONE;
        for (Entry entry : entries) {
            if (previous != NONE && entry.source() == previous + 1) {
                out.add(new Kept(
                        members.get(previous).valueTo(),
                        members.get(entry.source()).from()));
            } else if (out.size() > 1) {
                out.add(new Written(EditStep.bytes(",")));
            }
            write(facts, entry, out);
            previous = entry.source();
        }
        out.add(new Kept(members.isEmpty() ? facts.close() : members.getLast().valueTo(), facts.length()));
        return merged(out);
    }

    private static void write(RequestFacts facts, Entry entry, List<Segment> out) {
        RequestFacts.Member member = entry.isNew() ? null : facts.members().get(entry.source());
        if (member == null || entry.renamed()) {
            out.add(new Written(ByteBuffer.wrap(JsonText.quote(entry.name())).asReadOnlyBuffer()));
            out.add(new Written(EditStep.bytes(":")));
        } else {
            out.add(new Kept(member.from(), member.valueFrom()));
        }
        if (entry.value() != null) {
            out.addAll(entry.value());
        } else if (member != null) {
            out.add(new Kept(member.valueFrom(), member.valueTo()));
        }
    }

    private static List<Segment> merged(List<Segment> pieces) {
        List<Segment> out = new ArrayList<>();
        for (Segment piece : pieces) {
            if (piece.length() == 0) {
                continue;
            }
            if (piece instanceof Kept next
                    && !out.isEmpty()
                    && out.getLast() instanceof Kept last
                    && last.to() == next.from()) {
                out.set(out.size() - 1, new Kept(last.from(), next.to()));
            } else {
                out.add(piece);
            }
        }
        return out;
    }
}
