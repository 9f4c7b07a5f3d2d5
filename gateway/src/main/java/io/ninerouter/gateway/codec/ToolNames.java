package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.ToolName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tools are called towards one target, and back. Deterministic in the order of use. Not thread-safe. */
public final class ToolNames {
    /** The one argument of a free-text tool that became a function. */
    public static final String CUSTOM_ARGUMENT = "input";

    private final Map<ToolName, ToolName> sent = new HashMap<>();
    private final Map<String, ToolName> originals = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The name to send for one of the client's. */
    public ToolName toSend(ToolName original, Traits traits) {
        return sent.computeIfAbsent(original, name -> choose(name, traits));
    }

    /** The client's name for one that the provider used; names that were never sent stay as they are. */
    public ToolName original(ToolName received) {
        ToolName exact = originals.get(key(received.namespace(), received.name()));
        return exact == null ? received : exact;
    }

    private ToolName choose(ToolName original, Traits traits) {
        boolean grouped = original.namespace() != null && traits.namespaces();
        String group = grouped ? original.namespace() : null;
        String wanted = original.namespace() == null || grouped
                ? original.name()
                : original.namespace() + "__" + original.name();
        String base = traits.toolNames().repair(wanted);
        String name = base;
        for (int i = 2; !taken.add(key(group, name)); i++) {
            String suffix = "_" + i;
            int room = traits.toolNames().maxLength() - suffix.length();
            name = base.substring(0, Math.min(base.length(), room)) + suffix;
        }
        originals.put(key(group, name), original);
        return new ToolName(name, group, original.custom() && traits.customTools());
    }

    private static String key(@Nullable String group, String name) {
        return group == null ? name : group + '\0' + name;
    }
}
