package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.catalog.Catalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Nodes over the catalogue. A user's name or prefix wins over a built-in one; between users the older object keeps it.
 */
final class ProviderStage {
    private final Catalogue catalogue;
    private final Map<String, Declared<ProviderNode.Spec>> owners = new HashMap<>();
    private final Map<ObjectRef, Verdict> verdicts = new HashMap<>();
    private final TreeMap<String, ProviderConfig> providers = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, String> probes = new HashMap<>();
    private final Map<String, AccountRules> accounts = new HashMap<>();
    private final Map<String, Providers.Sources> sources = new HashMap<>();

    private ProviderStage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static Providers.Result compile(List<Declared<ProviderNode.Spec>> nodes, Catalogue catalogue, LastValid before) {
        ProviderStage stage = new ProviderStage(catalogue);
        List<Declared<ProviderNode.Spec>> acceptedFirst =
                nodes.stream().sorted(before.acceptedFirst()).toList();
        // A node's own name yields to a prefix: prefixes of nodes that are accepted already come before any name.
        acceptedFirst.stream()
                .filter(before::isAcceptedAsItStands)
                .forEach(node -> stage.owners.putIfAbsent(prefix(node), node));
        acceptedFirst.forEach(stage::node);
        acceptedFirst.forEach(node -> stage.standIn(node, before));
        stage.builtIns();
        return new Providers.Result(
                new Providers(stage.providers, stage.refused, stage.probes, stage.accounts, stage.sources),
                stage.verdicts);
    }

    private void node(Declared<ProviderNode.Spec> node) {
        ProviderConfig valid;
        try {
            valid = ProviderForm.ofNode(node.name(), node.spec());
        } catch (IllegalArgumentException e) {
            refuse(node, Decision.no(Reason.INVALID, String.valueOf(e.getMessage())));
            return;
        }
        String prefix = prefix(node);
        Declared<ProviderNode.Spec> owner = owners.get(prefix);
        if (owner != null && !owner.equals(node)) {
            refuse(
                    node,
                    Decision.no(Reason.CONFLICT, "prefix: " + prefix + " (expected: not that of " + owner.ref() + ")"));
            return;
        }
        List<String> prefixes = new ArrayList<>();
        for (String claimed : new TreeSet<>(List.of(node.name(), prefix))) {
            // The name alone yields to an older node's prefix: the object still has its own.
            Declared<ProviderNode.Spec> holder = owners.putIfAbsent(claimed, node);
            if (holder == null || holder.equals(node)) {
                prefixes.add(claimed);
            }
        }
        ProviderConfig config = valid.withPrefixes(prefixes);
        providers.put(node.name(), config);
        accounts.put(node.name(), AccountRules.ofNode(config));
        probes.put(node.name(), probePath(node.spec()));
        verdicts.put(node.ref(), Verdict.served(node, hidden(prefixes), Fragment.of(config), Verdict.Detail.NONE));
    }

    private void refuse(Declared<ProviderNode.Spec> node, Decision decision) {
        refused.add(node.name());
        verdicts.put(node.ref(), Verdict.refused(node, decision, Verdict.Detail.NONE));
    }

    /** A node that was refused is served as it last was, under those of its prefixes that no node has claimed since. */
    private void standIn(Declared<ProviderNode.Spec> node, LastValid before) {
        Served served = before.instead(node);
        Verdict verdict = verdicts.get(node.ref());
        if (verdict != null
                && !verdict.accepted().holds()
                && served != null
                && served.form() instanceof ProviderConfig last) {
            List<String> prefixes = last.prefixes().stream()
                    .filter(prefix -> owners.putIfAbsent(prefix, node) == null)
                    .toList();
            if (!prefixes.isEmpty()) {
                providers.put(node.name(), last.withPrefixes(prefixes).withListed(List.of()));
                accounts.put(node.name(), AccountRules.ofNode(last));
                refused.remove(node.name());
                verdicts.put(node.ref(), Verdict.refused(node, verdict.accepted(), Verdict.Detail.NONE, served));
            }
        }
    }

    private Decision hidden(List<String> prefixes) {
        List<String> hidden = prefixes.stream()
                .filter(prefix -> catalogue.idOfPrefix(prefix) != null)
                .map(prefix -> prefix + "/ no longer means the built-in " + catalogue.idOfPrefix(prefix))
                .toList();
        return hidden.isEmpty() ? Decision.ACCEPTED : Decision.yes(Reason.HIDES_BUILT_IN, String.join("; ", hidden));
    }

    private void builtIns() {
        catalogue.entries().forEach((id, entry) -> {
            ProviderNode.Spec spec = entry.node();
            if (!providers.containsKey(id)) {
                List<String> prefixes = Catalogue.prefixesOf(id, spec).stream()
                        .filter(prefix -> !owners.containsKey(prefix))
                        .sorted()
                        .toList();
                providers.put(
                        id,
                        ProviderForm.of(
                                        id,
                                        prefixes,
                                        spec,
                                        entry.extra().profile(),
                                        catalogue.prices().of(id))
                                .withOtherUrls(entry.extra().otherUrls()));
                probes.put(id, probePath(spec));
                accounts.put(id, AccountRules.of(id, entry.extra()));
                sources.put(
                        id,
                        new Providers.Sources(
                                entry.extra().modelList(), entry.extra().quota()));
            }
        });
    }

    private static String prefix(Declared<ProviderNode.Spec> node) {
        String prefix = node.spec().prefix();
        return prefix == null ? node.name() : prefix;
    }

    private static String probePath(ProviderNode.Spec spec) {
        ProviderNode.Probe probe = spec.probe();
        String path = probe == null ? null : probe.path();
        return path == null ? Providers.MODELS : path;
    }
}
