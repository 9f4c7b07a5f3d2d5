package io.ninerouter.operator.compile;

import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

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
        SettingsStage.Result settings = SettingsStage.compile(inputs.router(), inputs.identities(), before);
        Providers.Result providers = ProviderStage.compile(inputs.objects().nodes(), inputs.catalogue(), before);
        ConnectionStage.Result connections = ConnectionStage.compile(inputs, providers.providers(), before);
        ServedModels models = new ServedModels(
                providers.providers(), connections.connections().values());
        NameStage.Result names = NameStage.compile(inputs.objects(), models, settings.comboStrategy(), before);
        KeyStage.Result keys = KeyStage.compile(inputs, settings.settings());

        Map<ObjectRef, Verdict> verdicts = new HashMap<>();
        verdicts.put(inputs.router().ref(), settings.verdict());
        verdicts.putAll(providers.verdicts());
        verdicts.putAll(connections.verdicts());
        verdicts.putAll(names.verdicts());
        verdicts.putAll(keys.verdicts());

        ObjectRef router = inputs.router().ref();
        GatewayConfig config = new GatewayConfig(
                GatewayConfig.FORMAT,
                router.namespace() + "/" + router.name(),
                settings.settings(),
                providersOf(models, providers),
                List.copyOf(connections.connections().values()),
                List.copyOf(names.combos().values()),
                List.copyOf(names.aliases().values()),
                List.copyOf(keys.keys().values()));
        return new Compilation(
                config,
                new TreeMap<>(connections.credentials()),
                new TreeMap<>(verdicts),
                Origins.of(inputs, verdicts));
    }

    /** Those that a connection names, and those that stand in for a broken node: else their last form would be lost. */
    private static List<ProviderConfig> providersOf(ServedModels models, Providers.Result providers) {
        SortedMap<String, ProviderConfig> all = new TreeMap<>();
        models.providers().forEach(provider -> all.put(provider.id(), provider));
        providers.verdicts().values().stream()
                .filter(verdict -> verdict.instead() != null)
                .map(verdict -> providers.providers().find(verdict.ref().name()))
                .filter(Objects::nonNull)
                .forEach(provider -> all.put(provider.id(), provider));
        return List.copyOf(all.values());
    }
}
