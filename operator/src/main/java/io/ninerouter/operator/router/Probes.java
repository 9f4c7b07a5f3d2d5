package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.probe.Probed;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What checks of connections' credentials have yielded by now. Immutable.
 *
 * @param byConnection those that are to be checked
 * @param answered of which the provider has said clearly whether it takes the credential
 */
record Probes(Map<ObjectRef, Probed> byConnection, Set<ObjectRef> answered) {
    /** Nothing was checked. */
    static final Probes NOTHING = of(Map.of());

    Probes {
        byConnection = Map.copyOf(byConnection);
        answered = Set.copyOf(answered);
    }

    /** Looked through once: rounds that bring no answer ask for it again and again, of thousands of connections. */
    static Probes of(Map<ObjectRef, Probed> byConnection) {
        return new Probes(
                byConnection,
                byConnection.entrySet().stream()
                        .filter(one -> one.getValue().clear() != null)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }
}
