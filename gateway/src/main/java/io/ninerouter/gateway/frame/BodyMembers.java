package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The top-level members of a body, which change one after the other. Of duplicates the last counts. Not thread-safe. */
final class BodyMembers {
    private static final int NEW = -1;

    /** Two quotes, brackets or braces. */
    private static final int EMPTY = 2;

    private final RequestFacts facts;
    private final ByteSource bytes;
    private List<Entry> entries = new ArrayList<>();

    BodyMembers(RequestFacts facts, ByteSource bytes, @Nullable ByteBuffer model) {
        this.facts = facts;
        this.bytes = bytes;
        List<Segment> named = model == null ? null : one(model);
        for (int i = 0; i < facts.members().size(); i++) {
            String name = facts.members().get(i).name();
            entries.add(new Entry(name, i, false, name.equals("model") ? named : null));
        }
    }

    /** The body. */
    List<Segment> pieces() {
        return MemberPieces.of(facts, entries);
    }

    RequestFacts facts() {
        return facts;
    }

    ByteSource bytes() {
        return bytes;
    }

    void rename(String from, String to) {
        Entry last = last(from);
        if (last == null || from.equals(to)) {
            return;
        }
        leave(from, last(to) == null ? new Entry(to, last.source, true, last.value) : null);
    }

    void set(String name, List<Segment> value) {
        Entry last = last(name);
        if (last == null) {
            entries.add(new Entry(name, NEW, true, value));
        } else {
            leave(name, new Entry(name, last.source, last.renamed, value));
        }
    }

    @Nullable
    Entry last(String name) {
        Entry last = null;
        for (Entry entry : entries) {
            if (entry.name.equals(name)) {
                last = entry;
            }
        }
        return last;
    }

    /** Takes all members of a name away but its last, in whose place comes another one, or none. */
    void leave(String name, @Nullable Entry instead) {
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

    byte first(Entry entry) {
        if (entry.value == null) {
            return bytes.at(facts.members().get(entry.source).valueFrom());
        }
        return switch (entry.value.getFirst()) {
            case Kept kept -> bytes.at(kept.from());
            case Written written -> written.bytes().get(written.bytes().position());
        };
    }

    byte[] value(Entry entry) {
        if (entry.value == null) {
            RequestFacts.Member member = facts.members().get(entry.source);
            return bytes.copy(member.valueFrom(), member.valueTo());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Segment segment : entry.value) {
            switch (segment) {
                case Kept kept -> out.writeBytes(bytes.copy(kept.from(), kept.to()));
                case Written written -> {
                    byte[] copy = new byte[written.length()];
                    written.bytes().duplicate().get(copy);
                    out.writeBytes(copy);
                }
            }
        }
        return out.toByteArray();
    }

    /** Whether a member says nothing: {@code null}, or an empty text, list or object. */
    boolean saysNothing(Entry entry) {
        byte first = first(entry);
        return first == 'n' || ((first == '"' || first == '[' || first == '{') && length(entry) == EMPTY);
    }

    private int length(Entry entry) {
        if (entry.value == null) {
            RequestFacts.Member member = facts.members().get(entry.source());
            return member.valueTo() - member.valueFrom();
        }
        return entry.value.stream().mapToInt(Segment::length).sum();
    }

    static List<Segment> one(ByteBuffer value) {
        return List.of(new Written(value));
    }

    /**
     * A member of the outgoing body.
     *
     * @param name as it will be sent
     * @param source index of the incoming member that it was, or {@link #NEW}
     * @param renamed whether the name is not the source's
     * @param value its new value; null = the source's
     */
    record Entry(
            String name,
            int source,
            boolean renamed,
            @Nullable List<Segment> value) {
        boolean isNew() {
            return source == NEW;
        }
    }
}
