package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.config.ComboStrategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usual change: of thousands of names that all lead somewhere a few are edited, keep what they are called, and neither
 * lead to another name nor are led to by one. Then nothing else can change, and those few are compiled alone.
 */
final class NameEdits {
    private NameEdits() {}

    /** What the edits make of an earlier result; null = they are of another kind, and everything is to be judged. */
    static NameStage.@Nullable Result over(
            NameStage.Result last, Inputs.Objects objects, ServedModels models, ComboStrategy strategy) {
        NamesJudged judged = last.judged();
        if (judged.strategy() != strategy
                || judged.models() != models
                || judged.byObject().size() != last.verdicts().size()
                || judged.byObject().size()
                        != objects.combos().size() + objects.aliases().size()) {
            // Something was refused, led nowhere or was served in an earlier form, or objects have come or gone.
            return null;
        }
        List<Declared<Combo.Spec>> combos = edited(objects.combos(), judged);
        List<Declared<ModelAlias.Spec>> aliases = edited(objects.aliases(), judged);
        if (combos == null || aliases == null) {
            return null;
        }
        NameStage.Result few = NameStage.compile(
                new Inputs.Objects(List.of(), List.of(), combos, aliases, List.of()),
                models,
                strategy,
                LastValid.NONE,
                null);
        return few.judged().byObject().size() == combos.size() + aliases.size() && standAlone(few, last)
                ? join(last, few)
                : null;
    }

    /** Null when an object is new. */
    private static <S> @Nullable List<Declared<S>> edited(List<Declared<S>> objects, NamesJudged judged) {
        List<Declared<S>> edited = new ArrayList<>();
        for (Declared<S> object : objects) {
            NamesJudged.Judgement before = judged.byObject().get(object.ref());
            if (before == null) {
                return null;
            }
            if (!before.named().object().equals(object)) {
                edited.add(object);
            }
        }
        return edited;
    }

    private static boolean standAlone(NameStage.Result few, NameStage.Result last) {
        Set<String> names = new HashSet<>();
        for (NamesJudged.Judgement judgement : few.judged().byObject().values()) {
            Named named = judgement.named();
            NamesJudged.Judgement before =
                    last.judged().byObject().get(named.object().ref());
            if (before == null || !before.named().name().equals(named.name())) {
                return false;
            }
            for (String reference : named.references()) {
                if (last.combos().containsKey(reference) || last.aliases().containsKey(reference)) {
                    return false;
                }
            }
            names.add(named.name());
        }
        for (NamesJudged.Judgement other : last.judged().byObject().values()) {
            for (String reference : other.named().references()) {
                if (names.contains(reference)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static NameStage.Result join(NameStage.Result last, NameStage.Result few) {
        return new NameStage.Result(
                SharedMaps.sorted(last.combos()).plusAll(few.combos()),
                SharedMaps.sorted(last.aliases()).plusAll(few.aliases()),
                SharedMaps.hashed(last.verdicts()).plusAll(few.verdicts()),
                new NamesJudged(
                        few.judged().strategy(),
                        few.judged().models(),
                        SharedMaps.hashed(last.judged().byObject())
                                .plusAll(few.judged().byObject())),
                last.step().next(few.verdicts().keySet()));
    }
}
