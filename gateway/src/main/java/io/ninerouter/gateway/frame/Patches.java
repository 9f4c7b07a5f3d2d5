package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes of ranges of a body that do not overlap, in any order. Not thread-safe. */
final class Patches {
    private final List<Patch> patches = new ArrayList<>();

    private record Patch(int from, int to, List<Segment> instead) {}

    /** Puts pieces in the place of a range. */
    void put(int from, int to, List<Segment> instead) {
        patches.add(new Patch(from, to, List.copyOf(instead)));
    }

    /** Puts bytes in the place of a range. */
    void put(int from, int to, ByteBuffer instead) {
        put(from, to, List.of(new Written(instead)));
    }

    /** Takes members of an object away, and the commas that they leave behind. */
    void remove(List<Member> members, Predicate<Member> removed) {
        boolean kept = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!removed.test(member)) {
                kept = true;
            } else if (kept) {
                put(members.get(i - 1).valueTo(), member.valueTo(), List.of());
            } else {
                int next = i + 1 < members.size() ? members.get(i + 1).from() : member.valueTo();
                put(member.from(), next, List.of());
            }
        }
    }

    /** A range of the body with its changes; null when there are none. */
    @Nullable
    List<Segment> over(int from, int to) {
        if (patches.isEmpty()) {
            return null;
        }
        patches.sort(Comparator.comparingInt(Patch::from));
        List<Segment> out = new ArrayList<>();
        int at = from;
        for (Patch patch : patches) {
            out.add(new Kept(at, patch.from()));
            out.addAll(patch.instead());
            at = patch.to();
        }
        out.add(new Kept(at, to));
        return out;
    }
}
