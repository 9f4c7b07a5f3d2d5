package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadOrder;
import io.ninerouter.bench.load.LoadResult;
import io.ninerouter.bench.probe.JvmMeter;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives orders to the load process and samples the target at the right moments. */
final class LoadClient {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final long RAMP_MILLIS = 500;
    private static final long MAX_REQUESTS = 1_000_000;

    private final ChildProcess load;

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
        LoadResult result = LoadResult.parse(load.line(time.plus(GRACE)));
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
        return line == null ? null : LoadResult.parse(line);
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
        String line = load.line(within);
        if (!line.equals(word)) {
            throw new IOException("load: " + line + " (expected: " + word + ")");
        }
    }
}
