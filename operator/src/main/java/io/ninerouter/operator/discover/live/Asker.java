package io.ninerouter.operator.discover.live;

import io.ninerouter.operator.compile.Listed;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.discover.AskSchedule;
import io.ninerouter.operator.discover.AskSchedule.Start;
import io.ninerouter.operator.discover.AskSchedule.Subject;
import io.ninerouter.operator.discover.AskSchedule.Wanted;
import io.ninerouter.operator.discover.Known;
import io.ninerouter.operator.discover.Told;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.schedule.live.Clockwork;
import java.time.Instant;
import java.time.InstantSource;
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
 * Asks providers about accounts beside the loop, while this operator leads: the loop tells what is to be asked and reads what
 * is known, and never waits. News wake the loop; the same again does not. Thread-safe.
 */
public final class Asker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

    /** An answer may take megabytes. */
    private static final int CONCURRENCY = 4;

    private final Clockwork clockwork;
    private final InstantSource clock;
    private final AskListener listener;
    private final AskCall call;
    private final AskSchedule schedule =
            new AskSchedule(CONCURRENCY, () -> ThreadLocalRandom.current().nextDouble());
    private final Known known = new Known();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Consumer<ObjectRef> wake = router -> {};

    /**
     * One that asks nothing yet.
     *
     * @param timer for what is due later; nothing that takes time runs on it
     * @param outbound asks; stays the caller's: it is not closed
     */
    public Asker(ScheduledExecutorService timer, InstantSource clock, AskListener listener, OutboundHttp outbound) {
        this.clockwork = new Clockwork(timer, clock, this, this::begin);
        this.clock = clock;
        this.listener = listener;
        this.call = new AskCall(outbound, clock);
    }

    /** Is told each question that is over. */
    @FunctionalInterface
    public interface AskListener {
        /** One question with what came of it. */
        void asked(AskSchedule.Sort sort, Told told);
    }

    /** From now on the given one is told each Router that has something new to tell. */
    public synchronized void wakes(Consumer<ObjectRef> loop) {
        wake = loop;
    }

    /** What is known of the connections of a Router. */
    public synchronized Known.OfRouter known(ObjectRef router) {
        return known.of(router);
    }

    /** What an earlier operator knew of them; counts where nothing is known yet. */
    public synchronized void recall(ObjectRef router, Map<String, Listed> lists) {
        known.recall(router, lists);
    }

    /** From now on these questions are put for a Router. Returns at once. */
    public synchronized void plan(ObjectRef router, Map<Subject, Wanted> wanted) {
        schedule.plan(router, wanted, clock.instant());
        known.retain(router, wanted);
        clockwork.look();
    }

    /** Forgets Routers that are gone. */
    public synchronized void retain(Set<ObjectRef> routers) {
        schedule.retain(routers);
        known.retain(routers);
    }

    /** From now on what is planned is asked. */
    public synchronized void lead() {
        clockwork.lead();
    }

    /** Asks nothing more: another operator leads, and what is known here grows old. */
    public synchronized void resign() {
        schedule.clear();
        known.retain(Set.of());
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
        var _ = call.ask(start.question())
                .whenCompleteAsync(
                        (told, failure) -> {
                            Told what = told == null ? new Told.Nothing("the question failed") : told;
                            if (failure != null) {
                                LOG.warn("question failed: about={} why={}", start.subject(), failure.getClass());
                            }
                            finished(start, what);
                        },
                        threads);
    }

    private void finished(Start start, Told told) {
        listener.asked(start.subject().sort(), told);
        boolean news = false;
        ObjectRef router;
        Consumer<ObjectRef> loop;
        synchronized (this) {
            Instant now = clock.instant();
            router = schedule.finished(start, !(told instanceof Told.Nothing), now);
            if (router != null) {
                news = known.learn(router, start, told, now);
            }
            loop = wake;
            if (!clockwork.look()) {
                return;
            }
        }
        if (router != null && news) {
            LOG.info(
                    "asked: connection={}/{} about={} result={}",
                    start.subject().connection().namespace(),
                    start.subject().connection().name(),
                    start.subject().sort(),
                    told instanceof Told.Nothing(String why) ? why : "news");
            loop.accept(router);
        }
    }
}
