package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.OperatorApp;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three gateways, one API server, one operator, one provider: what one gateway learns, all know. */
class CooldownAcrossGatewaysTest {
    private static final Logger LOG = LoggerFactory.getLogger(CooldownAcrossGatewaysTest.class);
    private static final Duration PROMISED = Duration.ofSeconds(1);
    private static final int ROUNDS = 10;

    @TempDir
    Path folder;

    private Cluster cluster;
    private OperatorApp operator;
    private LimitingProvider provider;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new LimitingProvider();
        operator = cluster.operator("one");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: limited, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}]}
                """.formatted(provider.baseUrl()));
        cluster.account("acct", "limited");
        gateways = Gateways.start(cluster, 3);
        cluster.await(
                Router.class,
                "main",
                router -> router.getStatus() != null
                        && router.getStatus().replicas() != null
                        && router.getStatus().replicas().programmed() == 3);
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        for (int gateway = 1; gateway <= 3; gateway++) {
            assertThat(gateways.ask(gateway, "limited/m").statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        provider.close();
        cluster.close();
    }

    @Test
    void aLimitThatOneMeetsStopsAllWithinASecond() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String model = "m" + round;
            provider.refuseNext(429, 30);
            assertThat(gateways.ask(1 + round % 3, "limited/" + model).statusCode())
                    .isEqualTo(429);
            long learnt = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5)).atMost(PROMISED).until(() -> allLeaveAlone(model));
            millis.add(Duration.ofNanos(System.nanoTime() - learnt).toMillis());

            int calls = provider.calls();
            for (int gateway = 1; gateway <= 3; gateway++) {
                HttpResponse<String> answer = gateways.ask(gateway, "limited/" + model);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
                assertThat(Integer.parseInt(
                                answer.headers().firstValue("retry-after").orElseThrow()))
                        .isBetween(1, 30);
            }
            assertThat(provider.calls()).as("nobody has asked the provider").isEqualTo(calls);
        }
        Collections.sort(millis);
        LOG.info("all three knew after {} ms (median), {} ms (longest)", millis.get(ROUNDS / 2), millis.getLast());
        assertThat(gateways.ask(2, "limited/other").statusCode())
                .as("other models are served")
                .isEqualTo(200);
    }

    @Test
    void aRefusedCredentialStopsAllAndANewOneIsTriedAtOnce() throws Exception {
        provider.refuseNext(401, 0);
        gateways.ask(1, "limited/m");
        await().pollInterval(Duration.ofMillis(5)).atMost(PROMISED).until(() -> allLeaveAlone("m"));
        ProviderConnection refused =
                cluster.awaitCondition(ProviderConnection.class, "acct", "CredentialsValid", "False", "Refused");
        assertThat(refused.getStatus().cooldowns())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo("CredentialRefused"));
        int calls = provider.calls();
        gateways.ask(3, "limited/m");
        assertThat(provider.calls()).isEqualTo(calls);

        cluster.secret("acct", "another-key");

        await().atMost(Duration.ofSeconds(10)).until(() -> noneLeavesAlone("m"));
        for (int gateway = 1; gateway <= 3; gateway++) {
            assertThat(gateways.ask(gateway, "limited/m").statusCode()).isEqualTo(200);
        }
        cluster.await(
                ProviderConnection.class,
                "acct",
                found -> found.getStatus().cooldowns().isEmpty());
    }

    @Test
    void withoutTheOperatorEachProtectsItself() throws Exception {
        operator.close();
        for (int gateway = 1; gateway <= 3; gateway++) {
            provider.refuseNext(429, 30);
            int calls = provider.calls();
            assertThat(gateways.ask(gateway, "limited/m").statusCode()).isEqualTo(429);
            assertThat(provider.calls()).as("asked once").isEqualTo(calls + 1);

            assertThat(gateways.ask(gateway, "limited/m").statusCode()).isEqualTo(429);
            assertThat(provider.calls()).as("and not again").isEqualTo(calls + 1);
        }
    }

    private boolean allLeaveAlone(String model) {
        return gateways.leavesAlone(1, "acct", model)
                && gateways.leavesAlone(2, "acct", model)
                && gateways.leavesAlone(3, "acct", model);
    }

    private boolean noneLeavesAlone(String model) {
        return !gateways.leavesAlone(1, "acct", model)
                && !gateways.leavesAlone(2, "acct", model)
                && !gateways.leavesAlone(3, "acct", model);
    }
}
