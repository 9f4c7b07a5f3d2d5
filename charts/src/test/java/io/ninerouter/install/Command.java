package io.ninerouter.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs of this machine. */
public final class Command {
    private Command() {}

    /** Whether a program is on the PATH. */
    public static boolean exists(String program) {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs a program that succeeds, at the root of the repository, and returns what it says; what it complains of goes to this
     * process's own errors.
     */
    public static String run(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + " exits " + exit + ":\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Root of the repository. */
    public static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
