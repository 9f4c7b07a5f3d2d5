package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadMain;
import io.ninerouter.bench.upstream.UpstreamMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts everything, measures, prints the table. Takes about five minutes, or half of one with {@code -Dbench.quick=true}. */
public final class BenchMain {
    private static final Duration START_WITHIN = Duration.ofSeconds(90);

    private BenchMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ninerouter-bench");
        try {
            measure(folder);
        } finally {
            delete(folder);
        }
    }

    private static void measure(Path folder) throws IOException, InterruptedException {
        Pinning pinning = Pinning.here();
        try (ChildProcess upstream = talking("upstream", UpstreamMain.class, pinning, folder);
                ChildProcess load = talking("load", LoadMain.class, pinning, folder)) {
            String port = upstream.line(START_WITHIN).substring("port ".length());
            LoadClient client = new LoadClient(load);
            client.ready();
            try (Targets targets = new Targets(folder, pinning, Integer.parseInt(port))) {
                targets.direct(upstream);
                targets.nginx();
                targets.gateway();
                List<Row> rows = new Bench(client, Pace.chosen(), Scenario.chosen()).run(targets.present());
                System.out.println(Machine.here().line() + "; " + pinning.line());
                System.out.println();
                System.out.print(Table.of(rows, targets.absent()));
                requireNoErrors(rows);
            }
        }
    }

    private static void requireNoErrors(List<Row> rows) {
        long errors = rows.stream().mapToLong(Row::errors).sum();
        if (errors > 0) {
            throw new IllegalStateException("errors: " + errors + " (expected: 0; see the last column of the table)");
        }
    }

    private static ChildProcess talking(String name, Class<?> main, Pinning pinning, Path folder) throws IOException {
        return ChildProcess.talking(name, pinning.command(Pinning.LOAD, Java.command(main)), folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
