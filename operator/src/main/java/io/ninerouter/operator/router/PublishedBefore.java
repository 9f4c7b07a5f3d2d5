package io.ninerouter.operator.router;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.TokenIssuer;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ConfigCompiler;
import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.Identities;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Origin;
import io.ninerouter.operator.status.FragmentTracker;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import io.ninerouter.operator.status.RevisionHistory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an earlier operator published, read back: a restart or a change of leaders takes nobody's {@code Programmed} away.
 * Pure.
 *
 * @param configRevision of {@code config}
 * @param origins where its parts come from
 */
record PublishedBefore(
        GatewayConfig config, String configRevision, Credentials credentials, Map<ObjectRef, Origin> origins) {

    /** The last valid form of each object. */
    LastValid lastValid() {
        return LastValid.of(config, credentials.byConnection(), origins);
    }

    /** Compiles and encodes what follows it. */
    Prepared prepare(Inputs next) {
        return Prepared.of(ConfigCompiler.compile(next, lastValid(), null), null);
    }

    /** The memory with which this operator goes on: every object whose part stands in it already keeps its acknowledgements. */
    RouterMemory memory(Compilation next) {
        RevisionHistory configs = RevisionHistory.EMPTY.publish(configRevision);
        RevisionHistory revisions = RevisionHistory.EMPTY.publish(credentials.revision());
        Set<Object> parts = parts();
        Set<String> connections =
                config.connections().stream().map(ConnectionConfig::name).collect(Collectors.toSet());
        Map<ObjectRef, Tracked> tracked = new HashMap<>();
        next.verdicts().forEach((ref, verdict) -> {
            Fragment fragment = verdict.fragment();
            if (fragment == null) {
                return;
            }
            boolean stands = fragment.config().equals(Fragment.ABSENT)
                    ? !connections.contains(ref.name())
                    : parts.contains(fragment.config());
            if (stands) {
                Map<String, Credential> published = credentials.byConnection();
                Map<String, Credential> way = new HashMap<>(published);
                way.keySet().retainAll(fragment.way().keySet());
                Fragment before = new Fragment(
                        fragment.config(), fragment.credential() == null ? null : published.get(ref.name()), way);
                tracked.put(ref, new Tracked(before, configs.sequence(), revisions.sequence(), null));
            }
        });
        return new RouterMemory(null, null, lastValid(), configs, revisions, FragmentTracker.of(tracked));
    }

    /** Whose tokens were taken; {@code otherwise} when nobody's were. */
    Identities.Issuer issuer(Identities.Issuer otherwise) {
        TokenIssuer tokens = config.settings().tokens();
        return tokens == null ? otherwise : new Identities.Issuer.Known(tokens.issuer(), tokens.jwks());
    }

    private Set<Object> parts() {
        Set<Object> parts = new HashSet<>();
        parts.add(config.settings());
        // What lists say is no part of what a node declares.
        config.providers().forEach(provider -> parts.add(provider.withListed(List.of())));
        parts.addAll(config.connections());
        parts.addAll(config.combos());
        parts.addAll(config.aliases());
        parts.addAll(config.keys());
        return parts;
    }
}
