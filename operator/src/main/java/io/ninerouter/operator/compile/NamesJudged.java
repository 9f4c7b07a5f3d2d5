package io.ninerouter.operator.compile;

import io.ninerouter.config.ComboStrategy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that were judged before, with all that the judgement depends on: where that is still the same, the same comes out.
 *
 * @param strategy of combos that name none; null = nothing was judged
 * @param models that they lead to; null = nothing was judged
 * @param objects that were judged
 * @param byObject names of which every reference leads somewhere
 * @param references of those names; null = nobody has counted them yet
 */
record NamesJudged(
        @Nullable ComboStrategy strategy,
        @Nullable ServedModels models,
        Inputs.Objects objects,
        Map<ObjectRef, Judgement> byObject,
        @Nullable References references) {
    /** Nothing was judged before. */
    static final NamesJudged NONE = new NamesJudged(null, null, Inputs.Objects.NONE, Map.of(), null);

    /**
     * What became of a name.
     *
     * @param found where each of its references leads
     * @param targets where it leads itself
     * @param part of the configuration
     */
    record Judgement(
            Named named,
            List<List<Verdict.Target>> found,
            List<Verdict.Target> targets,
            Object part,
            Verdict verdict) {}

    /** What may be used again where combos that name no strategy have this one. */
    NamesJudged with(ComboStrategy other) {
        return strategy == other ? this : NONE;
    }

    /** The name that an object gives. */
    <S> Named named(Declared<S> object, Function<Declared<S>, ? extends Named> make) {
        Judgement before = byObject.get(object.ref());
        return before != null && before.named().object().equals(object) ? before.named() : make.apply(object);
    }
}
