package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Combos and aliases: who owns a name, and where it leads. A combo serves those of its members that lead somewhere. What is
 * refused, or leads nowhere at all, is served in its last valid form where that still leads somewhere.
 */
final class NameStage {
    private final NameGraph graph;
    private final ServedModels models;
    private final ComboStrategy defaultStrategy;
    private final Map<String, List<Verdict.Target>> targetsByName = new HashMap<>();
    private final Map<ObjectRef, Named.OfServed> standIns = new HashMap<>();
    private final NamesJudged before;
    private final Result result;

    private NameStage(
            Inputs.Objects objects,
            NameGraph graph,
            ServedModels models,
            ComboStrategy defaultStrategy,
            NamesJudged before) {
        this.graph = graph;
        this.models = models;
        this.defaultStrategy = defaultStrategy;
        this.before = before;
        this.result = new Result(
                new TreeMap<>(),
                new TreeMap<>(),
                new HashMap<>(),
                new NamesJudged(defaultStrategy, models, objects, new HashMap<>(), null),
                Step.anew());
    }

    /**
     * What serves, in order of name.
     *
     * @param judged what a later compile may use again
     * @param step how the verdicts differ from those before
     */
    record Result(
            Map<String, ComboConfig> combos,
            Map<String, AliasConfig> aliases,
            Map<ObjectRef, Verdict> verdicts,
            NamesJudged judged,
            Step step) {}

    /** @param last of an earlier compile; it saves work and changes nothing */
    static Result compile(
            Inputs.Objects objects,
            ServedModels models,
            ComboStrategy defaultStrategy,
            LastValid before,
            @Nullable Result last) {
        Result edited = last == null ? null : NameEdits.over(last, objects, models, defaultStrategy);
        return edited != null
                ? edited
                : all(objects, models, defaultStrategy, before, last == null ? NamesJudged.NONE : last.judged());
    }

    private static Result all(
            Inputs.Objects objects,
            ServedModels models,
            ComboStrategy defaultStrategy,
            LastValid before,
            NamesJudged last) {
        NamesJudged judgedBefore = last.with(defaultStrategy);
        List<Named> names = Named.inOrder(objects, before, judgedBefore);
        Map<ObjectRef, Served> instead = new HashMap<>();
        for (Named named : names) {
            Served served = before.instead(named.object());
            if (served != null) {
                instead.put(named.object().ref(), served);
            }
        }
        while (true) {
            NameStage stage = settle(
                    names, instead, graph -> new NameStage(objects, graph, models, defaultStrategy, judgedBefore));
            // What leads nowhere stands in for nothing: without it once more, so that its name is free.
            if (!instead.keySet().retainAll(stage.useful(instead.keySet()))) {
                return stage.result;
            }
        }
    }

    private static NameStage settle(
            List<Named> names, Map<ObjectRef, Served> instead, Function<NameGraph, NameStage> begin) {
        Set<ObjectRef> withdrawn = new HashSet<>();
        while (true) {
            NameStage stage = begin.apply(NameGraph.of(names, withdrawn, instead));
            Set<ObjectRef> more = stage.judge(withdrawn, instead.keySet());
            if (more.isEmpty()) {
                stage.tellRefused(names, withdrawn);
                return stage;
            }
            withdrawn.addAll(more);
        }
    }

    /** Of the objects with a last valid form those that use it, or need none. */
    private Set<ObjectRef> useful(Set<ObjectRef> candidates) {
        return candidates.stream()
                .filter(ref ->
                        standIns.containsKey(ref) || serves(result.verdicts().get(ref)))
                .collect(Collectors.toSet());
    }

    private static boolean serves(@Nullable Verdict verdict) {
        return verdict != null && verdict.fragment() != null;
    }

    /**
     * Judges all names, each behind those that it refers to.
     *
     * @return objects that lead nowhere and for which the last valid form should be tried: those first that refer to no
     *     other such object, as they may lead somewhere once that one does
     */
    private Set<ObjectRef> judge(Set<ObjectRef> withdrawn, Set<ObjectRef> instead) {
        Set<ObjectRef> nowhere = new HashSet<>();
        Set<String> waiting = new HashSet<>();
        for (Named named : graph.referredFirst()) {
            judge(named);
            ObjectRef ref = named.object().ref();
            boolean lower = !waiting.isEmpty() && named.references().stream().anyMatch(waiting::contains);
            boolean hopeful = !(named instanceof Named.OfServed)
                    && !targetsByName.containsKey(named.name())
                    && !withdrawn.contains(ref)
                    && instead.contains(ref);
            if (hopeful && !lower) {
                nowhere.add(ref);
            }
            if (hopeful || lower) {
                waiting.add(named.name());
            }
        }
        return nowhere;
    }

    private void tellRefused(Collection<Named> names, Set<ObjectRef> withdrawn) {
        if (withdrawn.isEmpty() && graph.refused().isEmpty()) {
            return;
        }
        for (Named named : names) {
            ObjectRef ref = named.object().ref();
            Decision refused = graph.refused().get(ref);
            if (refused != null || withdrawn.contains(ref)) {
                Named.OfServed standIn = standIns.get(ref);
                Served served = standIn == null ? null : standIn.served();
                Verdict.Detail detail = named.detail(
                        standIn == null ? List.of() : targetsByName.getOrDefault(standIn.name(), List.of()));
                Verdict verdict = refused == null
                        ? Verdict.unresolved(
                                named.object(),
                                Decision.ACCEPTED,
                                resolved(named, new Found(named, this::find)),
                                detail,
                                served)
                        : Verdict.refused(named.object(), refused, detail, served);
                result.verdicts().put(ref, verdict);
            }
        }
    }

    private void judge(Named named) {
        NamesJudged.Judgement known = before.byObject().get(named.object().ref());
        if (known != null && known.named().equals(named) && leadsWhere(named, known.found())) {
            targetsByName.put(named.name(), known.targets());
            keep(known);
            return;
        }
        Found found = new Found(named, this::find);
        if (!found.targets().isEmpty()) {
            targetsByName.put(named.name(), found.targets());
        }
        if (named instanceof Named.OfServed standIn) {
            if (!found.targets().isEmpty()) {
                standIns.put(named.object().ref(), standIn);
                serve(standIn.part(found, defaultStrategy));
            }
        } else {
            Object part = found.targets().isEmpty() ? null : named.part(found, defaultStrategy);
            Verdict verdict = new Verdict(
                    named.object().ref(),
                    named.object().generation(),
                    Decision.ACCEPTED,
                    resolved(named, found),
                    part == null ? null : Fragment.of(part),
                    named.detail(found.targets()));
            if (part != null && found.unresolved().isEmpty()) {
                keep(new NamesJudged.Judgement(
                        named, named.references().stream().map(this::find).toList(), found.targets(), part, verdict));
            } else {
                result.verdicts().put(named.object().ref(), verdict);
                serve(part);
            }
        }
    }

    /** Whether each reference leads where it led. */
    private boolean leadsWhere(Named named, List<List<Verdict.Target>> found) {
        for (int i = 0; i < found.size(); i++) {
            if (!find(named.references().get(i)).equals(found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void keep(NamesJudged.Judgement judgement) {
        ObjectRef ref = judgement.named().object().ref();
        result.verdicts().put(ref, judgement.verdict());
        result.judged().byObject().put(ref, judgement);
        serve(judgement.part());
    }

    private void serve(@Nullable Object part) {
        switch (part) {
            case ComboConfig combo -> result.combos().put(combo.name(), combo);
            case AliasConfig alias -> result.aliases().put(alias.alias(), alias);
            case null, default -> {}
        }
    }

    private Decision resolved(Named named, Found found) {
        return found.unresolved().isEmpty()
                ? Decision.RESOLVED
                : Decision.no(
                        Reason.MODEL_NOT_FOUND,
                        found.unresolved().stream()
                                .map(i -> named.field(i) + ": "
                                        + named.references().get(i)
                                        + why(named.references().get(i)))
                                .collect(Collectors.joining("; ")));
    }

    private List<Verdict.Target> find(String reference) {
        if (graph.isClaimed(reference)) {
            return targetsByName.getOrDefault(reference, List.of());
        }
        return models.find(reference);
    }

    private String why(String reference) {
        if (graph.isRefused(reference)) {
            return " is refused (expected: a name that is accepted)";
        }
        return graph.isClaimed(reference)
                ? " leads nowhere itself (expected: a name that is served)"
                : " (expected: a combo, an alias or a provider/model that an attached connection serves)";
    }
}
