package io.ninerouter.gateway.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edits of request bodies, made ready once for all requests. Immutable. */
public final class EditPlan {
    /** Changes nothing. */
    public static final EditPlan NONE = new EditPlan(List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<EditStep> steps;
    private final List<String> told;

    private EditPlan(List<EditStep> steps, List<String> told) {
        this.steps = List.copyOf(steps);
        this.told = List.copyOf(told);
    }

    /**
     * Edits one after the other, each as {@link BodyEdits} says.
     *
     * @param dialect of the body: only chat completions have all of the lists that are edited, Anthropic's messages alone
     */
    public static EditPlan of(List<BodyEdits> edits, Dialect dialect) {
        List<EditStep> steps = new ArrayList<>();
        for (BodyEdits each : edits) {
            add(each, dialect, steps);
        }
        return steps.isEmpty()
                ? NONE
                : new EditPlan(steps, steps.stream().map(EditStep::words).toList());
    }

    private static void add(BodyEdits edits, Dialect dialect, List<EditStep> steps) {
        edits.remove().forEach(name -> steps.add(new EditStep.Remove(name)));
        edits.rename().forEach((from, to) -> steps.add(new EditStep.Rename(from, to)));
        edits.set().forEach((name, value) -> steps.add(new EditStep.Set(name, EditStep.bytes(value), true)));
        edits.defaults().forEach((name, value) -> steps.add(new EditStep.Default(name, EditStep.bytes(value))));
        edits.streamDefaults()
                .forEach((name, value) -> steps.add(new EditStep.Merge(name, value, EditStep.bytes(value), true)));
        edits.caps()
                .forEach((name, most) ->
                        steps.add(new EditStep.Cap(name, BigDecimal.valueOf(most), EditStep.bytes(most.toString()))));
        edits.replace().forEach((name, values) -> {
            Map<String, ByteBuffer> bytes = new HashMap<>();
            values.forEach((from, to) -> bytes.put(from, EditStep.bytes(to)));
            steps.add(new EditStep.Replace(name, bytes));
        });
        edits.implies().forEach((name, values) -> {
            Map<String, List<EditStep>> implied = new HashMap<>();
            values.forEach((value, each) -> implied.put(value, implied(each)));
            steps.add(new EditStep.Imply(name, implied));
        });
        if (edits.messages() != null && (dialect == Dialect.OPENAI_CHAT || dialect == Dialect.ANTHROPIC)) {
            steps.add(new EditStep.Elements(new MessageForms(edits.messages())));
        }
        if (dialect == Dialect.OPENAI_CHAT) {
            addOfChat(edits, steps);
        }
    }

    private static void addOfChat(BodyEdits edits, List<EditStep> steps) {
        if (edits.placeholder() != null) {
            steps.add(new EditStep.Elements(new PastTurns(edits.placeholder())));
        }
        if (edits.history() != null) {
            steps.add(new EditStep.Elements(new PastMembers(edits.history())));
        }
        if (edits.strictTools() != null) {
            steps.add(new EditStep.Elements(new StrictWords(edits.strictTools())));
        }
        BodyEdits.InWords inWords = edits.inWords();
        if (inWords != null) {
            steps.add(new EditStep.InWords(inWords.formats(), inWords.besideTools()));
        }
    }

    private static List<EditStep> implied(BodyEdits.Implied implied) {
        List<EditStep> steps = new ArrayList<>();
        implied.remove().forEach(name -> steps.add(new EditStep.Remove(name)));
        implied.set().forEach((name, value) -> steps.add(new EditStep.Set(name, EditStep.bytes(value), true)));
        return steps;
    }

    /** Whether a body passes unchanged. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * The same for a request that asks for something else than an answer, such as a count of its tokens: what is taken away
     * or changed is so there too; what is only added belongs to the answer.
     */
    public EditPlan withoutAdditions() {
        List<EditStep> kept = new ArrayList<>(steps.size());
        for (EditStep step : steps) {
            switch (step) {
                case EditStep.Set set -> kept.add(new EditStep.Set(set.name(), set.value(), false));
                case EditStep.Default _, EditStep.Merge _, EditStep.Imply _, EditStep.InWords _ -> {}
                case EditStep.Elements elements -> {
                    if (!elements.edit().adds()) {
                        kept.add(step);
                    }
                }
                case EditStep.Remove _,
                        EditStep.Rename _,
                        EditStep.Write _,
                        EditStep.Cap _,
                        EditStep.Replace _,
                        EditStep.Quietly _ -> kept.add(step);
            }
        }
        return new EditPlan(kept, told);
    }

    /** This, then another one. */
    public EditPlan then(EditPlan next) {
        if (isEmpty()) {
            return next;
        }
        List<EditStep> all = new ArrayList<>(steps);
        all.addAll(next.steps);
        return new EditPlan(all, next.told);
    }

    /** What is done, one line each, in order; for people. */
    public List<String> told() {
        return told;
    }

    List<EditStep> steps() {
        return steps;
    }

    /**
     * Whether an object of the body says {@code true} under a name once this is done, wherever the body did not say otherwise.
     *
     * @param name of the object
     * @param member of the object
     */
    public boolean asks(String name, String member) {
        boolean asks = false;
        for (EditStep step : steps) {
            switch (step) {
                case EditStep.Merge merge -> asks |= merge.name().equals(name) && says(merge.value(), member);
                case EditStep.Set set -> asks = set.name().equals(name) ? says(set.value(), member) : asks;
                case EditStep.Default each -> asks |= each.name().equals(name) && says(each.value(), member);
                case EditStep.Remove remove -> asks &= !remove.name().equals(name);
                case EditStep.Rename rename -> asks &= !rename.from().equals(name);
                case EditStep.Write _,
                        EditStep.Cap _,
                        EditStep.Replace _,
                        EditStep.Imply _,
                        EditStep.Elements _,
                        EditStep.InWords _,
                        EditStep.Quietly _ -> {}
            }
        }
        return asks;
    }

    /** Whether it leaves a field out, whatever the body has there. */
    public boolean removes(String name) {
        return steps.stream().anyMatch(step -> step instanceof EditStep.Remove(String removed) && removed.equals(name));
    }

    private static boolean says(JsonNode value, String member) {
        return value.path(member).asBoolean(false);
    }

    private static boolean says(ByteBuffer value, String member) {
        try {
            return says(JSON.readTree(EditStep.text(value)), member);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Collects edits that depend on the request. */
    public static final class Builder {
        private final List<EditStep> steps = new ArrayList<>();

        /** Leaves out a field that says what is said elsewhere too. */
        public Builder remove(String name) {
            steps.add(new EditStep.Quietly(new EditStep.Remove(name)));
            return this;
        }

        /** Leaves a field out; what it asked for is lost. */
        public Builder drop(String name) {
            steps.add(new EditStep.Remove(name));
            return this;
        }

        /** Sets a field to a JSON text that says what the caller has said. */
        public Builder set(String name, String json) {
            steps.add(new EditStep.Quietly(new EditStep.Set(name, EditStep.bytes(json), true)));
            return this;
        }

        /** Sets a field to a JSON text, whatever the caller has said. */
        public Builder impose(String name, String json) {
            steps.add(new EditStep.Set(name, EditStep.bytes(json), true));
            return this;
        }

        /** Sets a field to an object where the body has none of that name; else what it lacks is put into it. */
        public Builder merge(String name, ObjectNode object) {
            steps.add(new EditStep.Merge(name, object, EditStep.bytes(object), false));
            return this;
        }

        /** Sets a field to pieces of the body and new bytes; null = leaves it alone. */
        public Builder write(String name, @Nullable List<BodySplice.Segment> value) {
            if (value != null) {
                steps.add(new EditStep.Write(name, value));
            }
            return this;
        }

        /** All of them. */
        public EditPlan plan() {
            return steps.isEmpty() ? NONE : new EditPlan(steps, List.of());
        }
    }
}
