package io.ninerouter.bench;

import io.ninerouter.config.RouterSecrets;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import io.ninerouter.quickstart.api.hook.RequestObserver;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sees what the API server is asked. Thread-safe. */
final class OperatorCalls implements RequestObserver {
    private static final Set<String> TOLD =
            Set.of("routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys");

    private static final String CONFIG = RouterSecrets.configName("main");

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicLong lastStatus = new AtomicLong();
    private final AtomicLong lastConfig = new AtomicLong();
    private final ConcurrentHashMap<String, Integer> byKind = new ConcurrentHashMap<>();
    private final AtomicLong lastWrite = new AtomicLong();
    private final ConcurrentHashMap<String, Long> reports = new ConcurrentHashMap<>();

    @Override
    public void requestReceived(ApiRequest request) {
        if (!request.verb().equals("patch")) {
            return;
        }
        boolean status = request.subresource().equals("status");
        if (!request.resource().equals("gatewayreplicas")) {
            lastWrite.set(System.nanoTime());
        }
        if (request.name().equals(CONFIG)) {
            lastConfig.set(System.nanoTime());
        }
        if (status && TOLD.contains(request.resource())) {
            count(request);
            told.add(request.resource() + "/" + request.name());
            lastStatus.set(System.nanoTime());
        } else if (status && request.resource().equals("gatewayreplicas")) {
            reports.put(request.name(), System.nanoTime());
        } else if (request.resource().equals("secrets") || request.resource().equals("events")) {
            count(request);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private void count(ApiRequest request) {
        writes.incrementAndGet();
        String what = request.subresource().isEmpty() ? "" : "/" + request.subresource();
        byKind.merge(request.resource() + what, 1, Integer::sum);
    }

    /** How often the operator has written: Secrets, statuses, Events. */
    int writes() {
        return writes.get();
    }

    /** The same, by what was written, such as {@code combos/status}. */
    SortedMap<String, Integer> writesByKind() {
        return new TreeMap<>(byKind);
    }

    /** When the configuration was last written, of {@link System#nanoTime}. */
    long lastConfig() {
        return lastConfig.get();
    }

    /**
     * Waits until each object was told its status.
     *
     * @return nanoseconds from {@code began} to the last of them
     */
    synchronized long awaitStatuses(int objects, long began, Duration within) throws InterruptedException {
        while (told.size() < objects) {
            long left = within.toMillis() - (System.nanoTime() - began) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "statuses within " + within + ": " + told.size() + " (expected: " + objects + ")");
            }
            wait(left);
        }
        return lastStatus.get() - began;
    }

    /**
     * Waits until nothing is written any more: statuses and Events of the start are not those of what is measured next.
     *
     * @param silence for so long nothing was written
     */
    synchronized void awaitQuiet(Duration silence, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() - lastWrite.get() < silence.toNanos()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "writes after " + within + ": still some (expected: none for " + silence + ")");
            }
            wait(Math.max(1, silence.toMillis() / 4));
        }
    }

    /** When a replica last reported at or after a moment, of {@link System#nanoTime}; waits for it. */
    synchronized long awaitReport(String replica, long since) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (reports.getOrDefault(replica, Long.MIN_VALUE) - since < 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(replica + ": no report (expected: one within 30 s)");
            }
            wait(left);
        }
        return reports.getOrDefault(replica, since);
    }
}
