package io.ninerouter.operator.compile;

import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one Router in, its configuration and a verdict for each object out. Pure and deterministic: equal inputs,
 * in any order, give equal bytes. An object that is wrong is left out and its verdict says why; the others serve.
 */
public final class ConfigCompiler {
    private ConfigCompiler() {}

    /** Compiles where nothing was published before. */
    public static Compilation compile(Inputs inputs) {
        return compile(inputs, LastValid.NONE);
    }

    /**
     * Compiles. Never throws for what a user declared. What is broken now is served in its last valid form where that is
     * safe; compiling again after that was published gives the same.
     *
     * @param before what is published now
     */
    public static Compilation compile(Inputs inputs, LastValid before) {
        return compile(inputs, before, null).compilation();
    }

    /**
     * The same, faster: what was compiled before saves work, and changes nothing in the result.
     *
     * @param previous any compilation of the Router; null = none
     */
    public static Compiled compile(Inputs inputs, LastValid before, @Nullable Compiled previous) {
        Compiled.Stages stages = stages(inputs, before, previous == null ? null : previous.stages());
        ObjectRef router = inputs.router().ref();
        GatewayConfig config = new GatewayConfig(
                GatewayConfig.FORMAT,
                router.namespace() + "/" + router.name(),
                stages.settings().result().settings().settings(),
                providersOf(
                        stages.models().result(),
                        stages.providers().result(),
                        stages.listed().result()),
                List.copyOf(stages.connections().result().connections().values()),
                List.copyOf(stages.names().result().combos().values()),
                List.copyOf(stages.names().result().aliases().values()),
                List.copyOf(stages.keys().result().keys().values()));
        return Compiled.of(stages, config, previous);
    }

    private static Compiled.Stages stages(Inputs inputs, LastValid before, Compiled.@Nullable Stages old) {
        Inputs.Objects objects = inputs.objects();
        var settings = Stage.of(
                old == null ? null : old.settings(),
                List.of(
                        inputs.router(),
                        inputs.identities(),
                        inputs.secrets(),
                        inputs.reach().scope(),
                        before.of(List.of(inputs.router()))),
                () -> EgressStage.router(
                        inputs.router(), inputs.secrets(), before, SettingsStage.compile(inputs, before)));
        var providers = Stage.of(
                old == null ? null : old.providers(),
                List.of(objects.nodes(), inputs.catalogue(), before.of(objects.nodes())),
                () -> ProviderStage.compile(objects.nodes(), inputs.catalogue(), before));
        var connections = Stage.of(
                old == null ? null : old.connections(),
                List.of(
                        objects.connections(),
                        inputs.secrets(),
                        providers,
                        settings.result().egress(),
                        settings.result().entries(),
                        inputs.lists(),
                        before.of(objects.connections())),
                () -> EgressStage.connections(
                        inputs,
                        providers.result().providers(),
                        settings.result(),
                        ConnectionStage.compile(inputs, providers.result().providers(), before)));
        var models = Stage.of(
                old == null ? null : old.models(),
                List.of(providers, connections.result().connections()),
                () -> new ServedModels(
                        providers.result().providers(),
                        connections.result().connections().values()));
        var listed = Stage.of(
                old == null ? null : old.listed(),
                List.of(providers, connections.result().connections(), inputs.lists()),
                () -> Offers.listed(
                        providers.result().providers(),
                        connections.result().connections().values(),
                        inputs.lists()));
        ComboStrategy strategy = settings.result().settings().comboStrategy();
        NameStage.Result named = old == null ? null : old.names().result();
        var names = Stage.of(
                old == null ? null : old.names(),
                List.of(
                        objects.combos(),
                        objects.aliases(),
                        models.result(),
                        strategy,
                        before.of(objects.combos()),
                        before.of(objects.aliases())),
                () -> NameStage.compile(objects, models.result(), strategy, before, named));
        var keys = Stage.of(
                old == null ? null : old.keys(),
                List.of(
                        inputs.router(),
                        objects.keys(),
                        inputs.reach(),
                        inputs.secrets(),
                        inputs.identities(),
                        settings.result().settings().settings()),
                () -> KeyStage.compile(inputs, settings.result().settings().settings()));
        var ends = Stage.of(
                old == null ? null : old.ends(),
                List.of(objects.connections(), objects.combos(), objects.aliases(), connections, models, listed, names),
                () -> ModelEnds.of(
                        objects, connections.result().connections(), models.result(), listed.result(), names.result()));
        return new Compiled.Stages(
                settings,
                providers,
                connections,
                models,
                listed,
                names,
                keys,
                ends,
                origins(inputs, settings, providers, connections, names, old));
    }

    private static List<Stage<Origins>> origins(
            Inputs inputs,
            Stage<EgressStage.OfRouter> settings,
            Stage<Providers.Result> providers,
            Stage<ConnectionStage.Result> connections,
            Stage<NameStage.Result> names,
            Compiled.@Nullable Stages old) {
        Inputs.Objects objects = inputs.objects();
        Verdict router = settings.result().settings().verdict();
        List<Origins.Place> places = List.of(
                new Origins.Place(List.of(inputs.router()), settings, Map.of(router.ref(), router), null),
                new Origins.Place(objects.nodes(), providers, providers.result().verdicts(), null),
                new Origins.Place(
                        objects.connections(), connections, connections.result().verdicts(), null),
                new Origins.Place(
                        objects.combos(),
                        names,
                        names.result().verdicts(),
                        names.result().step()),
                new Origins.Place(
                        objects.aliases(),
                        names,
                        names.result().verdicts(),
                        names.result().step()));
        List<Stage<Origins>> all = new ArrayList<>();
        for (Origins.Place place : places) {
            Stage<Origins> before = old == null ? null : old.origins().get(all.size());
            all.add(Stage.of(
                    before,
                    List.of(place.objects(), place.stage()),
                    () -> Origins.of(place, before == null ? null : before.result())));
        }
        return all;
    }

    /** Those that a connection names, and those that stand in for a broken node: else their last form would be lost. */
    private static List<ProviderConfig> providersOf(
            ServedModels models, Providers.Result providers, SortedMap<String, ProviderConfig> listed) {
        SortedMap<String, ProviderConfig> all = new TreeMap<>();
        models.providers().forEach(provider -> all.put(provider.id(), provider));
        providers.verdicts().values().stream()
                .filter(verdict -> verdict.instead() != null)
                .map(verdict -> providers.providers().find(verdict.ref().name()))
                .filter(Objects::nonNull)
                .forEach(provider -> all.put(provider.id(), provider));
        return all.values().stream()
                .map(provider -> listed.getOrDefault(provider.id(), provider))
                .toList();
    }
}
