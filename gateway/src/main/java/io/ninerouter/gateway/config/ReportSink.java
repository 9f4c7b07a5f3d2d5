package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of this replica: at once when something has changed, else from time to time. A kind that is not there,
 * an API server that is away or a refusal never disturb traffic: it is tried again, less and less often. Thread-safe.
 */
public final class ReportSink implements AutoCloseable {
    static final long PERIOD_MILLIS = 10_000;
    static final long COUNTING_MILLIS = 8_000;
    static final long LOOK_MILLIS = 5;
    static final long LAST_MILLIS = 15_000;
    static final long LAST_RETRY_MILLIS = 250;
    private static final String FIELD_MANAGER = "ninerouter-gateway";
    private static final ResourceDefinitionContext REPLICAS = new ResourceDefinitionContext.Builder()
            .withGroup("ninerouter.io")
            .withVersion("v1alpha1")
            .withKind(ReplicaObject.KIND)
            .withPlural("gatewayreplicas")
            .withNamespaced(true)
            .build();
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(ReportSink.class);

    private final KubernetesClient kubernetes;
    private final ReplicaIdentity identity;
    private final Replica replica;
    private final ScheduledExecutorService worker;
    private final LongSupplier nanos;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean learnt = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Guarded by itself. */
    private final ReportPace pace = new ReportPace();
    // Only the worker uses these.
    private boolean looked;
    private boolean created;
    private @Nullable String owner;
    private boolean over;
    private int failures;

    /**
     * @param replica whom the reports are about
     * @param worker one thread that may block; owned and closed by this
     * @param nanos the clock of {@link System#nanoTime}
     */
    public ReportSink(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            Replica replica,
            ScheduledExecutorService worker,
            LongSupplier nanos) {
        this.kubernetes = kubernetes;
        this.identity = identity;
        this.replica = replica;
        this.worker = worker;
        this.nanos = nanos;
    }

    /** Whom the reports are about. Called by the worker. */
    public interface Replica {
        /**
         * How things stand at the moment of the call.
         *
         * @param last whether nothing is counted any more
         */
        ReplicaReport report(boolean last);

        /** When the process started, as its reports say. */
        String startedAt();

        /** Uid of the Router, which keeps the report until the operator has told it; null = not known yet. */
        @Nullable
        String routerUid();

        /** An earlier process of this pod has left these figures, and this one goes on with them. Called once at most. */
        void follows(UsageReport earlier);

        /** Whether something has ended that is still being counted. */
        boolean isCounting();
    }

    /** Begins to report from time to time. */
    public void start() {
        worker.execute(this::periodic);
    }

    /**
     * Something has changed that somebody waits for: told at once after a quiet time; changes that come close together make
     * few reports, see {@link ReportPace}.
     */
    public void changed() {
        if (due.compareAndSet(false, true)) {
            later(this::write, until(pace::untilChange));
        }
    }

    /** Traffic has taught something that others should know within a second; however often, it makes few reports. */
    public void learnt() {
        if (learnt.compareAndSet(false, true)) {
            later(this::write, until(pace::untilLearnt));
        }
    }

    private long until(LongUnaryOperator next) {
        synchronized (pace) {
            return TimeUnit.NANOSECONDS.toMillis(next.applyAsLong(nanos.getAsLong()));
        }
    }

    /**
     * Tells the last figures, when all that has ended is counted, and stops. The report is left to the operator, which deletes
     * it once it has told its figures; one without figures is deleted at once. Takes a few seconds where estimates are
     * outstanding or the API server is away, never more than {@value #LAST_MILLIS} ms and one call. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        long begun = nanos.getAsLong();
        later(() -> last(told, begun), 0);
        try {
            boolean kept = told.get(LAST_MILLIS + PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            worker.shutdownNow();
            // A report that is on its way must not bring back what is deleted next.
            if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("GatewayReplica {}: the last report takes long", identity.replica());
            }
            if (!kept) {
                resource(ReplicaObject.bare(identity)).delete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("GatewayReplica {}: the last report takes too long", identity.replica());
        } catch (KubernetesClientException e) {
            LOG.warn("GatewayReplica {}: not deleted: {}", identity.replica(), e.getMessage());
        } finally {
            worker.shutdownNow();
        }
    }

    /** Completes with whether there is something to keep. */
    private void last(CompletableFuture<Boolean> told, long begun) {
        long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
        if (replica.isCounting() && passed < COUNTING_MILLIS) {
            later(() -> last(told, begun), LOOK_MILLIS);
            return;
        }
        Written written = write(true);
        if (written != Written.NOT) {
            over = true;
            told.complete(written == Written.WITH_USAGE);
        } else if (passed < LAST_MILLIS) {
            later(() -> last(told, begun), LAST_RETRY_MILLIS);
        } else {
            over = true;
            LOG.error("GatewayReplica {}: the last figures are lost: not written", identity.replica());
            told.complete(true);
        }
    }

    private enum Written {
        NOT,
        WITHOUT_USAGE,
        WITH_USAGE
    }

    private void periodic() {
        write();
        long delay = failures == 0 ? PERIOD_MILLIS : backoffMillis(failures);
        later(this::periodic, delay);
    }

    /** The task's own catch is the only place where a failure can be told. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void later(Runnable task, long delayMillis) {
        try {
            worker.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped while a report was due");
        }
    }

    /** Half a second, doubled with each failure, up to the usual period. */
    static long backoffMillis(int failures) {
        return Math.min(PERIOD_MILLIS, 500L << Math.min(failures - 1, 10));
    }

    private void write() {
        due.set(false);
        learnt.set(false);
        if (!over) {
            var _ = write(false);
        }
    }

    private Written write(boolean last) {
        synchronized (pace) {
            pace.begins(nanos.getAsLong());
        }
        try {
            String router = replica.routerUid();
            if (!created || !Objects.equals(router, owner)) {
                GenericKubernetesResource object = ReplicaObject.of(identity, replica.startedAt(), router);
                look(resource(object).patch(APPLY, object));
                owner = router;
                created = true;
            }
            GenericKubernetesResource status = ReplicaObject.bare(identity);
            ReplicaReport report = replica.report(last);
            status.setAdditionalProperty("status", report);
            resource(status).subresource("status").patch(APPLY, status);
            if (failures > 0) {
                LOG.info("GatewayReplica {}: written again", identity.replica());
            }
            failures = 0;
            return report.usage() == null ? Written.WITHOUT_USAGE : Written.WITH_USAGE;
        } catch (RuntimeException e) {
            // Gone, or never there: begin anew.
            created = false;
            failures++;
            // The first failure is news; the rest would only fill the log.
            if (failures == 1) {
                LOG.warn("GatewayReplica {}: not written: {} (trying again)", identity.replica(), e.getMessage());
            }
            return Written.NOT;
        } finally {
            synchronized (pace) {
                pace.ends(nanos.getAsLong());
            }
        }
    }

    /**
     * An object that was there before this process had written its first report tells what an earlier process of this pod has
     * counted. It must be read before it is replaced.
     */
    private void look(GenericKubernetesResource found) {
        Object status = found.getAdditionalProperties().get("status");
        if (!looked && status != null) {
            try {
                ReplicaReport before = ConfigCodec.decodeReport(status);
                if (before.usage() != null && !replica.startedAt().equals(before.startedAt())) {
                    replica.follows(before.usage());
                }
            } catch (IllegalArgumentException e) {
                LOG.error("GatewayReplica {}: an earlier report is not readable and is replaced", identity.replica());
            }
        }
        looked = true;
    }

    private Resource<GenericKubernetesResource> resource(GenericKubernetesResource object) {
        return kubernetes
                .genericKubernetesResources(REPLICAS)
                .inNamespace(identity.namespace())
                .resource(object);
    }
}
