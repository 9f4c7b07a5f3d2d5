package io.ninerouter.quickstart.api.hook;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Ways for a test to make the server misbehave as real ones do. Thread-safe; nothing is armed at the start. */
public final class Faults {

    private static final class Armed {
        private final Predicate<ApiRequest> matching;
        private final int status;
        private int left;

        Armed(Predicate<ApiRequest> matching, int status, int times) {
            this.matching = matching;
            this.status = status;
            this.left = times;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Armed> armed = new ArrayList<>();
    private final Set<Runnable> watches = ConcurrentHashMap.newKeySet();
    private boolean paused;

    /**
     * Answers the next matching requests with a failure of this status instead of carrying them out. For a watch 410
     * means what a real server does: the stream opens and its first event is the error.
     *
     * @param times how many requests fail, at least 1
     * @param status an HTTP status from 400 to 599
     */
    public void failNext(int times, int status, Predicate<ApiRequest> matching) {
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 400-599)");
        }
        locked(() -> armed.add(new Armed(matching, status, times)));
    }

    /** Tells the next watch that its history is gone, so that its client lists again. */
    public void expireNextWatch() {
        failNext(1, 410, request -> request.verb().equals("watch"));
    }

    /** Cuts every watch that is open now, as a restarting server or a load balancer would. */
    public void dropWatches() {
        watches.forEach(Runnable::run);
    }

    /** Lets requests wait until {@link #resume()}; those under way and open watches go on. */
    public void pause() {
        locked(() -> paused = true);
    }

    /** Ends {@link #pause()}. */
    public void resume() {
        locked(() -> {
            paused = false;
            changed.signalAll();
        });
    }

    /** The server's side: waits while paused. */
    public void awaitResumed() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (paused) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server's side: the status this request is to fail with, empty when it is to be carried out. */
    public OptionalInt failureFor(ApiRequest request) {
        lock.lock();
        try {
            for (Iterator<Armed> i = armed.iterator(); i.hasNext(); ) {
                Armed fault = i.next();
                if (fault.matching.test(request)) {
                    if (--fault.left == 0) {
                        i.remove();
                    }
                    return OptionalInt.of(fault.status);
                }
            }
            return OptionalInt.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The server's side: a watch is open and is cut by this action; to be closed when the watch ends. */
    public Registration watchOpened(Runnable cut) {
        watches.add(cut);
        return () -> watches.remove(cut);
    }

    /** Takes back what was registered. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
