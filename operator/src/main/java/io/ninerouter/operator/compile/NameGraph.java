package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that combos and aliases give, without conflicts and without cycles. Of two objects with one name the one that
 * comes first keeps it; of a cycle the member that comes last is refused. What serves already comes first, then what is
 * older: so a new or edited object takes nothing from those that were there.
 */
final class NameGraph {
    private final Map<String, Named> owners = new LinkedHashMap<>();
    private final Map<String, Named> accepted = new LinkedHashMap<>();
    private final Map<ObjectRef, Decision> refused = new HashMap<>();

    private NameGraph() {}

    /**
     * Places names in the order given.
     *
     * @param withdrawn objects that keep their claim to a name but lead nowhere
     * @param instead stands in for what is withdrawn or refused, behind everything else
     */
    static NameGraph of(Collection<? extends Named> names, Set<ObjectRef> withdrawn, Map<ObjectRef, Served> instead) {
        NameGraph graph = new NameGraph();
        names.forEach(graph::add);
        if (!withdrawn.isEmpty()) {
            graph.accepted
                    .values()
                    .removeIf(named -> withdrawn.contains(named.object().ref()));
        }
        if (instead.isEmpty()) {
            return graph;
        }
        for (Named named : names) {
            ObjectRef ref = named.object().ref();
            Served served = instead.get(ref);
            if (served != null && (withdrawn.contains(ref) || graph.refused.containsKey(ref))) {
                graph.standIn(new Named.OfServed(named.object(), served));
            }
        }
        return graph;
    }

    /** The object behind a name; null when the name is none, or its object was refused. */
    @Nullable
    Named find(String name) {
        return accepted.get(name);
    }

    /** Whether an object claims the name, be it refused. */
    boolean isClaimed(String name) {
        return owners.containsKey(name);
    }

    /** Whether the object that claims a name was refused. */
    boolean isRefused(String name) {
        Named owner = owners.get(name);
        return owner != null && refused.containsKey(owner.object().ref());
    }

    /** Why each object that is not here is not. */
    Map<ObjectRef, Decision> refused() {
        return refused;
    }

    /** The objects behind names, each behind those that it refers to. */
    List<Named> referredFirst() {
        List<Named> order = new ArrayList<>(accepted.size());
        Map<String, Integer> seen = new HashMap<>();
        for (Named root : accepted.values()) {
            if (!seen.containsKey(root.name()) && root.references().stream().noneMatch(accepted::containsKey)) {
                // Most names lead to models alone.
                seen.put(root.name(), root.references().size() + 1);
                order.add(root);
                continue;
            }
            Deque<Named> path = new ArrayDeque<>();
            path.push(root);
            while (!path.isEmpty()) {
                Named top = path.element();
                int next = seen.getOrDefault(top.name(), 0);
                if (next > top.references().size()) {
                    path.pop();
                } else if (next == top.references().size()) {
                    order.add(path.pop());
                    seen.put(top.name(), next + 1);
                } else {
                    seen.put(top.name(), next + 1);
                    Named referred = accepted.get(top.references().get(next));
                    if (referred != null && !seen.containsKey(referred.name())) {
                        path.push(referred);
                    }
                }
            }
        }
        return order;
    }

    private void add(Named named) {
        Named owner = owners.putIfAbsent(named.name(), named);
        if (owner != null) {
            String message = "name: " + named.name() + " (expected: not that of "
                    + owner.object().ref() + ")";
            refused.put(named.object().ref(), Decision.no(Reason.CONFLICT, message));
            return;
        }
        List<String> cycle = pathBack(named);
        if (cycle.isEmpty()) {
            accepted.put(named.name(), named);
        } else {
            String message = "leads back to itself: " + String.join(" → ", cycle) + " (expected: no cycle)";
            refused.put(named.object().ref(), Decision.no(Reason.CYCLE, message));
        }
    }

    /** What is declared wins over what stands in for something broken. */
    private void standIn(Named.OfServed named) {
        Named owner = owners.putIfAbsent(named.name(), named);
        boolean free =
                owner == null || owner.object().ref().equals(named.object().ref());
        if (free && pathBack(named).isEmpty()) {
            accepted.put(named.name(), named);
        }
    }

    /** The way from a name back to it, both ends included; empty when there is none. */
    private List<String> pathBack(Named start) {
        boolean leadsOn = start.references().stream()
                .anyMatch(reference -> reference.equals(start.name()) || accepted.containsKey(reference));
        if (!leadsOn) {
            return List.of();
        }
        Map<String, String> cameFrom = new HashMap<>();
        Deque<Named> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
            Named at = open.remove();
            for (String reference : at.references()) {
                if (reference.equals(start.name())) {
                    return path(start.name(), at.name(), cameFrom);
                }
                Named next = accepted.get(reference);
                if (next != null && cameFrom.putIfAbsent(reference, at.name()) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<String> path(String start, String last, Map<String, String> cameFrom) {
        Deque<String> path = new ArrayDeque<>(List.of(start));
        for (String at = last; at != null && !at.equals(start); at = cameFrom.get(at)) {
            path.addFirst(at);
        }
        path.addFirst(start);
        return List.copyOf(path);
    }
}
