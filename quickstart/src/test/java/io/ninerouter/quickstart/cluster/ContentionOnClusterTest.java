package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.operator.settings.OperatorSettings;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two operators, one of which dies in the middle of what it does. */
@OnCluster
class ContentionOnClusterTest {
    private static final String PREVIOUS = "ninerouter.io/previous-keys";

    private static Site site;

    @BeforeAll
    static void open(Site opened) {
        site = opened;
    }

    @Test
    void aKeyIsReplacedOnceForEachWishWhoeverOfTheTwoLeads() throws Exception {
        String namespace = site.namespace("contention");
        site.apply(namespace, """
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main}
                spec: {gateway: {replicas: 0}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder}
                spec: {secretName: coder}
                """);
        try (Site.Running first = site.operator("first", namespace);
                Site.Running second = site.operator("second", namespace)) {
            Secret issued = site.await(Secret.class, namespace, "coder", found -> found != null);
            assertThat(second.app().isLeading()).isFalse();
            wish(namespace, "one");
            // As if it were killed: it neither writes any more nor gives its lease back.
            first.client().close();
            site.await(
                    Lease.class,
                    site.installation().namespace(),
                    OperatorSettings.LEASE,
                    lease -> "second".equals(lease.getSpec().getHolderIdentity()));

            Secret replaced = site.await(Secret.class, namespace, "coder", found -> previous(found) == 1);
            assertThat(replaced.getData().get("api-key"))
                    .isNotEqualTo(issued.getData().get("api-key"));
            wish(namespace, "two");
            Secret again = site.await(Secret.class, namespace, "coder", found -> previous(found) >= 2);
            assertThat(previous(again)).isEqualTo(2);
            assertThat(again.getMetadata().getAnnotations().get(PREVIOUS))
                    .as("what was handed out is taken on")
                    .contains(replaced.getMetadata().getAnnotations().get(PREVIOUS));
        }
    }

    private static void wish(String namespace, String value) {
        site.admin()
                .resources(ApiKey.class)
                .inNamespace(namespace)
                .withName("coder")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"ninerouter.io/rotate\":\"" + value + "\"}}}");
    }

    /** How many keys before the present one are still taken. */
    private static int previous(Secret secret) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        String digests = annotations == null ? "" : annotations.getOrDefault(PREVIOUS, "");
        return digests.isEmpty() ? 0 : digests.split(",", -1).length;
    }
}
