package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The top-level members of a body while they are edited. Members next to each other that stay are sent as one piece. */
final class MemberEdits {
    private static final int NEW = -1;

    private final RequestFacts facts;
    private List<Entry> entries = new ArrayList<>();

    MemberEdits(RequestFacts facts, @Nullable ByteBuffer model) {
        this.facts = facts;
        for (int i = 0; i < facts.members().size(); i++) {
            String name = facts.members().get(i).name();
            entries.add(new Entry(name, i, false, name.equals("model") ? model : null));
        }
    }

    List<Segment> apply(BodyEdits edits) {
        edits.remove().forEach(name -> leave(name, null));
        edits.rename().forEach(this::rename);
        edits.set().forEach(this::set);
        return segments();
    }

    private void rename(String from, String to) {
        Entry last = last(from);
        if (last == null || from.equals(to)) {
            return;
        }
        leave(from, last(to) == null ? new Entry(to, last.source, true, last.value) : null);
    }

    private void set(String name, JsonNode value) {
        ByteBuffer bytes = written(value.toString()).bytes();
        Entry last = last(name);
        if (last == null) {
            entries.add(new Entry(name, NEW, true, bytes));
        } else {
            leave(name, new Entry(name, last.source, last.renamed, bytes));
        }
    }

    private @Nullable Entry last(String name) {
        Entry last = null;
        for (Entry entry : entries) {
            if (entry.name.equals(name)) {
                last = entry;
            }
        }
        return last;
    }

    /** Takes all members of a name away but its last, in whose place comes another one, or none. */
    private void leave(String name, @Nullable Entry instead) {
        Entry last = last(name);
        if (last == null) {
            return;
        }
        List<Entry> left = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (!entry.name.equals(name)) {
                left.add(entry);
            } else if (instead != null && entry.source == last.source) {
                left.add(instead);
            }
        }
        entries = left;
    }

    private List<Segment> segments() {
        List<Segment> out = new ArrayList<>();
        List<RequestFacts.Member> members = facts.members();
        out.add(new Kept(
                0, members.isEmpty() ? facts.close() : members.getFirst().from()));
        int previous = NEW;
        for (Entry entry : entries) {
            if (previous != NEW && entry.source == previous + 1) {
                out.add(new Kept(
                        members.get(previous).valueTo(),
                        members.get(entry.source).from()));
            } else if (out.size() > 1) {
                out.add(written(","));
            }
            write(entry, out);
            previous = entry.source;
        }
        out.add(new Kept(members.isEmpty() ? facts.close() : members.getLast().valueTo(), facts.length()));
        return merged(out);
    }

    private void write(Entry entry, List<Segment> out) {
        RequestFacts.Member member =
                entry.source == NEW ? null : facts.members().get(entry.source);
        if (member == null || entry.renamed) {
            out.add(new Written(ByteBuffer.wrap(JsonText.quote(entry.name)).asReadOnlyBuffer()));
            out.add(written(":"));
        } else {
            out.add(new Kept(member.from(), member.valueFrom()));
        }
        if (entry.value != null) {
            out.add(new Written(entry.value));
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

    private static Written written(String json) {
        return new Written(
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
    }

    /**
     * A member of the outgoing body.
     *
     * @param name as it will be sent
     * @param source index of the incoming member that it was, or {@link #NEW}
     * @param renamed whether the name is not the source's
     * @param value its new value; null = the source's
     */
    private record Entry(
            String name,
            int source,
            boolean renamed,
            @Nullable ByteBuffer value) {}
}
