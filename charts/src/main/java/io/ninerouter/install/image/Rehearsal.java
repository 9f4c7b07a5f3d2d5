package io.ninerouter.install.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets a program work for a moment, from the files and with the runtime of its image, on an embedded cluster, so that the JVM
 * keeps the classes it has loaded and linked as the image's AOT cache.
 *
 * <p>Arguments: {@code operator} or {@code gateway}, the runtime's folder, the folder that becomes {@code /app} and holds
 * {@code libs}.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Rehearsal() {}

    /** Leaves {@code java.args} and {@code app.aot} beside {@code libs}. */
    public static void main(String[] arguments) throws InterruptedException {
        Path runtime = Path.of(arguments[1]).toAbsolutePath();
        Path app = Path.of(arguments[2]).toAbsolutePath();
        try {
            Path scratch = Files.createTempDirectory("rehearsal");
            try (Play play = play(arguments[0], scratch)) {
                new Launch(app, play.mainClass(), play.flags()).prepare();
                record(runtime, app, play);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What is left of the embedded cluster must not keep the build waiting.
        System.exit(0);
    }

    /**
     * What a program is made to do, its embedded cluster running.
     *
     * @param program operator or gateway
     * @param scratch for the cluster's files
     */
    public static Play play(String program, Path scratch) throws IOException {
        return switch (program) {
            case "operator" -> OperatorPlay.open(scratch);
            case "gateway" -> GatewayPlay.open(scratch);
            default -> throw new IllegalArgumentException(program + " (expected: operator or gateway)");
        };
    }

    private static void record(Path runtime, Path app, Play play) throws IOException, InterruptedException {
        Path cache = app.resolve(Launch.CACHE);
        Files.deleteIfExists(cache);
        List<String> command = new ArrayList<>(List.of(
                runtime.resolve("bin/java").toString(),
                // Profiles would make each start compile at once what it does not need: no gain, and some MiB more.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining",
                "-XX:AOTCacheOutput=" + cache,
                "@" + Launch.ARGUMENTS));
        command.addAll(play.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(app.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(play.environment());
        Process process = builder.start();
        try {
            play.perform(process.toHandle());
            // The cache is written at an orderly end.
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the program does not end");
            }
        } finally {
            process.destroyForcibly();
        }
        if (!Files.exists(cache)) {
            throw new IllegalStateException(cache + ": not written (expected: at the end of the program)");
        }
    }

    /** What a program is made to do. */
    public interface Play extends AutoCloseable {
        /** The program. */
        String mainClass();

        /** Of the JVM, beside those that every program has. */
        List<String> flags();

        /** After the main class. */
        List<String> arguments();

        /** That the program needs beside its parent's. */
        Map<String, String> environment();

        /**
         * Returns when the program says that it is ready.
         *
         * @throws IllegalStateException when it does not
         */
        void awaitReady(ProcessHandle process) throws InterruptedException;

        /**
         * Returns when the program has done its work.
         *
         * @throws IllegalStateException when it does not
         */
        void perform(ProcessHandle process) throws IOException, InterruptedException;

        @Override
        void close();
    }
}
