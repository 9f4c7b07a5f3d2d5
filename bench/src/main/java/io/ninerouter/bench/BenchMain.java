package io.ninerouter.bench;

import java.io.IOException;
import java.util.List;

/** Starts everything, measures, prints the table. Takes about six minutes, or half of one with {@code -Dbench.quick=true}. */
public final class BenchMain {
    private BenchMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Scene scene = Scene.set(1)) {
            Targets targets = scene.targets();
            targets.direct(scene.upstream());
            targets.nginx();
            targets.gateway();
            Bench bench = new Bench(scene.loads().getFirst(), Pace.chosen(), Scenario.chosen());
            List<Row> rows = bench.run(targets.present());
            System.out.println(scene.line());
            System.out.println();
            System.out.print(Table.of(rows, targets.absent()));
            requireNoErrors(rows);
        }
    }

    private static void requireNoErrors(List<Row> rows) {
        long errors = rows.stream().mapToLong(Row::errors).sum();
        if (errors > 0) {
            throw new IllegalStateException("errors: " + errors + " (expected: 0; see the last column of the table)");
        }
    }
}
