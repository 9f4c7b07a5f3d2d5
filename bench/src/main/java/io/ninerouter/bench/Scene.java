package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadMain;
import io.ninerouter.bench.upstream.UpstreamMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All processes of a benchmark of the data path: the upstream, loads, and what is measured. Closing ends them and deletes their
 * files.
 */
final class Scene implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofMinutes(10);

    private final Path folder;
    private final Pinning pinning = Pinning.here();
    private final ChildProcess upstream;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<LoadClient> loads = new ArrayList<>();
    private final Targets targets;

    private Scene(Path folder, int loads) throws IOException, InterruptedException {
        this.folder = folder;
        upstream = talking("upstream", UpstreamMain.class);
        for (int i = 0; i < loads; i++) {
            this.loads.add(new LoadClient(talking("load-" + i, LoadMain.class)));
        }
        String port = upstream.line(START_WITHIN).substring("port ".length());
        for (LoadClient load : this.loads) {
            load.ready();
        }
        targets = new Targets(folder, pinning, Integer.parseInt(port));
    }

    /** Starts the upstream and so many loads; nothing to be measured yet. */
    static Scene set(int loads) throws IOException, InterruptedException {
        return new Scene(Files.createTempDirectory("ninerouter-bench"), loads);
    }

    private ChildProcess talking(String name, Class<?> main) throws IOException {
        List<String> command = pinning.command(Pinning.LOAD, OpenFiles.many(Java.command(main)));
        ChildProcess process = ChildProcess.talking(name, command, folder);
        processes.add(process);
        return process;
    }

    /** Where and how all this runs, for the head of a table. */
    String line() throws IOException {
        return Machine.here().line() + "; " + pinning.line();
    }

    ChildProcess upstream() {
        return upstream;
    }

    List<LoadClient> loads() {
        return List.copyOf(loads);
    }

    /** What is measured. */
    Targets targets() {
        return targets;
    }

    /** The lines that a process has logged and that hold a text, oldest first. */
    List<String> logged(String process, String text) throws IOException {
        try (Stream<String> all = Files.lines(folder.resolve(process + ".log"), StandardCharsets.ISO_8859_1)) {
            return all.filter(line -> line.contains(text)).toList();
        }
    }

    @Override
    public void close() throws IOException {
        targets.close();
        processes.reversed().forEach(ChildProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
