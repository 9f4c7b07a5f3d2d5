package io.ninerouter.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Combo;
import org.junit.jupiter.api.Test;

class OperatorClientsTest {
    private static final String OBJECT = """
            apiVersion: %s
            kind: %s
            metadata:
              name: a
              labels: {b: c}
              managedFields: [{manager: kubectl, operation: Apply, fieldsType: FieldsV1, fieldsV1: {"f:spec": {}}}]
            """;

    @Test
    void holdsWhatUsersWriteWithoutItsManagers() {
        try (KubernetesClient client = OperatorClients.create(Config.empty())) {
            HasMetadata combo = read(client, "ninerouter.io/v1alpha1", "Combo", Combo.class);
            HasMetadata secret = read(client, "v1", "Secret", Secret.class);

            assertThat(combo.getMetadata().getManagedFields()).isEmpty();
            assertThat(secret.getMetadata().getManagedFields()).isEmpty();
            assertThat(combo.getMetadata().getLabels()).containsEntry("b", "c");
            assertThat(secret.getMetadata().getLabels()).containsEntry("b", "c");
        }
    }

    @Test
    void knowsWhoManagesWhatItMakesItself() {
        try (KubernetesClient client = OperatorClients.create(Config.empty())) {
            assertThat(read(client, "apps/v1", "Deployment", Deployment.class)
                            .getMetadata()
                            .getManagedFields())
                    .hasSize(1);
        }
    }

    private static HasMetadata read(
            KubernetesClient client, String version, String kind, Class<? extends HasMetadata> type) {
        return client.getKubernetesSerialization().unmarshal(OBJECT.formatted(version, kind), type);
    }
}
