package io.ninerouter.gateway.translate.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which call a result belongs to. Ids are optional in this dialect: without one, results answer the calls of their
 * name in order. Calls without an id get one by their place in the conversation, which stays the same while it grows.
 */
final class CallMatcher {
    private static final String MADE = "call_gemini_";

    private final List<Open> open = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    private int calls;

    /** Whether the id was made here, for a call that had none. */
    static boolean isMade(String id) {
        return id.startsWith(MADE);
    }

    /** A call; answers its id. */
    String called(@Nullable String id, String name) {
        int place = calls++;
        boolean named = id != null && !id.isEmpty();
        String known = named && id != null ? id : MADE + place;
        if (named) {
            given.add(known);
        }
        open.add(new Open(known, name));
        return known;
    }

    /** A result; answers the id of its call. */
    String answered(@Nullable String id, String name) {
        if (id != null && !id.isEmpty()) {
            for (int i = 0; i < open.size(); i++) {
                if (open.get(i).id.equals(id)) {
                    return open.remove(i).id;
                }
            }
            // The client made an id for a call that had none, and told it in the result only.
            if (given.contains(id)) {
                return id;
            }
        }
        String nameless = id == null || id.isEmpty() ? "" : id;
        for (int i = 0; i < open.size(); i++) {
            Open call = open.get(i);
            if (call.name.equals(name) && (nameless.isEmpty() || isMade(call.id))) {
                return open.remove(i).id;
            }
        }
        if (nameless.isEmpty()) {
            return open.isEmpty() ? MADE + "lost_" + name : open.removeFirst().id;
        }
        return nameless;
    }

    private record Open(String id, String name) {}
}
