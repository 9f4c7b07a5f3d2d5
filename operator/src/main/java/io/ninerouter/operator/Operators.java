package io.ninerouter.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.router.RouterReconciler;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The framework's operator, as we run it. */
final class Operators {
    private static final Duration CACHE_SYNC = Duration.ofSeconds(60);
    private static final Duration TERMINATION = Duration.ofSeconds(5);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private Operators() {}

    /** Is told who leads. */
    interface LeadershipListener {
        /** This operator leads from now on. */
        void began();

        /** It does not any more. */
        void ended();
    }

    static Operator create(
            KubernetesClient client, OperatorSettings settings, MeterRegistry registry, LeadershipListener listener) {
        return new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withCacheSyncTimeout(CACHE_SYNC)
                    .withReconciliationTerminationTimeout(TERMINATION)
                    .withMetrics(MicrometerMetricsV2.newBuilder(registry).build());
            OperatorSettings.Election election = settings.election();
            if (election != null) {
                overrider.withLeaderElectionConfiguration(configuration(election, listener));
            }
        });
    }

    static void register(Operator operator, RouterReconciler reconciler, OperatorSettings settings) {
        operator.register(reconciler, overrider -> {
            overrider
                    .withRateLimiter(LinearRateLimiter.deactivatedRateLimiter())
                    .withRetry(new BackoffRetry(
                            RETRY, () -> ThreadLocalRandom.current().nextDouble()));
            // The framework's own default is every namespace.
            if (settings.scope() instanceof Scope.Only(Set<String> namespaces)) {
                overrider.settingNamespaces(namespaces);
            }
        });
    }

    /**
     * The framework would end the process when the lease is lost; the quickstart shares it with a gateway. {@link OperatorApp}
     * stops and stands as a candidate again instead.
     */
    @SuppressWarnings("deprecation") // The builder refuses this setting outside of tests.
    private static LeaderElectionConfiguration configuration(
            OperatorSettings.Election election, LeadershipListener listener) {
        return new LeaderElectionConfiguration(
                OperatorSettings.LEASE,
                election.namespace(),
                election.lease(),
                election.renewDeadline(),
                election.retryPeriod(),
                election.identity(),
                new LeaderCallbacks(listener::began, listener::ended, leader -> {}),
                false);
    }
}
