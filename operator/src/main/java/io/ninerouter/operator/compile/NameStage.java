package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ComboMember;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.Recovery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Combos and aliases: who owns a name, and where it leads. A combo serves those of its members that lead somewhere. */
final class NameStage {
    private static final int MAX_TARGETS = 64;

    private final NameGraph graph;
    private final ServedModels models;
    private final ComboStrategy defaultStrategy;
    private final Map<String, List<Verdict.Target>> targetsByName = new HashMap<>();
    private final Result result = new Result(new TreeMap<>(), new TreeMap<>(), new HashMap<>());

    private NameStage(NameGraph graph, ServedModels models, ComboStrategy defaultStrategy) {
        this.graph = graph;
        this.models = models;
        this.defaultStrategy = defaultStrategy;
    }

    /** What serves, in order of name. */
    record Result(
            Map<String, ComboConfig> combos, Map<String, AliasConfig> aliases, Map<ObjectRef, Verdict> verdicts) {}

    static Result compile(Inputs.Objects objects, ServedModels models, ComboStrategy defaultStrategy) {
        List<Named> names = new ArrayList<>();
        objects.combos().forEach(combo -> names.add(Named.OfCombo.of(combo)));
        objects.aliases().forEach(alias -> names.add(Named.OfAlias.of(alias)));
        NameStage stage = new NameStage(NameGraph.of(names), models, defaultStrategy);
        stage.refuse(names);
        stage.graph.referredFirst().forEach(stage::judge);
        return stage.result;
    }

    private void refuse(Collection<Named> names) {
        for (Named named : names) {
            Decision refused = graph.refused().get(named.object().ref());
            if (refused != null) {
                put(named, Verdict.refused(named.object(), refused, detail(named, List.of())));
            }
        }
    }

    private void judge(Named named) {
        Map<String, Verdict.Target> targets = new LinkedHashMap<>();
        List<String> unresolved = new ArrayList<>();
        List<Boolean> good = new ArrayList<>();
        for (int i = 0; i < named.references().size(); i++) {
            String reference = named.references().get(i);
            List<Verdict.Target> found = find(reference);
            good.add(!found.isEmpty());
            if (found.isEmpty()) {
                unresolved.add(named.field(i) + ": " + reference + why(reference));
            }
            found.stream()
                    .limit(MAX_TARGETS - Math.min(MAX_TARGETS, targets.size()))
                    .forEach(target -> targets.putIfAbsent(target.model(), target));
        }
        List<Verdict.Target> all = List.copyOf(targets.values());
        if (!all.isEmpty()) {
            targetsByName.put(named.name(), all);
        }
        put(named, verdict(named, good, unresolved, all));
    }

    private Verdict verdict(Named named, List<Boolean> good, List<String> unresolved, List<Verdict.Target> targets) {
        Declared<?> object = named.object();
        Decision resolved = unresolved.isEmpty()
                ? Decision.RESOLVED
                : Decision.no(Reason.MODEL_NOT_FOUND, String.join("; ", unresolved));
        boolean serves = !targets.isEmpty();
        return switch (named) {
            case Named.OfCombo combo -> {
                Fragment fragment = serves ? Fragment.of(config(combo, good)) : null;
                yield new Verdict(
                        object.ref(),
                        object.generation(),
                        Decision.ACCEPTED,
                        resolved,
                        fragment,
                        detail(named, targets));
            }
            case Named.OfAlias alias -> {
                Fragment fragment = serves
                        ? Fragment.of(
                                new AliasConfig(alias.name(), alias.references().getFirst()))
                        : null;
                yield new Verdict(
                        object.ref(),
                        object.generation(),
                        Decision.ACCEPTED,
                        resolved,
                        fragment,
                        detail(named, targets));
            }
        };
    }

    private ComboConfig config(Named.OfCombo named, List<Boolean> good) {
        Combo.Spec spec = named.object().spec();
        List<ComboConfig.Member> members = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            if (good.get(i)) {
                ComboMember member = spec.models().get(i);
                members.add(new ComboConfig.Member(member.model(), Objects.requireNonNullElse(member.weight(), 1)));
            }
        }
        return new ComboConfig(
                named.name(),
                Objects.requireNonNullElse(spec.strategy(), defaultStrategy),
                Objects.requireNonNullElse(spec.stickyLimit(), 1),
                Objects.requireNonNullElse(spec.recovery(), Recovery.FAIL),
                members);
    }

    private List<Verdict.Target> find(String reference) {
        if (graph.isClaimed(reference)) {
            return targetsByName.getOrDefault(reference, List.of());
        }
        Verdict.Target target = models.find(reference);
        return target == null ? List.of() : List.of(target);
    }

    private String why(String reference) {
        if (graph.find(reference) != null) {
            return " leads nowhere itself (expected: a name that is served)";
        }
        return graph.isClaimed(reference)
                ? " is refused (expected: a name that is accepted)"
                : " (expected: a combo, an alias or a provider/model that an attached connection serves)";
    }

    private static Verdict.Detail detail(Named named, List<Verdict.Target> targets) {
        return named instanceof Named.OfCombo ? new Verdict.OfCombo(targets) : Verdict.Detail.NONE;
    }

    private void put(Named named, Verdict verdict) {
        result.verdicts().put(named.object().ref(), verdict);
        Fragment fragment = verdict.fragment();
        switch (fragment == null ? null : fragment.config()) {
            case ComboConfig combo -> result.combos().put(combo.name(), combo);
            case AliasConfig alias -> result.aliases().put(alias.alias(), alias);
            case null, default -> {}
        }
    }
}
