package io.ninerouter.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ninerouter.api.v1alpha1.Combo;
import org.jspecify.annotations.Nullable;
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

    @Test
    void readsEventsOfAKindThatIsWatchedAsThatKind() {
        try (KubernetesClient client = OperatorClients.create(Config.empty())) {
            OperatorClients.expect(client, Combo.class);

            assertThat(event(client, "ninerouter.io/v1alpha1", "Combo")).isInstanceOf(Combo.class);
            assertThat(event(client, "v1", "Status")).isInstanceOf(Status.class);
            assertThat(event(client, "v1", "Pod")).isInstanceOf(GenericKubernetesResource.class);
        }
    }

    @Test
    void readsObjectsOfALaterReleaseWithoutWhatItDoesNotKnow() {
        String later = OBJECT.formatted("ninerouter.io/v1alpha1", "Combo") + """
                later: {a: [1]}
                spec: {strategy: Clairvoyance, later: 1, models: [{model: openai/gpt-5, later: {b: 2}}]}
                status: {observedGeneration: 3, targets: [t], later: [{c: 3}], conditions: [{type: Ready, later: 4}]}
                """;
        try (KubernetesClient client = OperatorClients.create(Config.empty())) {
            Combo read = client.getKubernetesSerialization().unmarshal(later, Combo.class);

            assertThat(read.getSpec().strategy()).isNull();
            assertThat(read.getSpec().models()).extracting("model").containsExactly("openai/gpt-5");
            assertThat(read.getStatus().targets()).containsExactly("t");
            assertThat(read.getStatus().conditions()).extracting("type").containsExactly("Ready");
        }
    }

    @Test
    void readsADeepObjectAsAnyClientDoes() {
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: Router, name: r, uid: u, controller: true}]}
                spec:
                  replicas: 2
                  unknownMember: {a: [1, {b: c}]}
                  template:
                    spec:
                      volumes:
                      - {name: v, projected: {sources: [{serviceAccountToken: {path: p, expirationSeconds: 9}}]}}
                      - {name: w, emptyDir: {sizeLimit: 1Gi}}
                      containers:
                      - name: c
                        ports: [{containerPort: 8080}]
                        readinessProbe: {httpGet: {path: /readyz, port: http}}
                        resources: {requests: {cpu: 100m}}
                status: {conditions: [{type: Available, status: "True"}]}
                """;
        try (KubernetesClient client = OperatorClients.create(Config.empty())) {
            KubernetesSerialization plain = new KubernetesSerialization();
            Deployment read = client.getKubernetesSerialization().unmarshal(deployment, Deployment.class);

            assertThat(read).isEqualTo(plain.unmarshal(deployment, Deployment.class));
            assertThat(read.getSpec().getTemplate().getSpec().getVolumes()).hasSize(2);
        }
    }

    @Test
    void learnsAClassOnlyWhenAValueOfItComes() throws JsonProcessingException {
        JsonMapper mapper = JsonMapper.builder().addModule(new LaterBeans()).build();
        String filled = "{\"inner\": {\"unreadable\": {}}}";

        assertThat(mapper.readValue("{}", Outer.class).inner).isNull();
        assertThatThrownBy(() -> mapper.readValue(filled, Outer.class)).isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> new JsonMapper().readValue("{}", Outer.class))
                .as("without it, all are learnt at once")
                .isInstanceOf(InvalidDefinitionException.class);
    }

    static class Outer {
        public @Nullable Inner inner;
    }

    static class Inner {
        public @Nullable Unreadable unreadable;
    }

    /** Jackson refuses two properties of one name. */
    static class Unreadable {
        @JsonProperty("same")
        public @Nullable String one;

        @JsonProperty("same")
        public @Nullable String other;
    }

    private static Object event(KubernetesClient client, String version, String kind) {
        return client.getKubernetesSerialization()
                .unmarshal("""
                        {"type": "ADDED", "object": {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "a"}}}
                        """.formatted(version, kind), WatchEvent.class)
                .getObject();
    }

    private static HasMetadata read(
            KubernetesClient client, String version, String kind, Class<? extends HasMetadata> type) {
        return client.getKubernetesSerialization().unmarshal(OBJECT.formatted(version, kind), type);
    }
}
