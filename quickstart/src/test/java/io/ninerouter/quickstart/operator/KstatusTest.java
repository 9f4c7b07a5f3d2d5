package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools that wait for objects of any kind wait for ours until they are served. */
@Timeout(120)
class KstatusTest {
    private static final Map<String, Class<? extends CustomResource<?, ?>>> ALL = new LinkedHashMap<>(Map.of(
            "main", Router.class,
            "own", ProviderNode.class,
            "acct", ProviderConnection.class,
            "stack", Combo.class,
            "other", ModelAlias.class,
            "coder", ApiKey.class));

    private static final String OBJECTS = """
            apiVersion: ninerouter.io/v1alpha1
            kind: Router
            metadata: {name: main, namespace: default}
            spec: {gateway: {replicas: 0}}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderNode
            metadata: {name: own, namespace: default}
            spec: {dialect: OpenAIChat, baseUrl: "https://models.example/v1", models: [{id: m}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ProviderConnection
            metadata: {name: acct, namespace: default}
            spec: {provider: own, auth: {none: {}}}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: Combo
            metadata: {name: stack, namespace: default}
            spec: {models: [{model: own/m}]}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ModelAlias
            metadata: {name: other, namespace: default}
            spec: {target: stack}
            ---
            apiVersion: ninerouter.io/v1alpha1
            kind: ApiKey
            metadata: {name: coder, namespace: default}
            spec: {secretName: coder}
            """;

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
    void whatNobodyHasLookedAtIsNotDone() {
        cluster.apply(OBJECTS);

        ALL.forEach((name, kind) -> assertThat(Kstatus.of(cluster.await(kind, name, found -> found != null)))
                .as(kind.getSimpleName())
                .isEqualTo(Kstatus.IN_PROGRESS));
    }

    @Test
    void whatIsServedIsDoneAndWhatIsEditedIsNotUntilThatIsServed() throws Exception {
        cluster.operator("one");
        cluster.apply(OBJECTS);
        ALL.forEach((name, kind) -> assertThat(
                        cluster.await(kind, name, found -> found != null && has(found, "Ready", "False")))
                .as("in the same write")
                .matches(found -> has(found, "Stalled", "False")));
        assertThat(Kstatus.of(cluster.await(Combo.class, "stack", found -> true)))
                .as("no replica serves it")
                .isEqualTo(Kstatus.IN_PROGRESS);

        FakeReplica replica = cluster.replica("gw-1", "main");
        ALL.forEach((name, kind) -> cluster.await(kind, name, is(Kstatus.CURRENT)));
        replica.rejectNewConfigurations();
        cluster.combo("stack", "own/m", "own/n");

        Combo edited = cluster.await(Combo.class, "stack", found -> has(found, "Programmed", "False"));
        assertThat(edited.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(Kstatus.of(edited)).isEqualTo(Kstatus.IN_PROGRESS);
    }

    @Test
    void whatIsRefusedHasFailedUntilItIsMended() throws Exception {
        cluster.operator("one");
        cluster.apply(OBJECTS);
        cluster.replica("gw-1", "main");
        cluster.combo("a", "b");
        cluster.combo("b", "a");

        Combo refused = cluster.awaitCondition(Combo.class, "b", "Accepted", "False", "Cycle");
        assertThat(Kstatus.of(refused)).isEqualTo(Kstatus.FAILED);

        cluster.combo("b", "own/m");
        Combo mended = cluster.await(Combo.class, "b", is(Kstatus.CURRENT));
        assertThat(has(mended, "Stalled", "False")).isTrue();
    }

    @Test
    void whatLacksSomethingThatMayComeIsWaitedFor() throws Exception {
        cluster.operator("one");
        cluster.apply(OBJECTS);
        cluster.replica("gw-1", "main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: keyless, namespace: default}
                spec: {provider: openai, auth: {apiKey: {secretRef: {name: later, key: api-key}}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: Combo
                metadata: {name: early, namespace: default}
                spec: {routerRef: {name: later}, models: [{model: own/m}]}
                """);

        ProviderConnection keyless =
                cluster.awaitCondition(ProviderConnection.class, "keyless", "ResolvedRefs", "False", "SecretNotFound");
        Combo early = cluster.awaitCondition(Combo.class, "early", "Accepted", "False", "NoRouter");

        assertThat(Kstatus.of(keyless)).isEqualTo(Kstatus.IN_PROGRESS);
        assertThat(Kstatus.of(early)).isEqualTo(Kstatus.IN_PROGRESS);
    }

    private static Predicate<HasMetadata> is(Kstatus wanted) {
        return found -> found != null && Kstatus.of(found) == wanted;
    }

    private static boolean has(HasMetadata object, String type, String status) {
        return object instanceof CustomResource<?, ?> resource
                && resource.getStatus() instanceof io.ninerouter.api.v1alpha1.ObjectStatus told
                && told.conditions().stream()
                        .anyMatch(condition -> condition.type().equals(type)
                                && condition.status().equals(status)
                                && resource.getMetadata().getGeneration().equals(condition.observedGeneration()));
    }
}
