package io.ninerouter.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of the benchmark that is spoken to in lines. Ends with {@link #close()}, at the latest with this JVM. */
final class ChildProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        // A benchmark that is interrupted leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** Starts one whose standard output is read line by line; what it complains about goes to a file. */
    static ChildProcess talking(String name, List<String> command, Path folder) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        ChildProcess child = new ChildProcess(name, process, log);
        Thread.ofVirtual().start(child::listen);
        return child;
    }

    /** Starts one that says everything to a file. */
    static ChildProcess silent(ProcessBuilder builder, String name, Path folder) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new ChildProcess(name, process, log);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends a line. */
    void say(String line) throws IOException {
        Writer out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(line + "\n");
        out.flush();
    }

    /**
     * The next line.
     *
     * @throws IOException when none comes in time
     */
    String line(Duration within) throws IOException, InterruptedException {
        String line = poll(within);
        if (line == null) {
            throw new IOException(name + ": said nothing within " + within + lastWords());
        }
        return line;
    }

    /** The next line; null when none comes in time. */
    @Nullable
    String poll(Duration within) throws InterruptedException {
        return lines.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next line if it is here and begins so; else null, and it stays. One thread takes lines. */
    @Nullable
    String take(String beginning) {
        String line = lines.peek();
        return line != null && line.startsWith(beginning) ? lines.poll() : null;
    }

    /**
     * Lets a little time pass.
     *
     * @throws IOException when the process has ended meanwhile
     */
    void pause(Duration time) throws IOException, InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(name + ": ended with " + process.exitValue() + lastWords());
        }
    }

    /** The end of its log, for messages. */
    private String lastWords() throws IOException {
        @Nullable List<String> said = Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : null;
        return said == null || said.isEmpty()
                ? ""
                : "\n" + String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
