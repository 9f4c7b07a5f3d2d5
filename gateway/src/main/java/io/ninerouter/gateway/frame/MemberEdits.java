package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The top-level members of a body while they are edited. Members next to each other that stay are sent as one piece. */
final class MemberEdits {
    private static final int NEW = -1;

    /** Longest number, in digits, that is compared with a bound: real ones have a few. */
    private static final int MAX_DIGITS = 1_000;

    private final RequestFacts facts;
    private final ByteSource bytes;
    private List<Entry> entries = new ArrayList<>();

    MemberEdits(RequestFacts facts, ByteSource bytes, @Nullable ByteBuffer model) {
        this.facts = facts;
        this.bytes = bytes;
        List<Segment> named = model == null ? null : List.of(new Written(model));
        for (int i = 0; i < facts.members().size(); i++) {
            String name = facts.members().get(i).name();
            entries.add(new Entry(name, i, false, name.equals("model") ? named : null));
        }
    }

    List<Segment> apply(EditPlan plan) {
        plan.steps().forEach(this::apply);
        return MemberPieces.of(facts, entries);
    }

    private void apply(EditStep step) {
        switch (step) {
            case EditStep.Remove remove -> leave(remove.name(), null);
            case EditStep.Rename rename -> rename(rename.from(), rename.to());
            case EditStep.Set set -> {
                if (set.adds() || last(set.name()) != null) {
                    set(set.name(), one(set.value()));
                }
            }
            case EditStep.Write write -> set(write.name(), write.value());
            case EditStep.Default each -> {
                if (last(each.name()) == null) {
                    set(each.name(), one(each.value()));
                }
            }
            case EditStep.Merge each -> merge(each);
            case EditStep.Cap cap -> cap(cap);
            case EditStep.Replace(String name, Map<String, ByteBuffer> values) -> {
                ByteBuffer instead = of(name, values);
                if (instead != null) {
                    set(name, one(instead));
                }
            }
            case EditStep.Imply(String name, Map<String, List<EditStep>> values) -> {
                List<EditStep> implied = of(name, values);
                if (implied != null) {
                    implied.forEach(this::apply);
                }
            }
            case EditStep.Messages messages -> edit(messages.edit());
        }
    }

    private void rename(String from, String to) {
        Entry last = last(from);
        if (last == null || from.equals(to)) {
            return;
        }
        leave(from, last(to) == null ? new Entry(to, last.source, true, last.value) : null);
    }

    private void set(String name, List<Segment> value) {
        Entry last = last(name);
        if (last == null) {
            entries.add(new Entry(name, NEW, true, value));
        } else {
            leave(name, new Entry(name, last.source, last.renamed, value));
        }
    }

    /** What is asked for is what goes out: a field that was set before counts. */
    private void merge(EditStep.Merge step) {
        Entry stream = step.streamsOnly() ? last("stream") : null;
        if (step.streamsOnly() && (stream == null || first(stream) != 't')) {
            return;
        }
        Entry there = last(step.name());
        if (there == null) {
            set(step.name(), one(step.bytes()));
        } else if (step.value().isObject() && first(there) == '{') {
            merge(there, step.value());
        }
    }

    private void merge(Entry there, JsonNode defaults) {
        byte[] merged = ObjectDefaults.merged(value(there), defaults);
        if (merged != null) {
            set(there.name, one(ByteBuffer.wrap(merged).asReadOnlyBuffer()));
        }
    }

    private void cap(EditStep.Cap step) {
        Entry there = last(step.name());
        if (there == null || !isNumber(first(there))) {
            return;
        }
        byte[] value = value(there);
        if (value.length <= MAX_DIGITS && isMore(new String(value, StandardCharsets.US_ASCII), step.most())) {
            set(step.name(), one(step.value()));
        }
    }

    /** A number that is too large to be counted is more than anything, one that is too small is not. */
    private static boolean isMore(String number, BigDecimal most) {
        try {
            return new BigDecimal(number).compareTo(most) > 0;
        } catch (NumberFormatException e) {
            return !number.startsWith("-") && !number.toLowerCase(Locale.ROOT).contains("e-");
        }
    }

    private static boolean isNumber(byte first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    /** What is said of the value that a field has; null = nothing. */
    private <T> @Nullable T of(String name, Map<String, T> values) {
        Entry there = last(name);
        byte first = there == null ? (byte) '[' : first(there);
        if (there == null || first == '[') {
            return null;
        }
        byte[] value = value(there);
        if (first != '{') {
            String text = JsonText.string(value, 0, value.length);
            return values.get(text == null ? new String(value, StandardCharsets.US_ASCII) : text);
        }
        String type = type(value);
        T typed = type == null ? null : values.get(type);
        return typed == null ? values.get(EditStep.ANY_OBJECT) : typed;
    }

    private static @Nullable String type(byte[] object) {
        try {
            return JsonFields.of(object, 0, object.length).text("type");
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private void edit(MessageEdit edit) {
        Entry there = last(MessageEdit.MESSAGES);
        if (there == null || first(there) != '[') {
            return;
        }
        List<Segment> edited = there.value == null ? editCame(edit, there) : editWritten(edit, value(there));
        if (edited != null) {
            set(there.name, edited);
        }
    }

    private @Nullable List<Segment> editCame(MessageEdit edit, Entry there) {
        RequestFacts.Member member = facts.members().get(there.source);
        return edit.edited(bytes, member.valueFrom(), member.valueTo());
    }

    /** What an earlier edit made of the messages is looked through in one piece; ranges of it are no ranges of the body. */
    private static @Nullable List<Segment> editWritten(MessageEdit edit, byte[] messages) {
        List<Segment> edited = edit.edited(ByteSource.of(messages), 0, messages.length);
        return edited == null
                ? null
                : edited.stream()
                        .map(segment -> segment instanceof Kept(int from, int to) ? piece(messages, from, to) : segment)
                        .toList();
    }

    private static Segment piece(byte[] bytes, int from, int to) {
        return new Written(ByteBuffer.wrap(bytes, from, to - from).slice().asReadOnlyBuffer());
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

    private byte first(Entry entry) {
        if (entry.value == null) {
            return bytes.at(facts.members().get(entry.source).valueFrom());
        }
        return switch (entry.value.getFirst()) {
            case Kept kept -> bytes.at(kept.from());
            case Written written -> written.bytes().get(written.bytes().position());
        };
    }

    private byte[] value(Entry entry) {
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

    private static List<Segment> one(ByteBuffer value) {
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
