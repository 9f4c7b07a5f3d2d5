package io.ninerouter.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is measured and what measures on a core of its own each.
 *
 * @param possible false where {@code taskset} or a second core is missing: then the kernel decides
 */
record Pinning(boolean possible) {
    /** For the process that is measured. */
    static final int MEASURED = 0;

    /** For the upstream and the load. */
    static final int LOAD = 1;

    /** What this machine can do. */
    static Pinning here() {
        return new Pinning(onPath("taskset").isPresent() && Runtime.getRuntime().availableProcessors() > 1);
    }

    /** The command that runs a command on a core. */
    List<String> command(int core, List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (possible) {
            pinned.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        pinned.addAll(command);
        return List.copyOf(pinned);
    }

    /** For the head of the table. */
    String line() {
        return possible
                ? "measured process on core " + MEASURED + ", upstream and load on core " + LOAD
                : "not pinned (no taskset, or one core only)";
    }

    /** A program on PATH, or where Debian keeps the administrator's programs. */
    static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        for (String folder : path.split(":", -1)) {
            Path file = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
