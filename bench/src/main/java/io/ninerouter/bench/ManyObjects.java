package io.ninerouter.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A Router and many objects as a large installation has them: a fifth each connections and ApiKeys, the rest names. */
final class ManyObjects implements AutoCloseable {
    private static final int WRITERS = 8;
    private static final List<String> PLURALS = List.of(
            "routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys", "gatewayreplicas");
    private static final String HEAD = "apiVersion: ninerouter.io/v1alpha1\nkind: ";

    private final KubernetesClient client;
    private final ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    private int attached;
    private int combos;

    ManyObjects(KubernetesClient client) {
        this.client = client;
    }

    /** How many objects there are, the Router included. */
    int attached() {
        return attached;
    }

    void create(int objects) throws Exception {
        for (String plural : PLURALS) {
            try (InputStream in = ManyObjects.class.getResourceAsStream(
                    "/META-INF/ninerouter/crds/" + plural + ".ninerouter.io.yaml")) {
                client.resource(client.load(in).items().getFirst()).serverSideApply();
            }
        }
        apply(HEAD + "Router\nmetadata: {name: main, namespace: default}\nspec: {gateway: {replicas: 0}}\n");
        List<Future<?>> writes = new ArrayList<>();
        attached = objects;
        for (int i = 0; i < objects - 1; i++) {
            int n = i;
            writes.add(pool.submit(() -> create(n, n % 5)));
        }
        for (Future<?> write : writes) {
            write.get();
        }
        combos = objects / 5;
    }

    /** Edits one of the combos; returns its name. */
    String edit(int number) {
        String name = "c" + (2 + 5 * (number * 7 % combos));
        apply(combo(name, "openai/edit-" + number));
        return name;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private void create(int i, int kind) {
        switch (kind) {
            case 0 -> {
                secret("p" + i);
                apply(HEAD + "ProviderConnection\nmetadata: {name: p" + i + ", namespace: default}\n"
                        + "spec: {provider: openai, auth: {apiKey: {secretRef: {name: p" + i + "}}}}\n");
            }
            case 1 -> {
                secret("k" + i);
                apply(HEAD + "ApiKey\nmetadata: {name: k" + i + ", namespace: default}\n" + "spec: {secretRef: {name: k"
                        + i + "}}\n");
            }
            case 2 -> apply(combo("c" + i, "openai/gpt-5"));
            default ->
                apply(HEAD + "ModelAlias\nmetadata: {name: a" + i + ", namespace: default}\n"
                        + "spec: {target: openai/gpt-5}\n");
        }
    }

    private static String combo(String name, String model) {
        return HEAD + "Combo\nmetadata: {name: " + name + ", namespace: default}\n" + "spec: {models: [{model: " + model
                + "}, {model: openai/gpt-5-mini}]}\n";
    }

    private void secret(String name) {
        String key = Base64.getEncoder().encodeToString(("sk-key-of-" + name).getBytes(StandardCharsets.UTF_8));
        apply("apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: default}\ndata: {api-key: " + key
                + "}\n");
    }

    private void apply(String yaml) {
        try (InputStream in = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))) {
            client.load(in)
                    .items()
                    .forEach(item -> client.resource(item)
                            .fieldManager("kubectl")
                            .forceConflicts()
                            .serverSideApply());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
