package io.ninerouter.operator.compile;

import io.ninerouter.config.ComboConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Where the references of one name lead. */
final class Found {
    private static final int MAX_TARGETS = 64;

    private final List<Verdict.Target> targets;
    private final Set<Integer> unresolved = new LinkedHashSet<>();

    /** @param find where one reference leads */
    Found(Named named, Function<String, List<Verdict.Target>> find) {
        Map<String, Verdict.Target> all = new LinkedHashMap<>();
        for (int i = 0; i < named.references().size(); i++) {
            List<Verdict.Target> found = find.apply(named.references().get(i));
            if (found.isEmpty()) {
                unresolved.add(i);
            }
            found.stream()
                    .limit(MAX_TARGETS - Math.min(MAX_TARGETS, all.size()))
                    .forEach(target -> all.putIfAbsent(target.model(), target));
        }
        targets = List.copyOf(all.values());
    }

    /** The provider models behind all of them, in order, each once. */
    List<Verdict.Target> targets() {
        return targets;
    }

    /** Indices of references that lead nowhere, in order. */
    Set<Integer> unresolved() {
        return unresolved;
    }

    /** The members that lead somewhere. */
    ComboConfig good(ComboConfig combo) {
        List<ComboConfig.Member> members = new ArrayList<>();
        for (int i = 0; i < combo.members().size(); i++) {
            if (!unresolved.contains(i)) {
                members.add(combo.members().get(i));
            }
        }
        return new ComboConfig(combo.name(), combo.strategy(), combo.stickyLimit(), combo.recovery(), members);
    }
}
