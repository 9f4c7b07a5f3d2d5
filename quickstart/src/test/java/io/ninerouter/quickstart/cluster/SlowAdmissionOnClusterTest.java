package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A policy engine that takes its time, or more than the API server gives it, delays what the operator does and loses nothing. */
@OnCluster
class SlowAdmissionOnClusterTest {
    private static final String ROUTER = """
            apiVersion: ninerouter.io/v1alpha1
            kind: Router
            metadata: {name: main}
            spec: {gateway: {replicas: 0}}
            """;
    private static final String KEY = """
            apiVersion: ninerouter.io/v1alpha1
            kind: ApiKey
            metadata: {name: coder}
            spec: {secretName: coder}
            """;

    private static Site site;

    @BeforeAll
    static void open(Site opened) {
        site = opened;
        Abilities.assumeHooksReachThisMachine(site);
    }

    @Test
    void lateAnswersDelayWhatIsWritten() throws Exception {
        String namespace = site.namespace("late");
        try (AdmissionHook hook =
                        new AdmissionHook(site.admin(), site.namespaces().run() + "-late", namespace);
                Site.Running operator = site.operator("one", namespace)) {
            hook.hold(Duration.ofMillis(1_500), Duration.ofSeconds(10));
            site.apply(namespace, ROUTER);
            site.apply(namespace, KEY);
            site.await(ApiKey.class, namespace, "coder", "Accepted", "True");
            site.await(Secret.class, namespace, "coder", found -> found != null);
            assertThat(hook.asked()).isGreaterThan(4);
            assertThat(operator.app().isLeading()).isTrue();
        }
    }

    @Test
    void whatTheApiServerCouldNotHaveAdmittedIsWrittenOnceItCan() throws Exception {
        String namespace = site.namespace("stuck");
        site.apply(namespace, ROUTER);
        site.apply(namespace, KEY);
        AdmissionHook hook = new AdmissionHook(site.admin(), site.namespaces().run() + "-stuck", namespace);
        try (hook) {
            hook.hold(Duration.ofSeconds(3), Duration.ofSeconds(1));
            try (Site.Running operator = site.operator("one", namespace)) {
                org.awaitility.Awaitility.await().atMost(Site.PATIENCE).until(() -> hook.asked() > 2);
                assertThat(site.gone(Secret.class, namespace, "main-config"))
                        .as("nothing was admitted")
                        .isTrue();

                hook.close();

                site.await(Router.class, namespace, "main", "Accepted", "True");
                site.await(ApiKey.class, namespace, "coder", "Accepted", "True");
                site.await(Secret.class, namespace, "coder", found -> found != null);
                assertThat(operator.app().isLeading()).isTrue();
            }
        }
    }
}
