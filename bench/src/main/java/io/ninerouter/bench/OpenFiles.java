package io.ninerouter.bench;

import java.util.ArrayList;
import java.util.List;

/** How many connections a process may have. */
final class OpenFiles {
    private static final int MANY = 65_536;

    private OpenFiles() {}

    /** The command that runs a command with room for tens of thousands of them, where the machine lets us; else with what there is. */
    static List<String> many(List<String> command) {
        List<String> raised =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n " + MANY + " 2>/dev/null || :; exec \"$@\"", "sh"));
        raised.addAll(command);
        return List.copyOf(raised);
    }
}
