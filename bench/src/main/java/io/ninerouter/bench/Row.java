package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadResult;
import java.util.List;

/**
 * What the rounds of one scenario on one process came to.
 *
 * @param process its name
 * @param scenario what was asked for
 * @param cpuPerRequest microseconds
 * @param cpuPerEvent microseconds; NaN without events
 * @param bytesPerRequest NaN for a process that is no JVM
 * @param compileShare of the compilers in the processor time, 0 to 1; NaN for a process that is no JVM
 * @param requestsPerSecond how many the load got through; bounded by the load's own core
 * @param latency from a request sent to its answer complete, nanoseconds: the median round
 * @param residentBytes resident memory after the last round
 * @param errors of all rounds
 * @param firstError empty when there was none
 */
record Row(
        String process,
        Scenario scenario,
        Summary cpuPerRequest,
        double cpuPerEvent,
        double bytesPerRequest,
        double compileShare,
        double requestsPerSecond,
        LoadResult.Latency latency,
        long residentBytes,
        long errors,
        String firstError) {

    /** Of a request that costs by its bytes. */
    private static final int LARGE = 100_000;

    /** Sums up. */
    static Row of(String process, Scenario scenario, List<Measurement> rounds, long residentBytes) {
        rounds.forEach(round -> check(process, scenario, round.load()));
        return new Row(
                process,
                scenario,
                Summary.of(rounds.stream().map(Measurement::cpuMicrosPerRequest).toList()),
                Summary.of(rounds.stream().map(Measurement::cpuMicrosPerEvent).toList())
                        .median(),
                Summary.of(rounds.stream().map(Measurement::bytesPerRequest).toList())
                        .median(),
                Summary.of(rounds.stream().map(Measurement::compileShare).toList())
                        .median(),
                Summary.of(rounds.stream().map(Measurement::requestsPerSecond).toList())
                        .median(),
                latency(rounds),
                residentBytes,
                rounds.stream().mapToLong(round -> round.load().errors()).sum(),
                rounds.stream()
                        .map(round -> round.load().firstError())
                        .filter(error -> !error.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    /** Processor time of a kilobyte of a large request, microseconds; NaN where requests are small. */
    double cpuPerKilobyte() {
        int bytes = scenario.requestBytes();
        return bytes < LARGE ? Double.NaN : cpuPerRequest.median() * 1_000 / bytes;
    }

    private static LoadResult.Latency latency(List<Measurement> rounds) {
        List<Double> medians = rounds.stream()
                .map(round -> (double) round.load().latency().median())
                .toList();
        List<Double> tails = rounds.stream()
                .map(round -> (double) round.load().latency().p99())
                .toList();
        return new LoadResult.Latency(
                Math.round(Summary.of(medians).median()),
                Math.round(Summary.of(tails).median()));
    }

    private static void check(String process, Scenario scenario, LoadResult load) {
        if (load.requests() < 1) {
            throw new IllegalArgumentException(process + ", " + scenario.title()
                    + ": 0 requests in a round (expected: >= 1); errors: " + load.errors() + ", first: "
                    + load.firstError());
        }
    }
}
