package io.ninerouter.gateway.config;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker whose time is a number: what is due runs on the thread that lets time pass. */
final class PacedWorker extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long numbers;

    private record Due(long at, long number, Runnable what) {}

    long now() {
        return now;
    }

    /** When the next task is due. */
    long nextAt() {
        Due next = due.peek();
        if (next == null) {
            throw new AssertionError("nothing is due any more");
        }
        return next.at();
    }

    /** Lets time pass until the next task, and runs it. */
    void passUntilNext() {
        now = nextAt();
        due.remove().what().run();
    }

    @Override
    public void execute(Runnable task) {
        due.add(new Due(now, numbers++, task));
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        due.add(new Due(now + unit.toMillis(delay), numbers++, task));
        return null;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        due.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
