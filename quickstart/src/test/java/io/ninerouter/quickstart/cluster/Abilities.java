package io.ninerouter.quickstart.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** What a server at hand does beyond keeping objects; each is tried, none is guessed from a version. */
final class Abilities {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Abilities() {}

    /** Skips the test where everybody may do everything. */
    static void assumeRbac(Site site) {
        boolean refused = false;
        if (site.access().isReal()) {
            try (KubernetesClient operator = site.operatorClient()) {
                operator.secrets().inNamespace("kube-system").list();
            } catch (KubernetesClientException e) {
                refused = e.getCode() == 403;
            }
        }
        assumeTrue(refused, "this API server does not enforce RBAC (the embedded one never does)");
    }

    /** Skips the test where the API server cannot ask a server of this machine. */
    static void assumeHooksReachThisMachine(Site site) {
        assumeTrue(site.access().isReal(), "the embedded API server has no admission webhooks");
        assumeOnThisMachine(site);
    }

    /** Skips the test where the API server runs elsewhere. */
    static void assumeOnThisMachine(Site site) {
        String host = URI.create(site.admin().getMasterUrl().toString()).getHost();
        assumeTrue(
                List.of("127.0.0.1", "localhost", "[::1]").contains(host),
                "the API server at " + host
                        + " does not run on this machine: it has no way to us, nor we one of our own");
    }

    /** Skips the test where watches go over HTTP alone. */
    static void assumeWebSockets(Site site) {
        assumeTrue(site.access().isReal(), "the embedded API server knows no WebSockets");
    }

    /** Skips the test where nobody collects what has lost its owner. */
    static void assumeOwnersCollected(Site site, String namespace) {
        KubernetesClient client = site.admin();
        ConfigMap owner = client.resource(map(namespace, "owner").build()).create();
        client.resource(map(namespace, "owned")
                        .editMetadata()
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("ConfigMap")
                                .withName("owner")
                                .withUid(owner.getMetadata().getUid())
                                .build())
                        .endMetadata()
                        .build())
                .create();
        client.resource(owner).delete();
        assumeTrue(
                happens(() -> site.gone(ConfigMap.class, namespace, "owned")),
                "this cluster collects no orphans: no controller manager runs (kube-apiserver alone)");
    }

    /** Skips the test where nobody ends namespaces. */
    static void assumeNamespacesEnd(Site site) {
        String name = site.namespaces().create("probe");
        assumeTrue(
                site.namespaces().delete(name, PATIENCE),
                "this cluster ends no namespaces: no controller manager runs (kube-apiserver alone)");
    }

    static boolean happens(java.util.concurrent.Callable<Boolean> what) {
        try {
            await().atMost(PATIENCE).until(what);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static ConfigMapBuilder map(String namespace, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata();
    }
}
