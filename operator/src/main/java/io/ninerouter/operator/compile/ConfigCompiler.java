package io.ninerouter.operator.compile;

import io.ninerouter.config.GatewayConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All objects of one Router in, its configuration and a verdict for each object out. Pure and deterministic: equal inputs,
 * in any order, give equal bytes. An object that is wrong is left out and its verdict says why; the others serve.
 */
public final class ConfigCompiler {
    private ConfigCompiler() {}

    /** Compiles. Never throws for what a user declared. */
    public static Compilation compile(Inputs inputs) {
        SettingsStage.Result settings = SettingsStage.compile(inputs.router(), inputs.identities());
        Providers.Result providers = ProviderStage.compile(inputs.objects().nodes(), inputs.catalogue());
        ConnectionStage.Result connections = ConnectionStage.compile(inputs, providers.providers());
        ServedModels models = new ServedModels(
                providers.providers(), connections.connections().values());
        NameStage.Result names = NameStage.compile(inputs.objects(), models, settings.comboStrategy());
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
                models.providers(),
                List.copyOf(connections.connections().values()),
                List.copyOf(names.combos().values()),
                List.copyOf(names.aliases().values()),
                List.copyOf(keys.keys().values()));
        return Compilation.of(config, connections.credentials(), verdicts);
    }
}
