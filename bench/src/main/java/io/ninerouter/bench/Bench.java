package io.ninerouter.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rounds: every process in turn, so that a noisy minute hits all of them alike. */
final class Bench {
    private static final Duration WARM_UP_SLICE = Duration.ofMillis(1_500);
    private static final double WARM = 0.05;

    private final LoadClient load;
    private final Duration round;
    private final int rounds;

    Bench(LoadClient load, Duration round, int rounds) {
        this.load = load;
        this.round = round;
        this.rounds = rounds;
    }

    /** Measures every scenario on every target. */
    List<Row> run(List<Target> targets) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            rows.addAll(run(scenario, targets));
        }
        return rows;
    }

    /** Loads a process until its compilers have little left to do; on a busy machine that takes a while. */
    private void warmUp(Target target, Scenario scenario) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + target.warmUp().toNanos();
        Measurement slice = load.measure(target, scenario, WARM_UP_SLICE);
        while (slice.compileShare() > WARM && System.nanoTime() < deadline) {
            slice = load.measure(target, scenario, WARM_UP_SLICE);
        }
    }

    private List<Row> run(Scenario scenario, List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            warmUp(target, scenario);
        }
        Map<Target, List<Measurement>> measured = new LinkedHashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (Target target : targets) {
                measured.computeIfAbsent(target, _ -> new ArrayList<>()).add(load.measure(target, scenario, round));
            }
        }
        List<Row> rows = new ArrayList<>();
        measured.forEach((target, all) ->
                rows.add(Row.of(target.name(), scenario, all, target.meter().residentBytes())));
        return rows;
    }
}
