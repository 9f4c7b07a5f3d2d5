package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The issuer of the cluster's tokens: when it is asked, and what becomes of it when it cannot be. */
@Timeout(120)
class OperatorTokensTest {
    private static final int ALWAYS = 1_000_000;

    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = Cluster.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void nobodyIsAskedWhereNoAudienceIsSet() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.awaitConfig("main", found -> found.settings().tokens() == null);

        assertThat(cluster.requests()).noneMatch(OperatorTokensTest::asksForTheIssuer);
    }

    @Test
    void routerSaysWhatIsMissingAndKeysServeOn() throws Exception {
        cluster.api().faults().failNext(ALWAYS, 403, OperatorTokensTest::asksForTheIssuer);
        cluster.operator("one");
        withAudience();
        cluster.replica("gw-1", "main");
        cluster.secret("own", "sk-made-elsewhere-0123456789");
        key("brought", "{secretRef: {name: own}}");
        key("account", "{subject: {serviceAccount: {name: coder}}}");

        Router router = cluster.awaitCondition(Router.class, "main", "ResolvedRefs", "False", "IssuerUnavailable");
        assertThat(Cluster.condition(router.getStatus(), "ResolvedRefs").message())
                .contains("403", "system:service-account-issuer-discovery");
        cluster.awaitCondition(ApiKey.class, "account", "ResolvedRefs", "False", "IssuerUnavailable");
        cluster.awaitCondition(ApiKey.class, "brought", "Ready", "True", "Ready");
    }

    @Test
    void restartTakesNobodysTrustAway() throws Exception {
        OperatorApp one = cluster.operator("one");
        withAudience();
        GatewayConfig before =
                cluster.awaitConfig("main", found -> found.settings().tokens() != null);
        one.close();
        cluster.api().faults().failNext(ALWAYS, 403, OperatorTokensTest::asksForTheIssuer);
        cluster.secret("own", "sk-made-elsewhere-0123456789");
        key("brought", "{secretRef: {name: own}}");
        cluster.operator("two");

        GatewayConfig after = cluster.awaitConfig("main", found -> !found.keys().isEmpty());

        assertThat(after.settings().tokens()).isEqualTo(before.settings().tokens());
        assertThat(cluster.requests()).anyMatch(OperatorTokensTest::asksForTheIssuer);
    }

    private static boolean asksForTheIssuer(ApiRequest request) {
        return request.path().contains("openid");
    }

    private void withAudience() {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {serviceAccounts: {audience: ninerouter}}}
                """);
    }

    private void key(String name, String spec) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: %s, namespace: default}
                spec: %s
                """.formatted(name, spec));
    }
}
