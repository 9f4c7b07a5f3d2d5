package io.ninerouter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the operator as objects grow: an operator process, the embedded API server, two gateways' control planes. Prints a
 * Markdown table. {@code -Dbench.objects=100,1000} and {@code -Dbench.edits=500} choose.
 */
public final class OperatorBenchMain {
    private static final String HEAD = """
            | objects | cold s | cold CPU s | calls cold | apply to acknowledged ms p50 / p99 | until written ms p50 | CPU ms/change: operator | a gateway | API | calls/change |
            |--------:|-------:|-----------:|-----------:|-----------------------------------:|---------------------:|------------------------:|----------:|----:|--------------|""";

    private OperatorBenchMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws Exception {
        System.out.println(Machine.here().line() + "; not pinned");
        System.out.println();
        System.out.println(HEAD);
        int edits = Integer.getInteger("bench.edits", 500);
        int[] sizes = Arrays.stream(System.getProperty("bench.objects", "100,1000,5000,10000")
                        .split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        for (int size : sizes) {
            Path folder = Files.createTempDirectory("ninerouter-operator-bench");
            try {
                System.out.println(line(OperatorBench.run(folder, size, edits)));
            } finally {
                delete(folder);
            }
        }
    }

    private static String line(OperatorBench.Result result) {
        Map<String, Double> calls = result.callsPerChange();
        return String.format(
                Locale.ROOT,
                "| %,d | %.1f | %.1f | %,d | %.0f / %.0f | %.0f | %.1f | %.1f | %.1f | %.1f: %s |",
                result.objects(),
                result.cold().millis() / 1e3,
                result.cold().cpuMillis() / 1e3,
                result.cold().calls(),
                result.latency().p50(),
                result.latency().p99(),
                result.latency().written(),
                result.cpu().operator(),
                result.cpu().gateway(),
                result.cpu().api(),
                calls.values().stream().mapToDouble(Double::doubleValue).sum(),
                calls.entrySet().stream()
                        .map(one -> String.format(Locale.ROOT, "%s %.1f", one.getKey(), one.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
