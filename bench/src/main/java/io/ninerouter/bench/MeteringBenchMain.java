package io.ninerouter.bench;

import io.ninerouter.bench.metering.Part;
import io.ninerouter.bench.metering.Parts;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures what counting costs: each part of it by itself, with what the benchmark's small request has. Thread time and
 * allocation of one JVM, without network. Prints a Markdown table.
 */
public final class MeteringBenchMain {
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 40;
    private static final int REQUESTS = 8_000;

    private MeteringBenchMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println(Machine.here().line() + "; not pinned");
        System.out.println();
        System.out.println("""
                | part | CPU µs/request (min–max) | allocated B/request |
                |------|-------------------------:|--------------------:|""");
        try (Parts parts = new Parts()) {
            for (Part part : parts.all()) {
                System.out.println(line(part));
            }
        }
    }

    private static String line(Part part) throws InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            part.run(REQUESTS);
        }
        double[] micros = new double[ROUNDS];
        double bytes = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Part.Cost cost = part.run(REQUESTS);
            micros[i] = cost.nanos() / 1e3 / REQUESTS;
            bytes = (double) cost.bytes() / REQUESTS;
        }
        Arrays.sort(micros);
        return String.format(
                Locale.ROOT,
                "| %s | %.2f (%.2f–%.2f) | %,.0f |",
                part.title(),
                micros[ROUNDS / 2],
                micros[0],
                micros[ROUNDS - 1],
                bytes);
    }
}
