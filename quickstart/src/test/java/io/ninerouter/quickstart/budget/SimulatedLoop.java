package io.ninerouter.quickstart.budget;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The event loop of a simulated gateway: what is to be done later is an event. */
final class SimulatedLoop extends AbstractExecutorService implements ScheduledExecutorService {
    private final Later world;

    /** What happens some milliseconds later. */
    @FunctionalInterface
    interface Later {
        void in(long millis, Runnable what);
    }

    SimulatedLoop(Later world) {
        this.world = world;
    }

    @Override
    public void execute(Runnable command) {
        world.in(0, command);
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        world.in(unit.toMillis(delay), command);
        return null;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
