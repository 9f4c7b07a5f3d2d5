package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Start, stop, who leads, and what a bad day of the API server does. */
@Timeout(120)
class OperatorLifecycleTest {
    @TempDir
    Path folder;

    private Cluster cluster;

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void ofTwoOperatorsOneWritesAndTheOtherTakesOver() throws Exception {
        cluster = Cluster.start(folder);
        OperatorApp first = cluster.operator("first");
        awaitHolder("first");
        OperatorApp second = cluster.operator("second");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.combo("a", "openai/gpt-5");
        cluster.awaitConfig("main", found -> found.combos().size() == 1);
        assertThat(second.isLeading()).isFalse();

        first.close();

        Lease lease = awaitHolder("second");
        cluster.combo("b", "openai/gpt-5");
        cluster.awaitConfig("main", found -> found.combos().size() == 2);
        assertThat(lease.getSpec().getLeaseTransitions()).isPositive();
        assertThat(first.isLeading()).isFalse();
    }

    /** Caches of what stops are being emptied: keys and credentials would look deleted, and callers be refused. */
    @Test
    void aRoundUnderWayPublishesNothingOnceTheOperatorStops() throws Exception {
        cluster = Cluster.start(folder);
        OperatorApp app = cluster.operator("one");
        Awaitility.await().until(app::isLeading);
        cluster.account("openai", "openai");
        CompletableFuture<CompletableFuture<Void>> closing = new CompletableFuture<>();
        // Asked in the middle of a round.
        cluster.meanwhile(request -> request.path().endsWith("/openid-configuration"), () -> {
            closing.complete(CompletableFuture.runAsync(app::close));
            Awaitility.await().until(() -> !app.isLeading());
        });

        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {serviceAccounts: {audience: ninerouter}}}
                """);

        closing.get().get();
        assertThat(cluster.find("main-config")).isNull();
    }

    @Test
    void waitsForItsDefinitions() throws Exception {
        cluster = Cluster.bare(folder);
        OperatorSettings settings = Cluster.settings("one", Scope.EVERYWHERE);
        try (OperatorApp app = OperatorApp.start(cluster.newClient(), settings)) {
            cluster.applyDefinitions();
            app.awaitReady(Duration.ofSeconds(30));
            cluster.router("main");
            cluster.awaitConfig("main", found -> found.connections().isEmpty());
        }
    }

    @Test
    void isConfinedToItsNamespaces() throws Exception {
        cluster = Cluster.start(folder);
        cluster.operator(Cluster.settings("one", Scope.of("default")));
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);

        assertThat(cluster.requests())
                .filteredOn(request -> request.userAgent().contains("fabric8")
                        && request.verb().equals("watch"))
                .filteredOn(request -> request.group().equals("ninerouter.io")
                        || request.resource().equals("secrets"))
                .allSatisfy(request -> assertThat(request.namespace()).isEqualTo("default"));
        assertThat(cluster.requests())
                .noneMatch(request -> request.resource().equals("namespaces")
                        && request.verb().equals("watch"));
    }

    @Test
    void saysWhatItDoesNotWatchWhereSomebodyCouldWaitForIt() throws Exception {
        cluster = Cluster.start(folder);
        cluster.operator(Cluster.settings("one", Scope.of("default")));
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {access: {keyNamespaces: {from: All}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: lost, namespace: default}
                spec: {secretName: lost, routerRef: {namespace: ai, name: main}}
                """);

        assertThat(message(cluster.awaitCondition(Router.class, "main", "Accepted", "True", "NotWatched")
                        .getStatus()))
                .contains("All is only default")
                .contains("watchNamespaces");
        assertThat(message(cluster.awaitCondition(ApiKey.class, "lost", "Accepted", "False", "NoRouter")
                        .getStatus()))
                .contains("namespace ai is not watched")
                .contains("watchNamespaces");
    }

    @Test
    void survivesBrokenAndExpiredWatches() throws Exception {
        cluster = Cluster.start(folder);
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);

        for (int i = 0; i < 5; i++) {
            cluster.api().faults().expireNextWatch();
            cluster.api().faults().dropWatches();
            String name = "c" + i;
            cluster.combo(name, "openai/gpt-5");
            int expected = i + 1;
            cluster.awaitConfig("main", found -> found.combos().size() == expected);
        }
    }

    @Test
    void writesAgainWhatTheServerRefusedOnce() throws Exception {
        cluster = Cluster.start(folder);
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.awaitCondition(Router.class, "main", "Accepted", "True", "Accepted");

        cluster.api()
                .faults()
                .failNext(
                        2,
                        429,
                        request ->
                                request.verb().equals("patch") && request.name().equals("main-config"));
        cluster.api()
                .faults()
                .failNext(
                        2,
                        409,
                        request -> request.verb().equals("patch")
                                && request.resource().equals("combos")
                                && request.subresource().equals("status"));
        cluster.combo("a", "openai/gpt-5");

        cluster.awaitCondition(Combo.class, "a", "Accepted", "True", "Accepted");
        cluster.awaitConfig("main", found -> found.combos().size() == 1);
    }

    @Test
    void tellsItsHealthAndItsMetrics() throws Exception {
        cluster = Cluster.start(folder);
        OperatorSettings settings = Cluster.settings("one", Scope.EVERYWHERE);
        OperatorApp app = cluster.operator(new OperatorSettings(
                settings.scope(), settings.election(), new InetSocketAddress("127.0.0.1", 0), null));
        cluster.router("main");
        cluster.awaitConfig("main", found -> found.connections().isEmpty());

        assertThat(get(app, "/livez").statusCode()).isEqualTo(200);
        assertThat(get(app, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(app, "/metrics").body())
                .contains("ninerouter_operator_leader 1.0")
                .contains("reconciliations");
        assertThat(get(app, "/elsewhere").statusCode()).isEqualTo(404);
    }

    /** Of {@code Accepted}. */
    private static String message(ObjectStatus status) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Accepted"))
                .map(Condition::message)
                .findFirst()
                .orElseThrow();
    }

    private Lease awaitHolder(String identity) {
        return cluster.client()
                .leases()
                .inNamespace("kube-system")
                .withName(OperatorSettings.LEASE)
                .waitUntilCondition(
                        lease ->
                                lease != null && identity.equals(lease.getSpec().getHolderIdentity()),
                        20,
                        TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(OperatorApp app, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + app.managementPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
