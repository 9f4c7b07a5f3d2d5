package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.RouterSecrets;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of this replica: at once when something has changed, else from time to time. A kind that is not there,
 * an API server that is away or a refusal never disturb traffic: it is tried again, less and less often. Thread-safe.
 */
public final class ReportSink implements AutoCloseable {
    static final long PERIOD_MILLIS = 10_000;
    static final long COALESCE_MILLIS = 50;
    static final long AT_ONCE_MILLIS = 5;
    static final long LEARNT_MILLIS = 100;
    static final long SPACING_MILLIS = 300;
    private static final String FIELD_MANAGER = "ninerouter-gateway";
    private static final String API_VERSION = "ninerouter.io/v1alpha1";
    private static final String KIND = "GatewayReplica";
    private static final ResourceDefinitionContext REPLICAS = new ResourceDefinitionContext.Builder()
            .withGroup("ninerouter.io")
            .withVersion("v1alpha1")
            .withKind(KIND)
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
    private final Supplier<ReplicaReport> report;
    private final ScheduledExecutorService worker;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean learnt = new AtomicBoolean();
    private volatile long writtenNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
    // Only the worker uses these.
    private boolean created;
    private int failures;

    /**
     * @param report the state of this replica at the moment of the call
     * @param worker one thread that may block; owned and closed by this
     */
    public ReportSink(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            Supplier<ReplicaReport> report,
            ScheduledExecutorService worker) {
        this.kubernetes = kubernetes;
        this.identity = identity;
        this.report = report;
        this.worker = worker;
    }

    /** Begins to report from time to time. */
    public void start() {
        worker.execute(this::periodic);
    }

    /**
     * Something has changed that somebody waits for: told at once after a quiet time; changes that come close together make
     * few reports.
     */
    public void changed() {
        if (due.compareAndSet(false, true)) {
            later(this::write, sinceLastMillis() > SPACING_MILLIS ? AT_ONCE_MILLIS : COALESCE_MILLIS);
        }
    }

    /** Traffic has taught something that others should know within a second; however often, it makes few reports. */
    public void learnt() {
        if (learnt.compareAndSet(false, true)) {
            later(this::write, Math.max(LEARNT_MILLIS, SPACING_MILLIS - sinceLastMillis()));
        }
    }

    private long sinceLastMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - writtenNanos);
    }

    /** Stops and deletes the report: nobody should wait for this replica any more. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            // A report that is on its way must not bring back what is deleted next.
            if (!worker.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("GatewayReplica {}: the last report takes long", identity.replica());
            }
            replica().delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException e) {
            LOG.warn("GatewayReplica {}: not deleted: {}", identity.replica(), e.getMessage());
        }
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
        writtenNanos = System.nanoTime();
        try {
            if (!created) {
                replica().patch(APPLY, resource());
                created = true;
            }
            GenericKubernetesResource status = resource();
            status.setAdditionalProperty("status", report.get());
            replica().subresource("status").patch(APPLY, status);
            if (failures > 0) {
                LOG.info("GatewayReplica {}: written again", identity.replica());
            }
            failures = 0;
        } catch (RuntimeException e) {
            // Gone, or never there: begin anew.
            created = false;
            failures++;
            // The first failure is news; the rest would only fill the log.
            if (failures == 1) {
                LOG.warn("GatewayReplica {}: not written: {} (trying again)", identity.replica(), e.getMessage());
            }
        }
    }

    private Resource<GenericKubernetesResource> replica() {
        return kubernetes
                .genericKubernetesResources(REPLICAS)
                .inNamespace(identity.namespace())
                .resource(resource());
    }

    private GenericKubernetesResource resource() {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withName(identity.replica())
                .withNamespace(identity.namespace())
                .addToLabels(RouterSecrets.ROUTER_LABEL, identity.router());
        if (identity.podUid() != null) {
            metadata.addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(identity.replica())
                    .withUid(identity.podUid())
                    .endOwnerReference();
        }
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(API_VERSION);
        resource.setKind(KIND);
        resource.setMetadata(metadata.build());
        resource.setAdditionalProperty("spec", Map.of("routerRef", Map.of("name", identity.router())));
        return resource;
    }
}
