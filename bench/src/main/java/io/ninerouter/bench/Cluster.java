package io.ninerouter.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Kubernetes API that the gateway reads: the quickstart's, in this JVM. */
final class Cluster implements AutoCloseable {
    private final EmbeddedApi api;

    private Cluster(EmbeddedApi api) {
        this.api = api;
    }

    /**
     * Starts one that knows our kinds and holds these objects.
     *
     * @param definitions folder of the CRDs' YAML
     */
    static Cluster start(Path folder, Path definitions, List<? extends HasMetadata> objects) throws IOException {
        EmbeddedApi api = EmbeddedApi.start(EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")));
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig().toFile()))
                .build()) {
            define(client, definitions);
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(GatewaySecrets.NAMESPACE)
                            .endMetadata()
                            .build())
                    .create();
            objects.forEach(object -> client.resource(object).create());
            return new Cluster(api);
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /** For the gateway's environment. */
    Path kubeconfig() {
        return api.kubeconfig();
    }

    private static void define(KubernetesClient client, Path definitions) throws IOException {
        try (Stream<Path> files = Files.list(definitions)) {
            for (Path file :
                    files.filter(yaml -> yaml.toString().endsWith(".yaml")).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    client.load(in).serverSideApply();
                }
            }
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
