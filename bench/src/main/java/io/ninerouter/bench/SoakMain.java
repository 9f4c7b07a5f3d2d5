package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadError;
import io.ninerouter.bench.load.LoadOrder;
import io.ninerouter.bench.load.LoadResult;
import io.ninerouter.bench.probe.JvmMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Loads one gateway with everything at once and little of each: requests, streams of both dialects, requests whose first target
 * fails in every way, callers that leave. Says once a minute what memory and how many files it holds: all should stay as they
 * are. In the end each of the first errors of a kind of load is told, with what the gateway logged of that request. {@code -Dbench.minutes=60} chooses how long.
 */
public final class SoakMain {
    /** What is asked for, and on how many connections. */
    private static final List<Map.Entry<Scenario, Integer>> MIX = List.of(
            Map.entry(Scenario.PACED, 8),
            Map.entry(Scenario.STREAM, 8),
            Map.entry(Scenario.CHAT_ON_ANTHROPIC, 4),
            Map.entry(Scenario.ANTHROPIC_ON_CHAT, 4),
            Map.entry(Scenario.FAULTY, 8),
            Map.entry(Scenario.LEFT, 2));

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration ENDING = Duration.ofMinutes(2);
    private static final long RAMP_MILLIS = 1_000;

    private SoakMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int minutes = Integer.getInteger("bench.minutes", 60);
        try (Scene scene = Scene.set(MIX.size())) {
            scene.targets().gateway();
            Target gateway = scene.targets().onlyGateway();
            System.out.println(scene.line() + "; " + minutes + " minutes");
            System.out.println();
            for (int i = 0; i < MIX.size(); i++) {
                scene.loads().get(i).begin(order(MIX.get(i), gateway, minutes));
            }
            watch(gateway, scene.loads(), minutes);
            System.out.println();
            tell(scene.loads());
            explain(scene);
        }
    }

    private static LoadOrder order(Map.Entry<Scenario, Integer> part, Target gateway, int minutes) {
        return new LoadOrder(
                part.getKey(),
                gateway.port(),
                gateway.key(),
                part.getValue(),
                RAMP_MILLIS,
                MINUTE.multipliedBy(minutes).toMillis(),
                Long.MAX_VALUE);
    }

    private static void watch(Target gateway, List<LoadClient> loads, int minutes)
            throws IOException, InterruptedException {
        System.out.println("""
                | minute | RSS MiB | heap after collection MiB | RSS beside the heap MiB | open files | threads | errors |
                |-------:|--------:|--------------------------:|------------------------:|-----------:|--------:|-------:|""");
        JvmMeter jvm = Objects.requireNonNull(gateway.jvm(), "the gateway is a JVM");
        for (int minute = 1; minute <= minutes; minute++) {
            Thread.sleep(MINUTE);
            JvmMeter.Heap heap = jvm.collected();
            long resident = gateway.meter().residentBytes();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %d | %,d | %d | %d |%n",
                    minute,
                    resident >> 20,
                    heap.usedBytes() / (double) (1 << 20),
                    (resident - heap.committedBytes()) >> 20,
                    gateway.meter().openFiles(),
                    gateway.meter().threads(),
                    loads.stream().mapToLong(load -> load.errors().size()).sum());
        }
    }

    private static void tell(List<LoadClient> loads) throws IOException, InterruptedException {
        System.out.println("""
                | what | answers | events | errors |
                |------|--------:|-------:|-------:|""");
        for (int i = 0; i < MIX.size(); i++) {
            LoadResult result = loads.get(i).poll(ENDING);
            String title = MIX.get(i).getKey().title();
            if (result == null) {
                throw new IOException(title + ": the load did not end within " + ENDING);
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %s |%n",
                    title,
                    result.requests(),
                    result.events(),
                    result.errors() == 0 ? "0" : result.errors() + ": " + result.firstError());
        }
    }

    /** Each error with what the gateway logged of that request. */
    private static void explain(Scene scene) throws IOException {
        for (int i = 0; i < MIX.size(); i++) {
            for (LoadError error : scene.loads().get(i).errors()) {
                System.out.println();
                System.out.println(error.at() + " " + MIX.get(i).getKey().title() + ": " + error.text());
                if (error.isKnown()) {
                    scene.logged(Target.GATEWAY, error.requestId()).forEach(System.out::println);
                }
            }
        }
    }
}
