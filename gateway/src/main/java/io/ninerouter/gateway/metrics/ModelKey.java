package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Tags;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.Asker;

/**
 * What was asked of whom, in words that a configuration bounds.
 *
 * @param model one that the configuration names, else {@value LabelCap#OTHER}
 */
record ModelKey(String operation, String provider, String model) {

    static ModelKey of(Asker asker, Target target, LabelCap models) {
        Provider provider = target.provider();
        boolean named = provider.declares(target.model())
                && !models.of(provider.id() + '/' + target.model()).equals(LabelCap.OTHER);
        return new ModelKey(Names.operation(asker.action()), provider.id(), named ? target.model() : LabelCap.OTHER);
    }

    Tags tags() {
        return Tags.of(
                "gen_ai.operation.name", operation,
                "gen_ai.provider.name", provider,
                "gen_ai.request.model", model);
    }

    boolean isNamed(Snapshot snapshot) {
        Provider known = snapshot.provider(provider);
        return known != null && (model.equals(LabelCap.OTHER) || known.declares(model));
    }
}
