package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.config.ComboStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;

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
        List<Declared<Combo.Spec>> combos =
                edited(objects.combos(), judged.objects().combos());
        List<Declared<ModelAlias.Spec>> aliases =
                edited(objects.aliases(), judged.objects().aliases());
        if (combos == null || aliases == null) {
            return null;
        }
        NameStage.Result few = NameStage.compile(
                new Inputs.Objects(List.of(), List.of(), combos, aliases, List.of()),
                models,
                strategy,
                LastValid.NONE,
                null);
        References counted = judged.references();
        References references =
                counted == null ? References.of(judged.byObject().values()) : counted;
        return few.judged().byObject().size() == combos.size() + aliases.size() && standAlone(few, last, references)
                ? join(last, few, references, objects)
                : null;
    }

    /** Both stand in order of age, which no edit changes. Null when an object is new. */
    private static <S> @Nullable List<Declared<S>> edited(List<Declared<S>> objects, List<Declared<S>> before) {
        if (objects.size() != before.size()) {
            return null;
        }
        List<Declared<S>> edited = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            Declared<S> object = objects.get(i);
            // What has not changed is the very instance: a look at each of thousands costs next to nothing.
            if (!Objects.equals(object, before.get(i))) {
                if (!object.ref().equals(before.get(i).ref())) {
                    return null;
                }
                edited.add(object);
            }
        }
        return edited;
    }

    private static boolean standAlone(NameStage.Result few, NameStage.Result last, References references) {
        for (NamesJudged.Judgement judgement : few.judged().byObject().values()) {
            Named named = judgement.named();
            NamesJudged.Judgement before =
                    last.judged().byObject().get(named.object().ref());
            if (before == null || !before.named().name().equals(named.name()) || references.has(named.name())) {
                return false;
            }
            for (String reference : named.references()) {
                if (last.combos().containsKey(reference) || last.aliases().containsKey(reference)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static NameStage.Result join(
            NameStage.Result last, NameStage.Result few, References references, Inputs.Objects objects) {
        HashPMap<ObjectRef, NamesJudged.Judgement> judged =
                SharedMaps.hashed(last.judged().byObject());
        References next = references;
        for (Map.Entry<ObjectRef, NamesJudged.Judgement> edit :
                few.judged().byObject().entrySet()) {
            NamesJudged.Judgement before = Objects.requireNonNull(judged.get(edit.getKey()), "judged before");
            next = next.with(before.named(), edit.getValue().named());
            judged = judged.plus(edit.getKey(), edit.getValue());
        }
        return new NameStage.Result(
                SharedMaps.sorted(last.combos()).plusAll(few.combos()),
                SharedMaps.sorted(last.aliases()).plusAll(few.aliases()),
                SharedMaps.hashed(last.verdicts()).plusAll(few.verdicts()),
                new NamesJudged(few.judged().strategy(), few.judged().models(), objects, judged, next),
                last.step().next(few.verdicts().keySet()));
    }
}
