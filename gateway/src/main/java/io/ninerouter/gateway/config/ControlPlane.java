package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageLedger;
import io.ninerouter.gateway.usage.UsageListener;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The link to Kubernetes: configuration in, reports out. Acknowledges a configuration after it was put in use; says that it
 * drains before the server does; tells its last figures at the end. Traffic never waits for it. Thread-safe.
 */
public final class ControlPlane implements SmartLifecycle, AutoCloseable, UsageListener {
    private final SnapshotHolder holder;
    private final HealthBoard health;
    private final LimitBoard limits;
    private final ConfigSource source;
    private final SignalSource signals;
    private final ReportSink sink;
    private final UsageLedger ledger = new UsageLedger(UUID.randomUUID().toString(), System::currentTimeMillis);
    private final AtomicLong told = new AtomicLong();
    private final long startedMillis = System.currentTimeMillis();
    private volatile boolean serving;

    /** @param used told of each snapshot after it was put in use */
    public ControlPlane(
            KubernetesClient kubernetes,
            ReplicaIdentity identity,
            SnapshotHolder holder,
            HealthBoard health,
            LimitBoard limits,
            Consumer<Snapshot> used) {
        this.holder = holder;
        this.health = health;
        this.limits = limits;
        this.sink = new ReportSink(
                kubernetes,
                identity,
                new Replica(),
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("replica-report").factory()),
                System::nanoTime);
        this.source = new ConfigSource(kubernetes, identity, holder, used.andThen(_ -> sink.changed()), sink::changed);
        this.signals = new SignalSource(
                kubernetes,
                identity,
                heard -> health.learn(heard, this::credential, System.currentTimeMillis()),
                allotments -> limits.hear(identity.replica(), startedMillis, allotments));
        limits.share(identity.replica(), startedMillis, new Wishes());
    }

    @Override
    public void start() {
        serving = true;
        source.start();
        signals.start();
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
        signals.close();
        source.close();
        sink.close();
    }

    @Override
    public void begun() {
        ledger.begun();
    }

    /** What was learnt of an attempt is known by now: a cooldown or a refused credential must not wait for the next report. */
    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {
        ledger.attempt(asker, attempt);
        long news = health.news();
        if (told.get() != news && told.getAndSet(news) != news) {
            sink.learnt();
        }
    }

    @Override
    public void request(RequestRecord request, RequestLog log) {
        ledger.request(request, log);
    }

    /** Whether a newer configuration could not be read and is not served. */
    public boolean rejects() {
        return source.rejection() != null;
    }

    private ReplicaReport report(boolean last) {
        Snapshot snapshot = holder.current();
        var moment = new ReportBuilder.Moment(
                serving && snapshot != null, limits.inFlight().count(), System.currentTimeMillis(), startedMillis);
        ReplicaReport whole = ReportBuilder.of(
                        snapshot,
                        source.rejection(),
                        health.toShare(this::credential, moment.nowMillis()),
                        health.observations(),
                        connection -> health.quotas(connection, moment.nowMillis()),
                        moment)
                .with(ledger.report(last))
                .with(limits.demands());
        return ReportBounds.within(whole);
    }

    private @Nullable Credential credential(String connection) {
        Snapshot snapshot = holder.current();
        return snapshot == null ? null : snapshot.credential(connection);
    }

    /** What callers want that the operator parts. */
    private final class Wishes implements LimitBoard.Reports {
        @Override
        public void urgent() {
            sink.changed();
        }

        @Override
        public void soon() {
            sink.learnt();
        }
    }

    /** What the sink writes about. */
    private final class Replica implements ReportSink.Replica {
        @Override
        public ReplicaReport report(boolean last) {
            return ControlPlane.this.report(last);
        }

        @Override
        public String startedAt() {
            return ReportBuilder.time(startedMillis);
        }

        @Override
        public @Nullable String routerUid() {
            return source.routerUid();
        }

        @Override
        public void follows(UsageReport earlier) {
            ledger.continueFrom(earlier);
        }

        @Override
        public boolean isCounting() {
            return ledger.open() > 0;
        }
    }
}
