package io.ninerouter.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ninerouter.operator.apikey.KeyIssuer;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.credential.live.Keeper;
import io.ninerouter.operator.discover.live.Asker;
import io.ninerouter.operator.egress.OutboundClient;
import io.ninerouter.operator.event.Announcer;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.Leases;
import io.ninerouter.operator.management.ManagementServer;
import io.ninerouter.operator.probe.live.Prober;
import io.ninerouter.operator.router.RouterReconciler;
import io.ninerouter.operator.router.Surroundings;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.telemetry.OperatorMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running operator. It starts by itself as soon as the API server answers and the custom resource definitions are there,
 * and begins anew, as a candidate, when it has lost its leadership. Thread-safe.
 */
public final class OperatorApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorApp.class);
    private static final int WRITERS = 16;
    private static final String DEFINITIONS =
            " (expected: those of this release applied, see manifests/install/crds or helm show crds)";

    private final KubernetesClient client;
    private final OperatorSettings settings;
    private final Surroundings surroundings;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry);
    private final ExecutorService announcing = Executors.newSingleThreadExecutor(daemon("events"));
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(daemon("starter"));
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final OutboundClient outbound;

    /** The starter's alone. */
    private final StartTries tries = new StartTries();

    private @Nullable ManagementServer management;
    private @Nullable Operator operator;
    private volatile @Nullable RouterReconciler reconciler;
    private volatile boolean running;
    private volatile boolean leading;
    private volatile boolean closed;

    private OperatorApp(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.settings = settings;
        InstantSource clock = InstantSource.system();
        ScheduledExecutorService behind = Executors.newSingleThreadScheduledExecutor(daemon("behind"));
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS, daemon("writer"));
        outbound = new OutboundClient(settings.outbound());
        this.surroundings = new Surroundings(
                client,
                settings,
                CatalogueLoader.load(),
                new Surroundings.Writing(
                        new KeyIssuer(client, new SecureRandom()), new Announcer(client, announcing, clock), pool),
                behind,
                clock,
                new Surroundings.Beside(
                        new Prober(behind, clock, metrics::probed, outbound),
                        new Asker(behind, clock, metrics::asked, outbound),
                        metrics,
                        new Keeper(client, behind, clock, outbound)));
    }

    /**
     * Starts an operator and returns at once; {@link #awaitReady} waits for it.
     *
     * @param client stays the caller's: it is not closed; best made by {@link io.ninerouter.operator.kube.OperatorClients}
     * @throws UncheckedIOException when the management address cannot be bound
     */
    public static OperatorApp start(KubernetesClient client, OperatorSettings settings) {
        return start(client, settings, null);
    }

    /**
     * The same.
     *
     * @param calls what the client counts; null = nothing
     */
    public static OperatorApp start(KubernetesClient client, OperatorSettings settings, @Nullable ApiCalls calls) {
        OperatorApp app = new OperatorApp(client, settings);
        if (calls != null) {
            app.metrics.apiCalls(calls);
        }
        app.serveManagement();
        app.attemptIn(Duration.ZERO);
        return app;
    }

    /**
     * Waits until the caches are complete: as leader it then works, else it stands by.
     *
     * @throws TimeoutException when that takes longer
     */
    public void awaitReady(Duration most) throws InterruptedException, TimeoutException {
        try {
            ready.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the operator was closed before it was ready", e);
        }
    }

    /** Whether this operator is the one that writes. */
    public boolean isLeading() {
        return leading;
    }

    /** Port of the management server; -1 = there is none. */
    public int managementPort() {
        ManagementServer server = management;
        return server == null ? -1 : server.port();
    }

    @Override
    public void close() {
        closed = true;
        ready.completeExceptionally(new IllegalStateException("closed"));
        starter.shutdownNow();
        stop();
        // What a vendor is about to answer is waited for before its connection is closed.
        surroundings.beside().keeper().close();
        surroundings.beside().prober().close();
        surroundings.beside().asker().close();
        outbound.close();
        surroundings.executor().shutdownNow();
        announcing.shutdownNow();
        surroundings.writing().pool().shutdownNow();
        if (management != null) {
            management.close();
        }
        registry.close();
    }

    private void serveManagement() {
        metrics.leader(() -> leading);
        if (settings.management() != null) {
            try {
                management = ManagementServer.start(settings.management(), () -> running, this::scrape);
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(e);
            }
        }
    }

    private String scrape() {
        RouterReconciler current = reconciler;
        if (current != null) {
            metrics.objects(current::objects);
        }
        return registry.scrape();
    }

    private void attemptIn(Duration delay) {
        if (!closed) {
            var _ = starter.schedule(this::attempt, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void attempt() {
        try {
            List<String> missing = CustomResources.missing(client, settings.scope());
            if (!missing.isEmpty()) {
                attemptIn(tries.failed(
                        "waiting for custom resource definitions: missing=" + missing + DEFINITIONS, null));
                return;
            }
            List<String> outdated = CustomResources.outdated(client);
            if (!outdated.isEmpty()) {
                // An operator of the release before, if one runs, goes on meanwhile: a rollout waits for this one.
                attemptIn(tries.failed(
                        "waiting for newer custom resource definitions: these lack " + outdated + DEFINITIONS, null));
                return;
            }
            run();
            tries.over();
            ready.complete(null);
        } catch (RuntimeException e) {
            // Whatever it is, a start that is not tried again would leave a process that does nothing.
            stop();
            attemptIn(tries.failed("not started, trying again: " + e.getMessage(), e));
        }
    }

    private synchronized void run() {
        if (closed) {
            return;
        }
        metrics.withoutFramework();
        RouterReconciler loop = new RouterReconciler(surroundings);
        Operator next = Operators.create(client, settings, registry, new Leadership(loop));
        Operators.register(next, loop, settings);
        reconciler = loop;
        operator = next;
        next.start();
        running = true;
        if (settings.election() == null) {
            leading = true;
            loop.lead();
        }
        LOG.info("started: namespaces={} election={}", settings.scope(), settings.election() != null);
    }

    private synchronized void stop() {
        RouterReconciler loop = reconciler;
        if (loop != null) {
            // First of all: to a round under way the caches of what stops look as if everything had been deleted.
            loop.resign();
        }
        running = false;
        leading = false;
        Operator current = operator;
        operator = null;
        if (current != null) {
            current.stop();
            OperatorSettings.Election election = settings.election();
            if (election != null) {
                Leases.release(
                        client,
                        election.namespace(),
                        OperatorSettings.LEASE,
                        election.identity(),
                        surroundings.clock());
            }
        }
    }

    /** An operator that has lost its lease must not write any more: it stops and stands as a candidate again. */
    private void lost(RouterReconciler reconciler) {
        if (!closed && leading) {
            LOG.warn("leadership lost, standing by");
            reconciler.resign();
            leading = false;
            var _ = starter.submit(() -> {
                stop();
                attemptIn(Duration.ZERO);
            });
        }
    }

    private static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name("operator-" + name + "-", 0).factory();
    }

    /** What happens when this operator begins or ceases to lead. */
    private final class Leadership implements Operators.LeadershipListener {
        private final RouterReconciler reconciler;

        private Leadership(RouterReconciler reconciler) {
            this.reconciler = reconciler;
        }

        @Override
        public void began() {
            LOG.info("leading");
            leading = true;
            reconciler.lead();
        }

        @Override
        public void ended() {
            lost(reconciler);
        }
    }
}
