package io.ninerouter.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rounds: every process in turn, so that a noisy minute hits all of them alike. Everything is warm before anything is
 * measured: what one scenario makes the compilers do must not count in another.
 */
final class Bench {
    private static final double WARM = 0.05;

    private final LoadClient load;
    private final Pace pace;
    private final List<Scenario> scenarios;

    Bench(LoadClient load, Pace pace, List<Scenario> scenarios) {
        this.load = load;
        this.pace = pace;
        this.scenarios = scenarios;
    }

    /** Measures each scenario on every target that can do it. */
    List<Row> run(List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            warmUp(target);
        }
        List<Row> rows = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            rows.addAll(run(
                    scenario,
                    targets.stream().filter(target -> target.does(scenario)).toList()));
        }
        return rows;
    }

    /** Loads a process with all that it can do until its compilers have little left to do; on a busy machine that takes a while. */
    private void warmUp(Target target) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + pace.atMost(target.warmUp()).toNanos();
        double compiling = 1;
        while (compiling > WARM) {
            compiling = 0;
            for (Scenario scenario : scenarios) {
                if (target.does(scenario)) {
                    Measurement slice = load.measure(target, scenario, pace.slice());
                    // Not a number for what is no JVM: once is enough.
                    compiling = Double.isNaN(slice.compileShare()) ? 0 : Math.max(compiling, slice.compileShare());
                }
            }
            if (System.nanoTime() > deadline) {
                return;
            }
        }
    }

    private List<Row> run(Scenario scenario, List<Target> targets) throws IOException, InterruptedException {
        Map<Target, List<Measurement>> measured = new LinkedHashMap<>();
        for (int i = 0; i < pace.rounds(); i++) {
            for (Target target : targets) {
                measured.computeIfAbsent(target, _ -> new ArrayList<>())
                        .add(load.measure(target, scenario, pace.round()));
            }
        }
        List<Row> rows = new ArrayList<>();
        measured.forEach((target, all) ->
                rows.add(Row.of(target.name(), scenario, all, target.meter().residentBytes())));
        return rows;
    }
}
