package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadOrder;
import io.ninerouter.bench.load.LoadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Holds many streams open at once through one gateway that has the heap of a pod of 512 MiB, and says what memory they take and
 * whether all came whole. {@code -Dbench.streams=10000} chooses how many. About four minutes: all begin within one, each takes one.
 * {@code -Dbench.ramp=300} lets them begin within so many seconds, for a machine that has other work to do.
 */
public final class StreamsBenchMain {
    /** 60 % of 512 MiB, as in the image, which begins as small. */
    private static final String[] HEAP = {"-Xms16m", "-Xmx307m"};

    private static final int MOST = 25_000;
    private static final Duration EACH = Duration.ofSeconds(1);

    private StreamsBenchMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int streams = Integer.getInteger("bench.streams", Scenario.MANY_STREAMS.concurrency());
        if (streams < 1 || streams > MOST) {
            throw new IllegalArgumentException("bench.streams: " + streams + " (expected: 1 to " + MOST + ")");
        }
        try (Scene scene = Scene.set(1)) {
            scene.targets().gateway(HEAP);
            System.out.println(scene.line());
            System.out.println();
            hold(scene.loads().getFirst(), scene.targets().onlyGateway(), streams);
        }
    }

    /** Each stream is a connection on either side. */
    private static void requireRoom(Target gateway, int streams) throws IOException {
        long most = gateway.meter().mostOpenFiles();
        long needed = gateway.meter().openFiles() + 2L * streams;
        if (most < needed) {
            throw new IllegalStateException("open files: " + most + " (expected: " + needed
                    + " or more; raise the hard limit of ulimit -n, or choose fewer with -Dbench.streams)");
        }
    }

    private static void hold(LoadClient load, Target gateway, int streams) throws IOException, InterruptedException {
        requireRoom(gateway, streams);
        long idle = gateway.meter().residentBytes();
        long life = TimeUnit.NANOSECONDS.toMillis(Scenario.MANY_STREAMS.spreadNanos());
        // Counted is as long as a stream takes and a little more, so that each comes to its end once.
        load.begin(new LoadOrder(
                Scenario.MANY_STREAMS,
                gateway.port(),
                gateway.key(),
                streams,
                Math.max(life, TimeUnit.SECONDS.toMillis(Integer.getInteger("bench.ramp", 0))),
                life + life / 4,
                Integer.MAX_VALUE));
        long cpu = gateway.meter().cpuMicros();
        long most = 0;
        long open = 0;
        LoadResult result = null;
        while (result == null) {
            most = Math.max(most, gateway.meter().residentBytes());
            open = Math.max(open, gateway.meter().openFiles());
            result = load.poll(EACH);
        }
        cpu = gateway.meter().cpuMicros() - cpu;
        System.out.println("""
                | streams at once | open files at most | RSS MiB idle / at most | events/s | CPU µs/event | whole | errors |
                |----------------:|-------------------:|-----------------------:|---------:|-------------:|------:|-------:|""");
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %d / %d | %,.0f | %.1f | %,d | %s |%n",
                streams,
                open,
                idle >> 20,
                most >> 20,
                result.events() * 1e9 / result.nanos(),
                (double) cpu / result.events(),
                result.requests(),
                result.errors() == 0 ? "0" : result.errors() + ": " + result.firstError());
        if (result.errors() > 0) {
            throw new IllegalStateException("streams: " + result.errors() + " did not come whole (expected: 0)");
        }
    }
}
