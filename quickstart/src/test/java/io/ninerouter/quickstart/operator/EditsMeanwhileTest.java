package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Edits that land between the operator's look at an object and its write of the status. The framework takes the events of such
 * edits for those of the write and passes none of them on.
 */
@Timeout(120)
class EditsMeanwhileTest {
    private static final String CODER = "coder";
    private static final String STACK = "stack";

    /**
     * What somebody does while the operator writes the status of the object that is concerned.
     *
     * @param shows makes, before it, what waits until the operator has taken it in
     */
    private record Edit(String name, String resource, Consumer<Cluster> action, Function<Cluster, Runnable> shows) {
        boolean isDueAt(ApiRequest request) {
            return request.verb().equals("patch")
                    && request.resource().equals(resource)
                    && request.subresource().equals("status");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Edit> EDITS = List.of(
            new Edit(
                    "a wish for another key: an annotation, no generation",
                    "apikeys",
                    EditsMeanwhileTest::wish,
                    cluster -> {
                        String before = cluster.value(CODER, "api-key");
                        return () -> cluster.await(
                                Secret.class,
                                CODER,
                                found -> found != null && !text(found).equals(before));
                    }),
            new Edit(
                    "another spec",
                    "combos",
                    cluster -> cluster.combo(STACK, "openai/d", "openai/e"),
                    cluster -> () -> awaitMembers(cluster, 2)),
            new Edit(
                    "another object of that name",
                    "combos",
                    cluster -> {
                        delete(cluster);
                        cluster.combo(STACK, "openai/d", "openai/e", "openai/f");
                    },
                    cluster -> () -> awaitMembers(cluster, 3)),
            new Edit(
                    "no object any more",
                    "combos",
                    EditsMeanwhileTest::delete,
                    cluster -> () ->
                            cluster.awaitConfig("main", found -> found.combos().isEmpty())));

    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.replica("gw-1", "main");
        cluster.combo(STACK, "openai/gpt-5");
        key(5);
        cluster.awaitCondition(Combo.class, STACK, "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, CODER, "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("EDITS")
    void anEditThatTheOperatorsWriteOvertakesIsSeenAllTheSame(Edit edit) {
        Runnable shown = edit.shows().apply(cluster);
        cluster.meanwhile(edit::isDueAt, () -> edit.action().accept(cluster));

        // Of either a status is written now.
        cluster.combo(STACK, "openai/c");
        key(6);

        shown.run();
    }

    /**
     * The loop is held while it publishes, until the operator has taken in both: another object in its place, of the same spec,
     * of which nothing else is compiled.
     */
    @Test
    void anObjectThatIsMadeAnewWithTheSameSpecBetweenTwoRoundsIsToldItsStatus() {
        String former = uid(cluster.client()
                .resources(Combo.class)
                .inNamespace(Cluster.NAMESPACE)
                .withName(STACK)
                .get());
        cluster.meanwhile(
                request -> request.verb().equals("patch")
                        && request.resource().equals("secrets")
                        && request.attributes().name().equals(RouterSecrets.configName("main")),
                () -> {
                    delete(cluster);
                    cluster.combo(STACK, "openai/gpt-5");
                    // Of an object without a Router the loop knows nothing: its status is written while the loop waits.
                    cluster.apply("""
                            apiVersion: ninerouter.io/v1alpha1
                            kind: Combo
                            metadata: {name: stray, namespace: default}
                            spec: {routerRef: {name: other}, models: [{model: openai/a}]}
                            """);
                    cluster.await(Combo.class, "stray", found -> found != null && found.getStatus() != null);
                });

        cluster.combo("another", "openai/b");

        cluster.await(
                Combo.class,
                STACK,
                found -> found != null && !uid(found).equals(former) && Cluster.has(found, "Ready", "True", "Ready"));
    }

    private static String uid(Combo combo) {
        return combo.getMetadata().getUid();
    }

    private void key(int concurrent) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder, limits: {concurrentRequests: %d}}
                """.formatted(concurrent));
    }

    private static void wish(Cluster cluster) {
        cluster.client()
                .resources(ApiKey.class)
                .inNamespace(Cluster.NAMESPACE)
                .withName(CODER)
                .edit(key -> {
                    key.getMetadata().setAnnotations(Map.of("ninerouter.io/rotate", "once"));
                    return key;
                });
    }

    private static void delete(Cluster cluster) {
        cluster.client()
                .resources(Combo.class)
                .inNamespace(Cluster.NAMESPACE)
                .withName(STACK)
                .delete();
    }

    private static void awaitMembers(Cluster cluster, int count) {
        cluster.awaitConfig(
                "main",
                found -> found.combos().size() == 1
                        && found.combos().getFirst().members().size() == count);
        cluster.awaitCondition(Combo.class, STACK, "Ready", "True", "Ready");
    }

    private static String text(Secret secret) {
        return new String(SecretData.of(secret).get("api-key"), StandardCharsets.UTF_8);
    }
}
