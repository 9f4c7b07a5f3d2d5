package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.gateway.frame.BodyMembers.Entry;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out edits of a body one after the other, and tells what they take from the caller. */
final class MemberEdits {
    private static final String RESPONSE_FORMAT = "response_format";

    /** Longest number, in digits, that is compared with a bound: real ones have a few. */
    private static final int MAX_DIGITS = 1_000;

    private final BodyMembers members;
    private final Consumer<EditLoss> losses;
    private boolean quiet;

    /** @param losses hears what is taken */
    MemberEdits(BodyMembers members, Consumer<EditLoss> losses) {
        this.members = members;
        this.losses = losses;
    }

    List<Segment> apply(EditPlan plan) {
        plan.steps().forEach(this::apply);
        return members.pieces();
    }

    private void apply(EditStep step) {
        switch (step) {
            case EditStep.Remove remove -> remove(remove.name());
            case EditStep.Rename rename -> members.rename(rename.from(), rename.to());
            case EditStep.Set set -> {
                if (set.adds() || members.last(set.name()) != null) {
                    change(set.name(), set.value());
                }
            }
            case EditStep.Write write -> members.set(write.name(), write.value());
            case EditStep.Default each -> {
                if (members.last(each.name()) == null) {
                    members.set(each.name(), BodyMembers.one(each.value()));
                }
            }
            case EditStep.Merge each -> merge(each);
            case EditStep.Cap cap -> cap(cap);
            case EditStep.Replace(String name, Map<String, ByteBuffer> values) -> {
                ByteBuffer instead = of(name, values);
                if (instead != null) {
                    change(name, instead);
                }
            }
            case EditStep.Imply(String name, Map<String, List<EditStep>> values) -> {
                List<EditStep> implied = of(name, values);
                if (implied != null) {
                    implied.forEach(this::apply);
                }
            }
            case EditStep.Elements elements -> edit(elements.edit());
            case EditStep.InWords words -> say(words);
            case EditStep.Quietly(EditStep inner) -> {
                quiet = true;
                apply(inner);
                quiet = false;
            }
        }
    }

    private void remove(String name) {
        Entry there = members.last(name);
        if (there != null) {
            tell(there, EditLoss.Fate.LEFT_OUT);
            members.leave(name, null);
        }
    }

    private void change(String name, ByteBuffer value) {
        Entry there = members.last(name);
        if (there != null && !ByteBuffer.wrap(members.value(there)).equals(value)) {
            tell(there, EditLoss.Fate.CHANGED);
        }
        members.set(name, BodyMembers.one(value));
    }

    private void tell(Entry there, EditLoss.Fate fate) {
        if (!quiet && !members.saysNothing(there)) {
            losses.accept(new EditLoss(there.name(), members.first(there) == 'f', fate));
        }
    }

    /** The messages ask for what the format asked for. */
    private void say(EditStep.InWords step) {
        Entry format = members.last(RESPONSE_FORMAT);
        Entry messages = members.last(ListEdit.MESSAGES);
        if (format == null || messages == null || members.first(messages) != '[') {
            return;
        }
        byte[] wanted = members.value(format);
        String type = ObjectBytes.text(wanted, "type");
        Entry tools = members.last(ListEdit.TOOLS);
        String instead = type == null ? null : step.instead(type, tools != null && !members.saysNothing(tools));
        if (instead == null) {
            return;
        }
        losses.accept(new EditLoss(RESPONSE_FORMAT + '.' + type, false, EditLoss.Fate.IN_WORDS));
        edit(Instruction.of(wanted));
        if (instead.equals(EditStep.InWords.TEXT)) {
            members.leave(RESPONSE_FORMAT, null);
        } else {
            String quoted = new String(JsonText.quote(instead), StandardCharsets.UTF_8);
            members.set(RESPONSE_FORMAT, BodyMembers.one(EditStep.bytes("{\"type\":" + quoted + "}")));
        }
    }

    /** What is asked for is what goes out: a field that was set before counts. */
    private void merge(EditStep.Merge step) {
        Entry stream = step.streamsOnly() ? members.last("stream") : null;
        if (step.streamsOnly() && (stream == null || members.first(stream) != 't')) {
            return;
        }
        Entry there = members.last(step.name());
        if (there == null) {
            members.set(step.name(), BodyMembers.one(step.bytes()));
        } else if (step.value().isObject() && members.first(there) == '{') {
            merge(there, step.value());
        }
    }

    private void merge(Entry there, JsonNode defaults) {
        byte[] merged = ObjectDefaults.merged(members.value(there), defaults);
        if (merged != null) {
            members.set(there.name(), BodyMembers.one(ByteBuffer.wrap(merged).asReadOnlyBuffer()));
        }
    }

    private void cap(EditStep.Cap step) {
        Entry there = members.last(step.name());
        if (there == null || !isNumber(members.first(there))) {
            return;
        }
        byte[] value = members.value(there);
        if (value.length <= MAX_DIGITS && isMore(new String(value, StandardCharsets.US_ASCII), step.most())) {
            tell(there, EditLoss.Fate.CHANGED);
            members.set(step.name(), BodyMembers.one(step.value()));
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
        Entry there = members.last(name);
        byte first = there == null ? (byte) '[' : members.first(there);
        if (there == null || first == '[') {
            return null;
        }
        byte[] value = members.value(there);
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

    private void edit(ListEdit edit) {
        Entry there = members.last(edit.list());
        if (there == null || members.first(there) != '[') {
            return;
        }
        List<Segment> edited = there.value() == null ? editCame(edit, there) : editWritten(edit, members.value(there));
        if (edited != null) {
            members.set(there.name(), edited);
        }
    }

    private @Nullable List<Segment> editCame(ListEdit edit, Entry there) {
        RequestFacts.Member member = members.facts().members().get(there.source());
        return edit.edited(members.bytes(), member.valueFrom(), member.valueTo(), losses);
    }

    /** What an earlier edit made of the list is looked through in one piece; ranges of it are no ranges of the body. */
    private @Nullable List<Segment> editWritten(ListEdit edit, byte[] list) {
        List<Segment> edited = edit.edited(ByteSource.of(list), 0, list.length, losses);
        return edited == null
                ? null
                : edited.stream()
                        .map(segment -> segment instanceof Kept(int from, int to) ? piece(list, from, to) : segment)
                        .toList();
    }

    private static Segment piece(byte[] bytes, int from, int to) {
        return new Written(ByteBuffer.wrap(bytes, from, to - from).slice().asReadOnlyBuffer());
    }
}
