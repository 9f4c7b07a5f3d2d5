package io.ninerouter.quickstart.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The kubectl of this machine.
 *
 * @param kubeconfig of the server that it talks to
 */
public record Kubectl(Path kubeconfig) {
    /** What it remembers of a server for hours would hide kinds that were installed since. */
    private static final Path CACHE = cache();

    /**
     * What came of a command.
     *
     * @param output both streams together
     */
    public record Run(int exit, String output) {}

    /** Whether there is one. */
    public static boolean isThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /** Runs a command to its end. */
    public Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", kubeconfig.toString(), "--cache-dir", CACHE.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** Runs a command that has to go well; what it said. */
    public String succeed(String... arguments) throws IOException, InterruptedException {
        Run run = run(arguments);
        if (run.exit() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + run.output());
        }
        return run.output();
    }

    private static Path cache() {
        try {
            return Files.createTempDirectory("ninerouter-kubectl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
