package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.ModelRule;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The rules of a provider, by model. What follows from them is worked out once for every set of rules that some model
 * matches: ahead for models that are known by name, else when the first such model is asked for. Thread-safe.
 */
final class ModelRules {
    /** Sets of rules that are kept; callers may make up names, but real rules make a handful of sets. */
    private static final int MOST_KEPT = 1_024;

    private final ProviderConfig provider;
    private final List<ModelGlobs> globs;
    private final ModelSpeech always;
    private final Map<String, ModelSpeech> known = new HashMap<>();
    private final ConcurrentMap<BitSet, ModelSpeech> bySet = new ConcurrentHashMap<>();

    /** @param names models that are known by name */
    ModelRules(ProviderConfig provider, Collection<String> names) {
        this.provider = provider;
        globs = provider.rules().stream()
                .map(rule -> new ModelGlobs(rule.models()))
                .toList();
        always = new ModelSpeech(provider.edits(), List.of());
        if (!globs.isEmpty()) {
            names.forEach(name -> known.put(name, matched(name)));
        }
    }

    ModelSpeech of(String model) {
        if (globs.isEmpty()) {
            return always;
        }
        ModelSpeech speech = known.get(model);
        return speech == null ? matched(model) : speech;
    }

    private ModelSpeech matched(String model) {
        BitSet matching = new BitSet(globs.size());
        for (int i = 0; i < globs.size(); i++) {
            matching.set(i, globs.get(i).allow(model));
        }
        if (matching.isEmpty()) {
            return always;
        }
        ModelSpeech kept = bySet.get(matching);
        if (kept != null) {
            return kept;
        }
        List<ModelRule> rules = new ArrayList<>();
        matching.stream().forEach(i -> rules.add(provider.rules().get(i)));
        ModelSpeech speech = new ModelSpeech(provider.edits(), rules);
        if (bySet.size() < MOST_KEPT) {
            bySet.put(matching, speech);
        }
        return speech;
    }
}
