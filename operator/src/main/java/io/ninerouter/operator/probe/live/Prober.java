package io.ninerouter.operator.probe.live;

import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.ProbeSchedule;
import io.ninerouter.operator.probe.ProbeSchedule.Start;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.schedule.live.Clockwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
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

    private final Clockwork clockwork;
    private final InstantSource clock;
    private final ProbeListener listener;
    private final ProbeSchedule schedule =
            new ProbeSchedule(CONCURRENCY, () -> ThreadLocalRandom.current().nextDouble());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Consumer<ObjectRef> wake = router -> {};
    private final HttpProbe http;
    private long answers;

    /**
     * A prober that checks nothing yet.
     *
     * @param timer for what is due later; nothing that takes time runs on it
     * @param outbound asks; stays the caller's: it is not closed
     */
    public Prober(ScheduledExecutorService timer, InstantSource clock, ProbeListener listener, OutboundHttp outbound) {
        this.http = new HttpProbe(outbound);
        this.clockwork = new Clockwork(timer, clock, this, this::begin);
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
        clockwork.look();
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
        clockwork.lead();
    }

    /** Checks nothing more, whatever a round that is under way still plans: another operator leads. */
    public synchronized void resign() {
        schedule.clear();
        answers++;
        clockwork.resign();
    }

    @Override
    public synchronized void close() {
        resign();
        clockwork.close();
        threads.shutdownNow();
    }

    private @Nullable Instant begin(Instant now) {
        schedule.due(now).forEach(this::start);
        return schedule.nextAt();
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
            if (!clockwork.look()) {
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
