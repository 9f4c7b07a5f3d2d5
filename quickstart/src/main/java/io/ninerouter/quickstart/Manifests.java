package io.ninerouter.quickstart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Manifests on the class path, applied as {@code kubectl apply --server-side} does. */
final class Manifests {
    /** The CRDs of our own kinds, beside the records that they are made from. */
    static final List<String> CRDS = List.of(
            "META-INF/ninerouter/crds/routers.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/providerconnections.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/providernodes.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/combos.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/modelaliases.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/apikeys.ninerouter.io.yaml",
            "META-INF/ninerouter/crds/gatewayreplicas.ninerouter.io.yaml");

    /** What {@code manifests/samples/quickstart} holds. */
    static final List<String> SAMPLES = List.of(
            "META-INF/ninerouter/quickstart/router.yaml",
            "META-INF/ninerouter/quickstart/provider.yaml",
            "META-INF/ninerouter/quickstart/models.yaml",
            "META-INF/ninerouter/quickstart/apikey.yaml");

    private static final PatchContext SERVER_SIDE = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("ninerouter-quickstart")
            .withForce(true)
            .build();

    private final KubernetesClient client;

    Manifests(KubernetesClient client) {
        this.client = client;
    }

    /** Applies every document of the files, in order, each after an edit of its text; returns what was applied. */
    List<HasMetadata> apply(List<String> resources, UnaryOperator<String> edit) {
        List<HasMetadata> applied = new ArrayList<>();
        for (String resource : resources) {
            byte[] yaml = edit.apply(read(resource)).getBytes(StandardCharsets.UTF_8);
            for (HasMetadata object :
                    client.load(new ByteArrayInputStream(yaml)).items()) {
                applied.add(client.resource(object).patch(SERVER_SIDE, object));
            }
        }
        return applied;
    }

    private static String read(String resource) {
        try (InputStream in = Manifests.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + ": not on the class path (expected: packed by the build)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
