package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.settings.Scope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator for all namespaces, as {@code manifests/install-cluster-wide} has it. */
@OnCluster
class AllNamespacesOnClusterTest {
    private static Site site;

    @BeforeAll
    static void open(Site opened) {
        site = opened;
    }

    @Test
    void objectsOfNamespacesThatARouterSelectsAttachToIt() throws Exception {
        assumeTrue(
                site.definitions().wereAbsent(),
                "this cluster had definitions of ours: an operator for all namespaces would serve the Routers of others");
        String home = site.namespaces().create("home");
        String guest = site.namespaces().create("guest");
        try (AutoCloseable grant = site.installation().grantEverywhere();
                Site.Running operator = site.operator("everywhere", Scope.EVERYWHERE)) {
            assertThat(grant).isNotNull();
            site.apply(home, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: Router
                    metadata: {name: main}
                    spec:
                      gateway: {replicas: 0}
                      access:
                        keyNamespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: %s}}}
                    """.formatted(guest));
            site.apply(guest, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ApiKey
                    metadata: {name: coder}
                    spec: {secretName: coder, routerRef: {namespace: %s, name: main}}
                    """.formatted(home));
            site.await(Router.class, home, "main", "Accepted", "True");
            site.await(ApiKey.class, guest, "coder", "Accepted", "True");
            site.await(Secret.class, guest, "coder", found -> found != null);
            if (site.access().isReal()) {
                KubernetesClientException refused = catchThrowableOfType(
                        KubernetesClientException.class,
                        () -> operator.client()
                                .resources(ConfigMap.class)
                                .inNamespace(home)
                                .list());
                assertThat(refused).as("more than it needs").isNotNull();
                assertThat(refused.getCode()).isEqualTo(403);
            }
        }
    }
}
