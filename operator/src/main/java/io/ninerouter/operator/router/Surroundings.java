package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.operator.apikey.KeyIssuer;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.credential.live.Keeper;
import io.ninerouter.operator.discover.live.Asker;
import io.ninerouter.operator.event.Announcer;
import io.ninerouter.operator.probe.live.Prober;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.telemetry.OperatorMetrics;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the loop touches.
 *
 * @param client to the API server
 * @param settings of the operator
 * @param catalogue the built-in providers
 * @param writing the parts that write beside the loop
 * @param executor one thread, for what happens behind the loop
 * @param clock the time
 * @param beside what runs beside the loop
 */
public record Surroundings(
        KubernetesClient client,
        OperatorSettings settings,
        Catalogue catalogue,
        Writing writing,
        ScheduledExecutorService executor,
        InstantSource clock,
        Beside beside) {

    /** For what is written behind the loop. */
    Outbox outbox() {
        return new Outbox(writing.pool(), (task, delay) -> {
            var _ = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /**
     * The parts that write beside the loop.
     *
     * @param pool for writes that run side by side; bounded, so that the API server is not flooded
     */
    public record Writing(KeyIssuer issuer, Announcer announcer, ExecutorService pool) {}

    /**
     * What runs beside the loop.
     *
     * @param prober checks credentials
     * @param asker asks about accounts
     * @param metrics what the operator tells of itself
     * @param keeper keeps the tokens of accounts that log in
     */
    public record Beside(Prober prober, Asker asker, OperatorMetrics metrics, Keeper keeper) {}
}
