package io.ninerouter.operator.compile;

import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * A compilation, and what each stage was given for it: the next compile of the same Router makes anew only what is given
 * something else. Immutable.
 *
 * @param compilation the result; it depends on the inputs alone, whatever was compiled before
 * @param lastValid what goes on serving when this is published and something breaks afterwards
 * @param step what became of the compile before
 */
public record Compiled(Stages stages, Compilation compilation, LastValid lastValid, Step step) {

    /** Every stage. */
    record Stages(
            Stage<EgressStage.OfRouter> settings,
            Stage<Providers.Result> providers,
            Stage<ConnectionStage.Result> connections,
            Stage<ServedModels> models,
            Stage<SortedMap<String, ProviderConfig>> listed,
            Stage<NameStage.Result> names,
            Stage<KeyStage.Result> keys,
            Stage<SortedMap<ObjectRef, List<ModelEnd>>> ends,
            List<Stage<Origins>> origins) {

        /** What is said of the objects, by the stage that says it. */
        private List<Piece<Verdict>> verdicts() {
            Verdict router = settings.result().settings().verdict();
            return List.of(
                    new Piece<>(settings, Map.of(router.ref(), router), null),
                    new Piece<>(providers, providers.result().verdicts(), null),
                    new Piece<>(connections, connections.result().verdicts(), null),
                    new Piece<>(names, names.result().verdicts(), names.result().step()),
                    new Piece<>(keys, keys.result().verdicts(), null));
        }

        private List<Piece<Origin>> places() {
            return origins.stream()
                    .map(stage -> new Piece<>(
                            stage, stage.result().byObject(), stage.result().step()))
                    .toList();
        }
    }

    /** Puts what the stages say together; what is equal to what was said before is the very instance. */
    static Compiled of(Stages stages, GatewayConfig config, @Nullable Compiled before) {
        Joined<Verdict> verdicts = before == null
                ? Joined.of(stages.verdicts(), List.of(), Map.of())
                : Joined.of(stages.verdicts(), before.stages.verdicts(), before.compilation.verdicts());
        Joined<Origin> origins = before == null
                ? Joined.of(stages.places(), List.of(), Map.of())
                : Joined.of(stages.places(), before.stages.places(), before.compilation.origins());
        Compilation compilation = new Compilation(
                config,
                before != null && stages.connections() == before.stages.connections()
                        ? before.compilation.credentials()
                        : SharedMaps.sorted(stages.connections().result().credentials()),
                verdicts.values(),
                before == null
                        ? timed(verdicts.values(), verdicts.values().keySet(), TreePMap.empty())
                        : timed(verdicts.values(), verdicts.changed(), SharedMaps.sorted(before.compilation.timed())),
                origins.values(),
                before != null && stages.ends() == before.stages.ends()
                        ? before.compilation.ends()
                        : stages.ends().result());
        return before == null
                ? new Compiled(stages, compilation, compilation.lastValid(), Step.anew())
                : new Compiled(
                        stages,
                        compilation,
                        before.lastValid.next(
                                config, compilation.credentials(), compilation.origins(), origins.changed()),
                        before.step.next(verdicts.changed()));
    }

    /** Those of which something becomes by itself. */
    private static TreePMap<ObjectRef, Verdict> timed(
            Map<ObjectRef, Verdict> verdicts, Set<ObjectRef> changed, TreePMap<ObjectRef, Verdict> before) {
        TreePMap<ObjectRef, Verdict> timed = before;
        for (ObjectRef ref : changed) {
            Verdict verdict = verdicts.get(ref);
            timed = verdict != null && verdict.isTimed() ? timed.plus(ref, verdict) : timed.minus(ref);
        }
        return timed;
    }

    /** The objects of which this compilation says something else than an earlier one, gone ones included; null = any may be. */
    public @Nullable Set<ObjectRef> changedSince(@Nullable Compiled earlier) {
        return earlier == null ? null : step.since(earlier.step);
    }

    /**
     * What a stage says of each of its objects.
     *
     * @param step how that differs from what it said before; null = not known
     */
    private record Piece<V>(
            Stage<?> stage,
            Map<ObjectRef, V> values,
            @Nullable Step step) {}

    /** Of thousands of values few have changed: those are put over what was there. */
    private static final class Joined<V> {
        private final Set<ObjectRef> changed = new HashSet<>();
        private TreePMap<ObjectRef, V> values;

        private Joined(Map<ObjectRef, V> before) {
            this.values = SharedMaps.sorted(before);
        }

        static <V> Joined<V> of(List<Piece<V>> pieces, List<Piece<V>> before, Map<ObjectRef, V> joined) {
            Joined<V> next = new Joined<>(joined);
            for (int i = 0; i < pieces.size(); i++) {
                Piece<V> piece = pieces.get(i);
                if (before.isEmpty()) {
                    next.put(piece, Map.of(), piece.values().keySet());
                } else if (piece.stage() != before.get(i).stage()) {
                    Piece<V> old = before.get(i);
                    Set<ObjectRef> known =
                            piece.step() == null ? null : piece.step().since(old.step());
                    if (known == null) {
                        next.put(piece, old.values(), old.values().keySet());
                        next.put(piece, old.values(), piece.values().keySet());
                    } else {
                        next.put(piece, old.values(), known);
                    }
                }
            }
            return next;
        }

        SortedMap<ObjectRef, V> values() {
            return values;
        }

        Set<ObjectRef> changed() {
            return changed;
        }

        private void put(Piece<V> piece, Map<ObjectRef, V> before, Set<ObjectRef> refs) {
            for (ObjectRef ref : refs) {
                V value = piece.values().get(ref);
                V old = before.get(ref);
                if (value == null && old != null) {
                    values = values.minus(ref);
                    changed.add(ref);
                } else if (value != null && !value.equals(old)) {
                    values = values.plus(ref, value);
                    changed.add(ref);
                }
            }
        }
    }
}
