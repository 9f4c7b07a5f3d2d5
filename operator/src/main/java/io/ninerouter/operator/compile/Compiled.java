package io.ninerouter.operator.compile;

import io.ninerouter.config.ProviderConfig;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A compilation, and what each stage was given for it: the next compile of the same Router makes anew only what is given
 * something else. Immutable.
 *
 * @param compilation the result; it depends on the inputs alone, whatever was compiled before
 */
public record Compiled(Stages stages, Compilation compilation) {

    /** Every stage. */
    record Stages(
            Stage<EgressStage.OfRouter> settings,
            Stage<Providers.Result> providers,
            Stage<ConnectionStage.Result> connections,
            Stage<ServedModels> models,
            Stage<SortedMap<String, ProviderConfig>> listed,
            Stage<NameStage.Result> names,
            Stage<KeyStage.Result> keys,
            List<Stage<Map<ObjectRef, Origin>>> origins) {

        /** What is said of the objects, by the stage that says it. */
        private List<Piece<Verdict>> verdicts() {
            Verdict router = settings.result().settings().verdict();
            return List.of(
                    new Piece<>(settings, Map.of(router.ref(), router)),
                    new Piece<>(providers, providers.result().verdicts()),
                    new Piece<>(connections, connections.result().verdicts()),
                    new Piece<>(names, names.result().verdicts()),
                    new Piece<>(keys, keys.result().verdicts()));
        }

        private List<Piece<Origin>> places() {
            return origins.stream()
                    .map(stage -> new Piece<>(stage, stage.result()))
                    .toList();
        }
    }

    /** All verdicts; one that is equal to that of the compile before is the very one. */
    static SortedMap<ObjectRef, Verdict> verdicts(Stages stages, @Nullable Compiled before) {
        return before == null
                ? join(stages.verdicts(), List.of(), Map.of())
                : join(stages.verdicts(), before.stages.verdicts(), before.compilation.verdicts());
    }

    /** All origins. */
    static SortedMap<ObjectRef, Origin> origins(Stages stages, @Nullable Compiled before) {
        return before == null
                ? join(stages.places(), List.of(), Map.of())
                : join(stages.places(), before.stages.places(), before.compilation.origins());
    }

    /** What a stage says of each of its objects. */
    private record Piece<V>(Stage<?> stage, Map<ObjectRef, V> values) {}

    /** Of thousands of values few have changed: those are put over what was there. */
    private static <V> SortedMap<ObjectRef, V> join(
            List<Piece<V>> pieces, List<Piece<V>> before, Map<ObjectRef, V> joined) {
        TreeMap<ObjectRef, V> next = new TreeMap<>(joined);
        for (int i = 0; i < pieces.size(); i++) {
            Piece<V> piece = pieces.get(i);
            Piece<V> old = before.isEmpty() ? new Piece<>(piece.stage(), Map.of()) : before.get(i);
            if (before.isEmpty() || !piece.stage().equals(old.stage())) {
                old.values().keySet().stream()
                        .filter(ref -> !piece.values().containsKey(ref))
                        .forEach(next::remove);
                piece.values().forEach((ref, value) -> {
                    if (!value.equals(old.values().get(ref))) {
                        next.put(ref, value);
                    }
                });
            }
        }
        return next;
    }
}
