package io.ninerouter.install.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measures what a program's start costs, from the files of its image, on an embedded cluster that is already there: processor
 * time (user and system, as Linux counts it) until its probe says that it is ready, and resident memory a moment later.
 *
 * <p>Arguments: {@code operator} or {@code gateway}, the runtime's folder, the folder that becomes {@code /app}, how often,
 * and flags to try, behind those of the program. The system property {@code kubeconfig} takes the operator to another cluster:
 * our definitions are applied there and stay, and that operator leads.
 */
public final class StartCost {
    private static final long IDLE_SECONDS = 4;
    private static final long PATIENCE_SECONDS = 60;

    /** Linux counts in hundredths of a second here, whatever its clock does. */
    private static final int MILLIS_PER_TICK = 10;

    private StartCost() {}

    /** Prints one line a start, then the least, the lower quartile, the middle and the most. */
    @SuppressWarnings("SystemOut") // A command's answer.
    public static void main(String[] arguments) throws InterruptedException {
        Path runtime = Path.of(arguments[1]).toAbsolutePath();
        Path app = Path.of(arguments[2]).toAbsolutePath();
        int runs = Integer.parseInt(arguments[3]);
        List<String> flags = List.of(arguments).subList(4, arguments.length);
        long[] cpu = new long[runs];
        long[] resident = new long[runs];
        try {
            Path scratch = Files.createTempDirectory("start-cost");
            try (Rehearsal.Play play = play(arguments[0], scratch)) {
                for (int run = 0; run < runs; run++) {
                    Process process = start(play, runtime, app, flags);
                    try {
                        play.awaitReady(process.toHandle());
                        cpu[run] = cpuMillis(process.pid());
                        idle(process);
                        resident[run] = residentMebibytes(process.pid());
                    } finally {
                        process.destroy();
                        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                        process.destroyForcibly();
                    }
                    System.out.println(cpu[run] + " ms, " + resident[run] + " MiB");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("cpu ms " + spread(cpu) + ", resident MiB " + spread(resident));
        // What is left of the embedded cluster must not keep anybody waiting.
        System.exit(0);
    }

    private static Rehearsal.Play play(String program, Path scratch) throws IOException {
        String kubeconfig = System.getProperty("kubeconfig");
        return kubeconfig == null || !program.equals("operator")
                ? Rehearsal.play(program, scratch)
                : OperatorPlay.on(Path.of(kubeconfig), scratch);
    }

    private static Process start(Rehearsal.Play play, Path runtime, Path app, List<String> flags) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(runtime.resolve("bin/java").toString(), "-XX:AOTCache=" + Launch.CACHE));
        List<String> own = Files.readAllLines(app.resolve(Launch.ARGUMENTS));
        int classPath = own.indexOf("-classpath");
        command.addAll(own.subList(0, classPath));
        // The last one of a name counts.
        command.addAll(flags);
        command.addAll(own.subList(classPath, own.size()));
        command.addAll(play.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(app.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(play.environment());
        return builder.start();
    }

    private static void idle(Process process) throws InterruptedException {
        try {
            process.onExit().get(IDLE_SECONDS, TimeUnit.SECONDS);
            throw new IllegalStateException("the program has ended (expected: to go on)");
        } catch (TimeoutException e) {
            // As it should.
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot follow process " + process.pid(), e);
        }
    }

    /** Members 14 and 15 of proc(5), stat; the second may hold blanks and is in brackets. */
    private static long cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(after[11]) + Long.parseLong(after[12])) * MILLIS_PER_TICK;
    }

    private static long residentMebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                >> 10;
    }

    private static String spread(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%d / %d / %d / %d",
                sorted[0],
                sorted[sorted.length / 4],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
    }
}
