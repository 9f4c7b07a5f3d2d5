package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelRule;
import io.ninerouter.gateway.frame.EditPlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How models are spoken to that the same rules of their provider match: in which dialect, with which edits. Immutable. */
final class ModelSpeech {
    private final @Nullable Dialect dialect;
    private final Map<Dialect, EditPlan> answers = new EnumMap<>(Dialect.class);
    private final Map<Dialect, EditPlan> others = new EnumMap<>(Dialect.class);

    /**
     * Of the rules that match, all edits apply and the last dialect counts.
     *
     * @param edits of the provider
     * @param rules those that match, in order
     */
    ModelSpeech(BodyEdits edits, List<ModelRule> rules) {
        Dialect last = null;
        for (ModelRule rule : rules) {
            last = rule.dialect() == null ? last : rule.dialect();
        }
        dialect = last;
        for (Dialect spoken : Dialect.values()) {
            List<BodyEdits> all = new ArrayList<>(List.of(edits));
            rules.stream()
                    .filter(rule -> rule.whenSpoken() == null || rule.whenSpoken() == spoken)
                    .forEach(rule -> all.add(rule.edits()));
            EditPlan plan = EditPlan.of(all, spoken);
            answers.put(spoken, plan);
            others.put(spoken, plan.isEmpty() ? plan : plan.withoutAdditions());
        }
    }

    /** The dialect that the rules say; null = they say nothing. */
    @Nullable
    Dialect dialect() {
        return dialect;
    }

    /**
     * The edits where a dialect is spoken.
     *
     * @param answer whether an answer is asked for, not a count of tokens or the like
     */
    EditPlan edits(Dialect spoken, boolean answer) {
        EditPlan plan = (answer ? answers : others).get(spoken);
        return plan == null ? EditPlan.NONE : plan;
    }
}
