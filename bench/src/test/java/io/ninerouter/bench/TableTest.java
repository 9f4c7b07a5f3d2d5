package io.ninerouter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ninerouter.bench.load.LoadOrder;
import io.ninerouter.bench.load.LoadResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private static final LoadResult.Latency LATENCY = new LoadResult.Latency(1_500_000, 2_000_000);

    @Test
    void putsEveryProcessAndTheRatioUnderItsScenario() {
        String table = Table.of(
                List.of(
                        row(Target.NGINX, Scenario.SMALL, 20, null),
                        row(Target.NGINX, Scenario.STREAM, 640, null),
                        row(Target.GATEWAY, Scenario.SMALL, 35, new Measurement.Jvm(1_000_000, 0)),
                        row(Target.GATEWAY, Scenario.STREAM, 960, new Measurement.Jvm(1_000_000, 96))),
                Map.of());

        assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| process | what | CPU µs/request (min–max) | CPU µs/event | CPU µs/KB | allocated B/request | compiling"
                                + " | RSS MiB | requests/s | ms p50 / p99 | errors |",
                        table.lines().skip(1).findFirst().orElseThrow(),
                        "| nginx | 1 KB request | 20.0 (20.0–20.0) | | | | | 64 | 1,000 | 1.500 / 2.000 | 0 |",
                        "| gateway | 1 KB request | 35.0 (35.0–35.0) | | | 1,000 | 0 % | 64 | 1,000 | 1.500 / 2.000 | 0 |",
                        "| gateway ÷ nginx | 1 KB request | × 1.75 | | | | | × 1.00 | | | |",
                        "| nginx | stream of 64 events | 640.0 (640.0–640.0) | 10.00 | | | | 64 | 1,000 | 1.500 / 2.000 | 0 |",
                        "| gateway | stream of 64 events | 960.0 (960.0–960.0) | 15.00 | | 1,000 | 10 % | 64 | 1,000"
                                + " | 1.500 / 2.000 | 0 |",
                        "| gateway ÷ nginx | stream of 64 events | × 1.50 | × 1.50 | | | | × 1.00 | | | |");
        assertThat(table.lines().map(String::length).distinct()).hasSize(1);
    }

    @Test
    void saysWhatAScenarioAddsToThePlainOne() {
        Measurement.Jvm jvm = new Measurement.Jvm(1_000_000, 0);
        String table = Table.of(
                List.of(
                        row(Target.NGINX, Scenario.SMALL, 20, null),
                        row(Target.GATEWAY, Scenario.SMALL, 40, jvm),
                        row(Target.GATEWAY, Scenario.STREAM, 640, jvm),
                        row(Target.GATEWAY, Scenario.ANTHROPIC_ON_CHAT, 1_300, jvm),
                        row(Target.GATEWAY, Scenario.FALLBACK, 70, new Measurement.Jvm(1_500_000, 0))),
                Map.of());

        assertThat(table.lines().map(line -> line.replaceAll(" +", " ")).filter(line -> line.startsWith("| added ")))
                .containsExactly(
                        "| added | to stream of 64 events | +660.0 × 2.03 | × 2.00 | | +0 | | | | +0.000 / +0.000 | |",
                        "| added | to 1 KB request | +30.0 × 1.75 | | | +500 | | | | +0.000 / +0.000 | |");
    }

    @Test
    void saysHowMuchLaterAnAnswerComesWhereAllHaveTheSamePace() {
        String table = Table.of(
                List.of(
                        row(Target.DIRECT, Scenario.HALF, 8, null, new LoadResult.Latency(100_000, 900_000)),
                        row(Target.GATEWAY, Scenario.HALF, 80, null, new LoadResult.Latency(350_000, 800_000)),
                        row(Target.DIRECT, Scenario.SMALL, 8, null),
                        row(Target.GATEWAY, Scenario.SMALL, 80, null)),
                Map.of());

        assertThat(table.lines()
                        .map(line -> line.replaceAll(" +", " "))
                        .filter(line -> line.startsWith("| gateway − direct ")))
                .containsExactly(
                        "| gateway − direct | 1 KB request, 5,000 a second | | | | | | | | +0.250 / -0.100 | |");
    }

    @ParameterizedTest
    @CsvSource({"TRANSLATED_AGENT, 2_500, 5.00", "LARGE, 250, 2.50"})
    void saysWhatAKilobyteCostsOfALargeRequest(Scenario scenario, String micros, String perKilobyte) {
        long cpu = Long.parseLong(micros.replace("_", ""));

        assertThat(Table.of(List.of(row(Target.GATEWAY, scenario, cpu, null)), Map.of()))
                .containsPattern("\\| +" + perKilobyte + " \\|");
    }

    @Test
    void saysWhatWasNotMeasuredAndWhy() {
        assertThat(Table.of(List.of(), Map.of(Target.NGINX, "no nginx on PATH")))
                .contains("| nginx   | absent: no nginx on PATH |");
    }

    @Test
    void keepsTheFirstErrorInTheRow() {
        LoadResult failed = new LoadResult(10, 0, 2, 1_000_000_000, LATENCY, "answered HTTP/1.1 500 x");
        Row row = Row.of("p", Scenario.SMALL, List.of(new Measurement(failed, 1, null)), 0);

        assertThat(Table.of(List.of(row), Map.of())).contains("2: answered HTTP/1.1 500 x");
    }

    @ParameterizedTest
    @CsvSource({"3 1 2,2,1,3", "4 1 2 3,2.5,1,4", "7,7,7,7"})
    void takesTheMiddleOfTheRounds(String values, double median, double min, double max) {
        List<Double> rounds =
                List.of(values.split(" ")).stream().map(Double::valueOf).toList();

        assertThat(Summary.of(rounds)).isEqualTo(new Summary(median, min, max));
    }

    @Test
    void dividesByWhatWasCounted() {
        Measurement measurement = new Measurement(
                new LoadResult(100, 6_400, 0, 500_000_000, LATENCY, ""), 64_000, new Measurement.Jvm(5_000, 16));

        assertThat(measurement.cpuMicrosPerRequest()).isCloseTo(640, within(1e-9));
        assertThat(measurement.cpuMicrosPerEvent()).isCloseTo(10, within(1e-9));
        assertThat(measurement.bytesPerRequest()).isCloseTo(50, within(1e-9));
        assertThat(measurement.compileShare()).isCloseTo(0.25, within(1e-9));
        assertThat(measurement.requestsPerSecond()).isCloseTo(200, within(1e-9));
    }

    @Test
    void refusesARoundInWhichNothingWasAnswered() {
        LoadResult none = new LoadResult(0, 0, 7, 1, LoadResult.Latency.NONE, "not connected");

        List<Measurement> rounds = List.of(new Measurement(none, 1, null));
        assertThatThrownBy(() -> Row.of("p", Scenario.SMALL, rounds, 0))
                .hasMessage("p, 1 KB request: 0 requests in a round (expected: >= 1); errors: 7, first: not connected");
    }

    @Test
    void carriesOrdersAndResultsOverALine() {
        LoadOrder order = new LoadOrder(Scenario.LARGE, 8_080, "sk-1", 64, 500, 2_500, 9);
        LoadResult result = new LoadResult(1, 2, 3, 4, LATENCY, "answered HTTP/1.1 503 Service Unavailable");
        LoadResult clean = new LoadResult(1, 2, 0, 4, LATENCY, "");

        assertThat(LoadOrder.parse(order.line())).isEqualTo(order);
        assertThat(LoadResult.parse(result.line())).isEqualTo(result);
        assertThat(LoadResult.parse(clean.line())).isEqualTo(clean);
    }

    private static Row row(String process, Scenario scenario, long cpuPerRequest, Measurement.@Nullable Jvm jvm) {
        return row(process, scenario, cpuPerRequest, jvm, LATENCY);
    }

    private static Row row(
            String process,
            Scenario scenario,
            long cpuPerRequest,
            Measurement.@Nullable Jvm jvm,
            LoadResult.Latency latency) {
        long events = 1_000L * scenario.ask().events();
        LoadResult load = new LoadResult(1_000, events, 0, 1_000_000_000, latency, "");
        return Row.of(process, scenario, List.of(new Measurement(load, cpuPerRequest * 1_000, jvm)), 64L << 20);
    }
}
