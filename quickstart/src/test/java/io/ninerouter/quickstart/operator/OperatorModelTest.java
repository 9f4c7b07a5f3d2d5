package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ConfigCompiler;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.KeyReach;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.SecretValues;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.router.OriginsCodec;
import io.ninerouter.operator.settings.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random creates, edits, deletes, Secret changes, broken watches and restarts end where a fresh compile ends. */
@Timeout(120)
class OperatorModelTest {
    private static final int STEPS = 60;
    private static final String[] MODELS = {"openai/gpt-5", "ds/deepseek-chat", "c0", "c1", "a0", "a1", "o3", "n/m"};

    @TempDir
    Path folder;

    private int restarts;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void endsWhereAFreshCompileEnds(long seed) throws Exception {
        Random random = new Random(seed);
        try (Cluster cluster = Cluster.start(folder)) {
            OperatorApp app = cluster.operator("operator-0");
            cluster.router("main");
            for (int i = 0; i < STEPS; i++) {
                app = step(cluster, random, app);
            }

            // What is published is what everything that the server holds compiles to, given what is published.
            cluster.await(
                    Secret.class,
                    RouterSecrets.configName("main"),
                    secret -> secret != null && isSettled(cluster, secret));
            Compilation expected = compile(cluster, published(cluster));
            assertThat(cluster.awaitCredentials(
                                    "main", found -> found.byConnection().equals(expected.credentials()))
                            .byConnection())
                    .isEqualTo(expected.credentials());
            expected.verdicts()
                    .forEach((ref, verdict) -> awaitVerdict(
                            cluster, ref, verdict.accepted().reason().word()));

            repair(cluster);
            Compilation whole = compile(cluster, LastValid.NONE);
            assertThat(whole.verdicts().values())
                    .allMatch(verdict ->
                            verdict.accepted().holds() && verdict.resolved().holds());
            String fresh = ConfigCodec.revision(whole.config());
            cluster.await(Secret.class, RouterSecrets.configName("main"), secret -> fresh.equals(revision(secret)));
        }
    }

    private static boolean isSettled(Cluster cluster, Secret secret) {
        return ConfigCodec.revision(compile(cluster, published(cluster, secret)).config())
                .equals(revision(secret));
    }

    private static String revision(Secret secret) {
        return new String(SecretData.of(secret).get(RouterSecrets.REVISION_KEY), StandardCharsets.UTF_8);
    }

    private static LastValid published(Cluster cluster) {
        return published(
                cluster,
                cluster.client()
                        .secrets()
                        .inNamespace("default")
                        .withName(RouterSecrets.configName("main"))
                        .get());
    }

    private static LastValid published(Cluster cluster, Secret config) {
        Secret credentials = cluster.client()
                .secrets()
                .inNamespace("default")
                .withName(RouterSecrets.credentialsName("main"))
                .get();
        return LastValid.of(
                SecretData.config(config),
                SecretData.credentials(credentials).byConnection(),
                OriginsCodec.decode(SecretData.of(config)));
    }

    /** Makes everything valid: then nothing of what went before may be seen any more. */
    private static void repair(Cluster cluster) {
        cluster.client().resources(ProviderNode.class).inNamespace("default").delete();
        for (int n = 0; n < 3; n++) {
            cluster.account("p" + n, "openai");
            cluster.combo("c" + n, "openai/gpt-5");
            cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ModelAlias
                    metadata: {name: a%d, namespace: default}
                    spec: {target: c%d}
                    """.formatted(n, n));
        }
    }

    private OperatorApp step(Cluster cluster, Random random, OperatorApp app) throws Exception {
        int n = random.nextInt(3);
        switch (random.nextInt(10)) {
            case 0, 1 -> cluster.account("p" + n, pick(random, "openai", "deepseek", "n", "nobody"));
            case 2, 3 -> cluster.combo("c" + n, pick(random, MODELS), pick(random, MODELS));
            case 4 -> cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ModelAlias
                    metadata: {name: a%d, namespace: default}
                    spec: {target: %s}
                    """.formatted(n, pick(random, MODELS).replace("a" + n, "o3")));
            case 5 -> cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ProviderNode
                    metadata: {name: %s, namespace: default}
                    spec: {dialect: OpenAIChat, baseUrl: 'http://n.svc/v1', prefix: %s, models: [{id: m}]}
                    """.formatted(pick(random, "n", "n2"), pick(random, "n", "n2", "ds")));
            case 6 -> cluster.secret("p" + n, "key-" + random.nextInt(5));
            case 7 ->
                cluster.client()
                        .secrets()
                        .inNamespace("default")
                        .withName("p" + n)
                        .delete();
            case 8 -> delete(cluster, random, n);
            default -> {
                if (random.nextInt(3) == 0) {
                    app.close();
                    return cluster.operator("operator-" + ++restarts);
                }
                cluster.api().faults().dropWatches();
            }
        }
        return app;
    }

    private static void delete(Cluster cluster, Random random, int n) {
        Class<? extends CustomResource<?, ?>> type = random.nextBoolean() ? Combo.class : ModelAlias.class;
        String name = type == Combo.class ? "c" + n : "a" + n;
        cluster.client().resources(type).inNamespace("default").withName(name).delete();
    }

    private static void awaitVerdict(Cluster cluster, ObjectRef ref, String reason) {
        Class<? extends CustomResource<?, ? extends ObjectStatus>> type = switch (ref.kind()) {
            case ROUTER -> Router.class;
            case CONNECTION -> ProviderConnection.class;
            case NODE -> ProviderNode.class;
            case COMBO -> Combo.class;
            case ALIAS -> ModelAlias.class;
            case KEY -> ApiKey.class;
        };
        cluster.await(
                type,
                ref.name(),
                object -> object != null
                        && object.getStatus() != null
                        && Cluster.condition(object.getStatus(), Conditions.ACCEPTED)
                                .reason()
                                .equals(reason));
    }

    /** What the server holds, compiled by the test itself. */
    private static Compilation compile(Cluster cluster, LastValid before) {
        Map<String, SecretValues.Entry> secrets = new HashMap<>();
        cluster.client()
                .secrets()
                .inNamespace("default")
                .list()
                .getItems()
                .forEach(secret -> secrets.put(
                        "default/" + secret.getMetadata().getName(),
                        new SecretValues.Entry(Kube.ownerUid(secret), Kube.values(secret))));
        Router router = cluster.client()
                .resources(Router.class)
                .inNamespace("default")
                .withName("main")
                .get();
        Inputs inputs = new Inputs(
                declared(router, Kind.ROUTER),
                new Inputs.Objects(
                        all(cluster, ProviderConnection.class, Kind.CONNECTION),
                        all(cluster, ProviderNode.class, Kind.NODE),
                        all(cluster, Combo.class, Kind.COMBO),
                        all(cluster, ModelAlias.class, Kind.ALIAS),
                        all(cluster, ApiKey.class, Kind.KEY)),
                new KeyReach(Set.of(), Scope.EVERYWHERE),
                new SecretValues(secrets),
                CatalogueLoader.load());
        return ConfigCompiler.compile(inputs, before);
    }

    private static <S, T extends CustomResource<S, ?>> List<Declared<S>> all(
            Cluster cluster, Class<T> type, Kind kind) {
        return cluster.client().resources(type).inNamespace("default").list().getItems().stream()
                .map(object -> declared(object, kind))
                .toList();
    }

    private static <S> Declared<S> declared(CustomResource<S, ?> object, Kind kind) {
        return new Declared<>(
                new ObjectRef(kind, "default", object.getMetadata().getName()),
                object.getMetadata().getUid(),
                object.getMetadata().getGeneration(),
                object.getMetadata().getCreationTimestamp(),
                object.getSpec());
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
