package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.settings.OperatorSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator makes of a Router: that it stands, is repaired, changes hands and goes. */
@OnCluster
class OwnedOnClusterTest {
    private static final String ROUTER = """
            apiVersion: ninerouter.io/v1alpha1
            kind: Router
            metadata: {name: main}
            spec: {gateway: {replicas: %d}}
            """;
    private static final List<Class<? extends HasMetadata>> MADE = List.of(
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            NetworkPolicy.class,
            Deployment.class,
            PodDisruptionBudget.class);

    private static Site site;

    @BeforeAll
    static void open(Site opened) {
        site = opened;
    }

    @Test
    void driftIsRepairedAndWhatOthersAddStays() throws Exception {
        String namespace = site.namespace("drift");
        try (Site.Running operator = site.operator("one", namespace)) {
            made(namespace);
            site.admin()
                    .serviceAccounts()
                    .inNamespace(namespace)
                    .withName("main-gateway")
                    .delete();
            site.admin()
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName("main-gateway")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"team\":\"agents\"}},\"spec\":{\"replicas\":5}}");

            site.await(ServiceAccount.class, namespace, "main-gateway", found -> found != null);
            Deployment repaired = site.await(
                    Deployment.class,
                    namespace,
                    "main-gateway",
                    found -> found.getSpec().getReplicas() == 2);
            assertThat(repaired.getMetadata().getAnnotations()).containsEntry("team", "agents");
            assertThat(operator.app().isLeading()).isTrue();
        }
    }

    @Test
    void whatWasMadeGoesWithItsRouter() throws Exception {
        String namespace = site.namespace("removal");
        Abilities.assumeOwnersCollected(site, namespace);
        try (Site.Running operator = site.operator("one", namespace)) {
            made(namespace);
            site.await(Secret.class, namespace, "main-config", found -> found != null);
            site.admin()
                    .resources(Router.class)
                    .inNamespace(namespace)
                    .withName("main")
                    .delete();
            for (Class<? extends HasMetadata> kind : MADE) {
                await(kind.getSimpleName())
                        .atMost(Site.PATIENCE)
                        .until(() -> site.gone(kind, namespace, "main-gateway"));
            }
            await().atMost(Site.PATIENCE).until(() -> site.gone(Service.class, namespace, "main"));
            await().atMost(Site.PATIENCE).until(() -> site.gone(Secret.class, namespace, "main-config"));
            await().atMost(Site.PATIENCE).until(() -> site.gone(Secret.class, namespace, "main-credentials"));
            assertThat(operator.app().isLeading()).isTrue();
        }
    }

    @Test
    void nothingWaitsForAFinalizer() throws Exception {
        String namespace = site.namespace("finalizers");
        try (Site.Running operator = site.operator("one", namespace)) {
            site.apply(namespace, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ApiKey
                    metadata: {name: coder}
                    spec: {secretName: coder}
                    """);
            made(namespace);
            site.await(Secret.class, namespace, "coder", found -> found != null);
            List<Class<? extends HasMetadata>> kinds = new ArrayList<>(MADE);
            kinds.addAll(List.of(Router.class, ApiKey.class, Secret.class, Service.class));
            for (Class<? extends HasMetadata> kind : kinds) {
                assertThat(site.admin()
                                .resources(kind)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .as(kind.getSimpleName())
                        .isNotEmpty()
                        .allSatisfy(object ->
                                assertThat(object.getMetadata().getFinalizers()).isEmpty());
            }
            assertThat(operator.app().isLeading()).isTrue();
        }
    }

    @Test
    void namespaceGoesWithEverythingInItAlsoWithoutAnOperator() throws Exception {
        Abilities.assumeNamespacesEnd(site);
        String namespace = site.namespace("ending");
        try (Site.Running operator = site.operator("one", namespace)) {
            made(namespace);
            assertThat(operator.app().isLeading()).isTrue();
        }
        assertThat(site.namespaces().delete(namespace, Site.PATIENCE))
                .as("gone")
                .isTrue();
    }

    @Test
    void ofTwoOperatorsTheSecondTakesOverWhenTheFirstStops() throws Exception {
        String namespace = site.namespace("two");
        try (Site.Running first = site.operator("first", namespace);
                Site.Running second = site.operator("second", namespace)) {
            made(namespace);
            assertThat(second.app().isLeading()).isFalse();

            first.app().close();

            site.await(
                    Lease.class,
                    site.installation().namespace(),
                    OperatorSettings.LEASE,
                    lease -> "second".equals(lease.getSpec().getHolderIdentity()));
            site.apply(namespace, ROUTER.formatted(3));
            site.await(
                    Deployment.class,
                    namespace,
                    "main-gateway",
                    found -> found.getSpec().getReplicas() == 3);
        }
    }

    private static void made(String namespace) {
        site.apply(namespace, ROUTER.formatted(2));
        for (Class<? extends HasMetadata> kind : MADE) {
            site.await(kind, namespace, "main-gateway", found -> found != null);
        }
        site.await(Service.class, namespace, "main", found -> found != null);
        site.await(Router.class, namespace, "main", "Accepted", "True");
    }
}
