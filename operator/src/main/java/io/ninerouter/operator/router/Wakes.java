package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.backoff.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rounds that are begun by what happens behind the loop. After failures in a row they come later and later. Thread-safe. */
final class Wakes {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(32));

    private final ScheduledExecutorService timer;
    private final SimpleInboundEventSource<Router> source = new SimpleInboundEventSource<>("Wakes");
    private final Map<ResourceID, Integer> failures = new ConcurrentHashMap<>();
    private final Set<ResourceID> scheduled = ConcurrentHashMap.newKeySet();

    Wakes(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** What the framework runs. */
    EventSource<?, Router> eventSource() {
        return source;
    }

    /** Begins a round. */
    void now(ResourceID router) {
        source.propagateEvent(router);
    }

    /** Something behind the loop has failed: a round begins after a pause. */
    void failed(ResourceID router) {
        if (scheduled.add(router)) {
            int inRow = failures.merge(router, 1, Integer::sum);
            Duration pause = BACKOFF.pause(inRow, ThreadLocalRandom.current().nextDouble());
            try {
                var _ = timer.schedule(
                        () -> {
                            scheduled.remove(router);
                            source.propagateEvent(router);
                        },
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopped while a round was due");
            }
        }
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        failures.keySet().retainAll(existing);
    }

    /** Something behind the loop has gone well: the pauses are short again. */
    void went(ResourceID router) {
        failures.remove(router);
    }
}
