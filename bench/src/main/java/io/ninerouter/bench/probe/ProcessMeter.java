package io.ninerouter.bench.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time and memory of a process and of those that it started. Linux only. */
public final class ProcessMeter {
    private final ProcessHandle process;

    public ProcessMeter(ProcessHandle process) {
        this.process = process;
    }

    /** User and system time up to now, microseconds, in steps of 10 ms. */
    public long cpuMicros() {
        return sum("stat", ProcFiles::cpuMicros);
    }

    /** Resident memory now, bytes. */
    public long residentBytes() {
        return sum("status", ProcFiles::residentBytes);
    }

    /** Threads now. */
    public long threads() {
        return sum("status", ProcFiles::threads);
    }

    /** Files and sockets that are open now. */
    public long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    /** How many it may have open. */
    public long mostOpenFiles() throws IOException {
        return ProcFiles.mostOpenFiles(Files.readString(Path.of("/proc", Long.toString(process.pid()), "limits")));
    }

    private long sum(String file, ToLongFunction<String> reader) {
        return LongStream.concat(
                        LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid))
                .map(pid -> read(Path.of("/proc", Long.toString(pid), file), reader))
                .sum();
    }

    private static long read(Path path, ToLongFunction<String> reader) {
        try {
            return reader.applyAsLong(Files.readString(path));
        } catch (NoSuchFileException e) {
            // It ended between being listed and being read.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
