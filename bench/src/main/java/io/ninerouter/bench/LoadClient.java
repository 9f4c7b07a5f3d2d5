package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadError;
import io.ninerouter.bench.load.LoadOrder;
import io.ninerouter.bench.load.LoadResult;
import io.ninerouter.bench.probe.JvmMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives orders to the load process and samples the target at the right moments. */
final class LoadClient {
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final long RAMP_MILLIS = 500;
    private static final long MAX_REQUESTS = 1_000_000;

    private final ChildProcess load;
    private final List<LoadError> errors = new ArrayList<>();

    LoadClient(ChildProcess load) {
        this.load = load;
    }

    /** One round: load for the ramp and the time; what is measured is the time alone. */
    Measurement measure(Target target, Scenario scenario, Duration time) throws IOException, InterruptedException {
        LoadOrder order = new LoadOrder(
                scenario,
                target.port(),
                target.key(),
                scenario.concurrency(),
                RAMP_MILLIS,
                time.toMillis(),
                MAX_REQUESTS);
        load.say(order.line());
        expect("begin", GRACE);
        long cpu = target.meter().cpuMicros();
        Measurement.@Nullable Jvm before = jvm(target);
        LoadResult result = LoadResult.parse(line(time.plus(GRACE)));
        long cpuAfter = target.meter().cpuMicros();
        Measurement.@Nullable Jvm after = jvm(target);
        expect("idle", GRACE);
        return new Measurement(result, cpuAfter - cpu, before == null || after == null ? null : after.since(before));
    }

    /** Gives an order, and returns when its load is there. */
    void begin(LoadOrder order) throws IOException, InterruptedException {
        load.say(order.line());
        expect("begin", GRACE.plusMillis(order.rampMillis()));
    }

    /** What came of the order that was begun; null when it has not come to its end within the time. */
    @Nullable
    LoadResult poll(Duration within) throws IOException, InterruptedException {
        String line = load.poll(within);
        while (line != null && isError(line)) {
            line = load.poll(within);
        }
        return line == null ? null : LoadResult.parse(line);
    }

    /** What was not right up to now, the first ones of each order. */
    List<LoadError> errors() {
        for (String line = load.take(LoadError.WORD); line != null; line = load.take(LoadError.WORD)) {
            errors.add(LoadError.parse(line));
        }
        return List.copyOf(errors);
    }

    /** Waits until the load process can take orders. */
    void ready() throws IOException, InterruptedException {
        expect("ready", GRACE);
    }

    private static Measurement.@Nullable Jvm jvm(Target target) throws IOException {
        JvmMeter meter = target.jvm();
        return meter == null ? null : new Measurement.Jvm(meter.allocatedBytes(), meter.compileMillis());
    }

    private void expect(String word, Duration within) throws IOException, InterruptedException {
        String line = line(within);
        if (!line.equals(word)) {
            throw new IOException("load: " + line + " (expected: " + word + ")");
        }
    }

    /** The next line that tells of no error. */
    private String line(Duration within) throws IOException, InterruptedException {
        String line = load.line(within);
        while (isError(line)) {
            line = load.line(within);
        }
        return line;
    }

    private boolean isError(String line) {
        boolean error = line.startsWith(LoadError.WORD);
        if (error) {
            errors.add(LoadError.parse(line));
        }
        return error;
    }
}
