package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator makes of credentials that nobody has used yet: it asks the provider. */
@Timeout(180)
class OperatorProbesTest {
    private static final String GOOD = "sk-canary-good-0123456789";
    private static final String WRONG = "sk-canary-wrong-9876543210";

    @TempDir
    Path folder;

    private Cluster cluster;
    private ProbedProvider provider;
    private OperatorApp operator;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new ProbedProvider(GOOD);
        operator = cluster.operator(Cluster.settings("one", Scope.EVERYWHERE).withProbes(true));
        cluster.router("main");
        cluster.replica("gw-1", "main");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        provider.close();
    }

    @Test
    void aWrongKeyIsToldAtOnceAndSoIsItsCorrection() {
        cluster.secret("acct", WRONG);
        connection("");

        ProviderConnection refused = await("False", "Refused");
        assertThat(message(refused)).isEqualTo("the provider answered 401: Incorrect API key provided: Bearer ***");
        assertThat(Cluster.has(refused, "Ready", "False", "Refused")).isTrue();
        assertThat(refused.getStatus().probe())
                .extracting(ProviderConnection.Check::result, ProviderConnection.Check::status)
                .containsExactly("Refused", 401);
        Event told = cluster.awaitEvent("acct", "Refused");
        assertThat(told.getType()).isEqualTo("Warning");
        assertThat(told.getMessage()).contains("401").doesNotContain("canary");

        cluster.secret("acct", GOOD);

        ProviderConnection taken = await("True", "Valid");
        assertThat(taken.getStatus().probe().result()).isEqualTo("Taken");
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        assertThat(provider.shown())
                .as("one check of each key, and one without, to know that the answer means something")
                .containsExactly("Bearer " + WRONG, "Bearer " + GOOD, "none");
        assertThat(Serialization.asYaml(taken) + Serialization.asYaml(refused)).doesNotContain("canary");
    }

    @Test
    void aProviderThatIsDownSaysNothingAndTakesNothingBack() {
        provider.answers(503);
        cluster.secret("acct", GOOD);
        connection("");

        ProviderConnection unknown = await("Unknown", "Inconclusive");
        assertThat(message(unknown)).startsWith("no request has used the credential yet; the provider answered 503");
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");

        provider.answers(0);
        cluster.secret("acct", GOOD + "x");
        await("False", "Refused");
        cluster.secret("acct", GOOD);
        await("True", "Valid");
        // The status before is one that has settled: the gateways' document has the key that was told of.
        ProviderConnection valid = cluster.await(
                ProviderConnection.class,
                "acct",
                object -> Cluster.has(object, "CredentialsValid", "True", "Valid")
                        && Cluster.has(object, "Programmed", "True", "Programmed")
                        && Cluster.has(object, "Ready", "True", "Ready"));

        provider.answers(503);
        // Another operator, who asks again only in some minutes, goes on with what was told.
        operator.close();
        restart();
        cluster.combo("later", "node/m");
        cluster.awaitCondition(Combo.class, "later", "Ready", "True", "Ready");
        assertThat(current().getStatus()).isEqualTo(valid.getStatus());
    }

    @Test
    void anAnswerThatEverybodyGetsSaysNothing() {
        provider.answers(200);
        cluster.secret("acct", WRONG);
        connection("");

        assertThat(message(await("Unknown", "NotCheckable"))).contains("answers everybody");
    }

    @Test
    void aProviderWithoutAListSaysNothing() {
        provider.answers(404);
        cluster.secret("acct", WRONG);
        connection("");

        assertThat(message(await("Unknown", "NotCheckable"))).contains("the provider answered 404");
    }

    @Test
    void whatIsSwitchedOffIsNotAsked() throws Exception {
        cluster.secret("acct", WRONG);
        connection(", probe: {enabled: false}");

        assertThat(message(await("Unknown", "NotTried"))).endsWith("not checked: spec.probe.enabled: false");

        cluster.operator(Cluster.settings("two", Scope.EVERYWHERE).withProbes(false));
        operator.close();
        connection("");
        assertThat(message(await("Unknown", "NotTried"))).contains("NINEROUTER_PROBES");
        assertThat(provider.shown()).isEmpty();
    }

    @Test
    void onlyTheLeaderAsksAndNothingIsWrittenAtRest() throws Exception {
        cluster.operator(Cluster.settings("two", Scope.EVERYWHERE).withProbes(true));
        cluster.secret("acct", GOOD);
        connection("");
        await("True", "Valid");
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        List<String> asked = provider.shown();
        assertThat(asked).containsExactly("Bearer " + GOOD, "none");
        int before = cluster.requests().size();

        // Rounds of the loop that have to do with other things.
        for (int i = 0; i < 10; i++) {
            cluster.combo("other-" + i, "node/m");
            cluster.awaitCondition(Combo.class, "other-" + i, "Ready", "True", "Ready");
        }

        assertThat(provider.shown()).as("not before the interval is over").isEqualTo(asked);
        assertThat(List.copyOf(cluster.requests()).stream().skip(before))
                .filteredOn(request -> request.resource().equals("providerconnections"))
                .extracting(ApiRequest::verb)
                .doesNotContain("patch", "update");
    }

    @Test
    void trafficThatSaysSomethingLaterCounts() {
        FakeReplica replica = cluster.replica("gw-2", "main");
        cluster.secret("acct", GOOD);
        connection("");
        await("True", "Valid");

        String now = Instant.now().plusSeconds(1).toString();
        replica.report(new ConnectionReport("acct", null, now, 401, "Unauthorized", now));

        await("False", "Refused");
    }

    private void restart() {
        try {
            operator =
                    cluster.operator(Cluster.settings("three", Scope.EVERYWHERE).withProbes(true));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void connection(String more) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: node, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}], discovery: {enabled: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec: {provider: node, auth: {apiKey: {secretRef: {name: acct}}}%s}
                """.formatted(provider.baseUrl(), more));
    }

    private ProviderConnection await(String status, String reason) {
        return cluster.awaitCondition(ProviderConnection.class, "acct", "CredentialsValid", status, reason);
    }

    private ProviderConnection current() {
        return cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace("default")
                .withName("acct")
                .get();
    }

    private static String message(ProviderConnection connection) {
        Condition condition = Cluster.condition(connection.getStatus(), "CredentialsValid");
        return condition.message();
    }
}
