package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageListener;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;

/**
 * The link to Kubernetes: configuration in, reports out. Acknowledges a configuration after it was put in use; says that it
 * drains before the server does; deletes its report at the end. Traffic never waits for it. Thread-safe.
 */
public final class ControlPlane implements SmartLifecycle, AutoCloseable, UsageListener {
    private final SnapshotHolder holder;
    private final HealthBoard health;
    private final InFlight inFlight;
    private final ConfigSource source;
    private final ReportSink sink;
    private final long startedMillis = System.currentTimeMillis();
    private volatile boolean serving;

    /** @param used told of each snapshot after it was put in use */
    public ControlPlane(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            SnapshotHolder holder,
            HealthBoard health,
            InFlight inFlight,
            Consumer<Snapshot> used) {
        this.holder = holder;
        this.health = health;
        this.inFlight = inFlight;
        this.sink = new ReportSink(
                kubernetes,
                identity,
                this::report,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("replica-report").factory()));
        this.source = new ConfigSource(kubernetes, identity, holder, used.andThen(_ -> sink.changed()), sink::changed);
    }

    @Override
    public void start() {
        serving = true;
        source.start();
        sink.start();
    }

    /** Before the server begins to drain: the latest phase stops first. */
    @Override
    public void stop() {
        serving = false;
        sink.changed();
    }

    @Override
    public boolean isRunning() {
        return serving;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void close() {
        source.close();
        sink.close();
    }

    @Override
    public void begun() {}

    /** A refused credential is what the operator can act on. */
    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {
        if (attempt.outcome().fault() == Fault.CREDENTIAL_REFUSED) {
            sink.learnt();
        }
    }

    @Override
    public void request(RequestRecord request, RequestLog log) {}

    private ReplicaReport report() {
        Snapshot snapshot = holder.current();
        var moment = new ReportBuilder.Moment(
                serving && snapshot != null, inFlight.count(), System.currentTimeMillis(), startedMillis);
        return ReportBuilder.of(snapshot, source.rejection(), health.observations(), moment);
    }
}
