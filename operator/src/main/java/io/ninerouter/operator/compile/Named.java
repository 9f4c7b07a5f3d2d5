package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ComboMember;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A combo or an alias: an object that gives a model string a meaning. */
sealed interface Named {
    /** The object itself. */
    Declared<?> object();

    /** What callers ask for. */
    String name();

    /** The model strings that it leads to, in order. */
    List<String> references();

    /** The field of one reference, for messages. */
    String field(int index);

    /**
     * What it is in the configuration.
     *
     * @param found where its references lead: those that lead nowhere are left out
     * @param strategy of combos that name none
     */
    Object part(Found found, ComboStrategy strategy);

    /** What is said of it beside the conditions. */
    default Verdict.Detail detail(List<Verdict.Target> targets) {
        return Verdict.Detail.NONE;
    }

    /** What is accepted as it stands, then the others; the older first among each. */
    static List<Named> inOrder(Inputs.Objects objects, LastValid before, NamesJudged judgedBefore) {
        List<Named> all =
                new ArrayList<>(objects.combos().size() + objects.aliases().size());
        objects.combos().forEach(combo -> all.add(judgedBefore.named(combo, Named.OfCombo::of)));
        objects.aliases().forEach(alias -> all.add(judgedBefore.named(alias, Named.OfAlias::of)));
        all.sort((a, b) -> Declared.OLDEST_FIRST.compare(a.object(), b.object()));
        Map<Boolean, List<Named>> byAcceptance =
                all.stream().collect(Collectors.partitioningBy(named -> before.isAcceptedAsItStands(named.object())));
        List<Named> names = new ArrayList<>(byAcceptance.getOrDefault(true, List.of()));
        names.addAll(byAcceptance.getOrDefault(false, List.of()));
        return names;
    }

    /** A combo. */
    record OfCombo(Declared<Combo.Spec> object, String name, List<String> references) implements Named {
        static OfCombo of(Declared<Combo.Spec> combo) {
            String name = combo.spec().name();
            return new OfCombo(
                    combo,
                    name == null ? combo.name() : name,
                    combo.spec().models().stream().map(ComboMember::model).toList());
        }

        @Override
        public String field(int index) {
            return "models[" + index + "].model";
        }

        @Override
        public ComboConfig part(Found found, ComboStrategy strategy) {
            Combo.Spec spec = object.spec();
            List<ComboConfig.Member> members = new ArrayList<>();
            for (int i = 0; i < spec.models().size(); i++) {
                if (!found.unresolved().contains(i)) {
                    ComboMember member = spec.models().get(i);
                    members.add(new ComboConfig.Member(member.model(), Objects.requireNonNullElse(member.weight(), 1)));
                }
            }
            return new ComboConfig(
                    name,
                    Objects.requireNonNullElse(spec.strategy(), strategy),
                    Objects.requireNonNullElse(spec.stickyLimit(), 1),
                    Objects.requireNonNullElse(spec.recovery(), Recovery.FAIL),
                    members);
        }

        @Override
        public Verdict.Detail detail(List<Verdict.Target> targets) {
            return new Verdict.OfCombo(targets);
        }
    }

    /** An alias. */
    record OfAlias(Declared<ModelAlias.Spec> object, String name, List<String> references) implements Named {
        static OfAlias of(Declared<ModelAlias.Spec> alias) {
            String name = alias.spec().alias();
            return new OfAlias(
                    alias,
                    name == null ? alias.name() : name,
                    List.of(alias.spec().target()));
        }

        @Override
        public String field(int index) {
            return "target";
        }

        @Override
        public AliasConfig part(Found found, ComboStrategy strategy) {
            return new AliasConfig(name, references.getFirst());
        }
    }

    /** The form in which a combo or an alias was last served, standing in for a newer one that is broken. */
    record OfServed(Declared<?> object, Served served) implements Named {
        @Override
        public String name() {
            return switch (served.form()) {
                case ComboConfig combo -> combo.name();
                case AliasConfig alias -> alias.alias();
                default -> throw new IllegalStateException(object.ref() + ": served as neither combo nor alias");
            };
        }

        @Override
        public List<String> references() {
            return switch (served.form()) {
                case ComboConfig combo ->
                    combo.members().stream().map(ComboConfig.Member::model).toList();
                case AliasConfig alias -> List.of(alias.target());
                default -> throw new IllegalStateException(object.ref() + ": served as neither combo nor alias");
            };
        }

        @Override
        public String field(int index) {
            return "last valid form";
        }

        @Override
        public Object part(Found found, ComboStrategy strategy) {
            return served.form() instanceof ComboConfig combo ? found.good(combo) : served.form();
        }
    }
}
