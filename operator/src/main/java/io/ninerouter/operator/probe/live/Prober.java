package io.ninerouter.operator.probe.live;

import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.ProbeSchedule;
import io.ninerouter.operator.probe.ProbeSchedule.Start;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import io.ninerouter.operator.probe.Probed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks credentials beside the loop, while this operator leads: the loop tells what is to be checked and reads what is
 * known, and never waits. A new answer wakes the loop. Thread-safe.
 */
public final class Prober implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final int CONCURRENCY = 8;

    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final ProbeListener listener;
    private final ProbeSchedule schedule =
            new ProbeSchedule(CONCURRENCY, () -> ThreadLocalRandom.current().nextDouble());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Consumer<ObjectRef> wake = router -> {};
    private final HttpProbe http;
    private @Nullable Future<?> next;
    private long answers;
    private boolean leading;
    private boolean closed;

    /**
     * A prober that checks nothing yet.
     *
     * @param timer for what is due later; nothing that takes time runs on it
     * @param outbound asks; stays the caller's: it is not closed
     */
    public Prober(ScheduledExecutorService timer, InstantSource clock, ProbeListener listener, OutboundHttp outbound) {
        this.http = new HttpProbe(outbound);
        this.timer = timer;
        this.clock = clock;
        this.listener = listener;
    }

    /** Is told each check that is over. */
    @FunctionalInterface
    public interface ProbeListener {
        /** One check with what came of it and how long it took. */
        void probed(Answer answer, Duration took);
    }

    /** From now on the given one is told each Router that has something new to tell. */
    public synchronized void wakes(Consumer<ObjectRef> loop) {
        wake = loop;
    }

    /** From now on these connections of a Router are checked. Returns at once, with what is known of each. */
    public synchronized Map<ObjectRef, Probed> plan(ObjectRef router, Map<ObjectRef, Wanted> wanted) {
        schedule.plan(router, wanted, clock.instant());
        advance();
        Map<ObjectRef, Probed> known = new HashMap<>();
        wanted.keySet().forEach(ref -> known.put(ref, schedule.probed(ref)));
        return known;
    }

    /** How many answers there were by now: as long as it is the same, what is known of each connection is. */
    public synchronized long answers() {
        return answers;
    }

    /** Forgets Routers that are gone. */
    public synchronized void retain(Set<ObjectRef> routers) {
        schedule.retain(routers);
    }

    /** From now on what is planned is checked. */
    public synchronized void lead() {
        leading = true;
        advance();
    }

    /** Checks nothing more, whatever a round that is under way still plans: another operator leads. */
    public synchronized void resign() {
        leading = false;
        schedule.clear();
        answers++;
        advance();
    }

    @Override
    public synchronized void close() {
        closed = true;
        resign();
        threads.shutdownNow();
    }

    private void advance() {
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
            next = null;
        }
        if (closed || !leading) {
            return;
        }
        Instant now = clock.instant();
        List<Start> starts = schedule.due(now);
        starts.forEach(this::start);
        Instant at = schedule.nextAt();
        if (at != null) {
            long millis = Math.max(1, Duration.between(now, at).toMillis() + 1);
            next = timer.schedule(this::tick, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void tick() {
        advance();
    }

    private void start(Start start) {
        Instant began = clock.instant();
        // Whether it answers everybody is asked once: as long as the answer is the same, so is that.
        Answer last = schedule.probed(start.connection()).last();
        boolean alone = last == null || last.kind() != Answer.Kind.TAKEN;
        var _ = http.ask(start.ask(), alone)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            Answer told = answer == null ? Answer.none("the check failed") : answer;
                            if (failure != null) {
                                LOG.warn("check failed: connection={} why={}", start.connection(), failure.getClass());
                            }
                            finished(start, told, Duration.between(began, clock.instant()));
                        },
                        threads);
    }

    private void finished(Start start, Answer answer, Duration took) {
        listener.probed(answer, took);
        ObjectRef router;
        Consumer<ObjectRef> loop;
        synchronized (this) {
            answers++;
            router = schedule.finished(start, answer, clock.instant());
            loop = wake;
            try {
                advance();
            } catch (RejectedExecutionException e) {
                // The operator stops: there is no later.
                return;
            }
        }
        if (router != null) {
            LOG.info(
                    "checked: connection={}/{} result={} status={}",
                    start.connection().namespace(),
                    start.connection().name(),
                    answer.kind().word(),
                    answer.status());
            loop.accept(router);
        }
    }
}
