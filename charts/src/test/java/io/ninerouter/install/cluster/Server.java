package io.ninerouter.install.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.install.Documents;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API server to install on. */
final class Server implements AutoCloseable {
    private static final String OPERATOR_AGENT = "operator-under-test";

    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
    private final EmbeddedApi api;
    private final KubernetesClient client;

    private Server(Path folder) {
        api = EmbeddedApi.start(
                EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")).withObserver(requests::add));
        Config once = config();
        // Applying what does not fit is a 500, which a client tries again for twenty seconds.
        once.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder().withConfig(once).build();
    }

    static Server start(Path folder) {
        return new Server(folder);
    }

    KubernetesClient client() {
        return client;
    }

    Path kubeconfig() {
        return api.kubeconfig();
    }

    /** A client whose requests are told from all others. */
    KubernetesClient operatorClient() {
        Config config = config();
        config.setUserAgent(OPERATOR_AGENT);
        return OperatorClients.create(config);
    }

    /** What that client has asked. */
    List<ApiRequest> operatorRequests() {
        return requests.stream()
                .filter(request -> request.userAgent().contains(OPERATOR_AGENT))
                .toList();
    }

    /** The namespaces that these objects live in. */
    void createNamespaces(List<Map<String, Object>> objects) {
        Set<String> names = new TreeSet<>();
        for (Map<String, Object> object : objects) {
            if (Documents.map(object, "metadata").get("namespace") instanceof String name) {
                names.add(name);
            }
        }
        names.forEach(name -> client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply());
    }

    /** Applies objects as they are written: a field that is unknown or of another type is refused. */
    void apply(List<Map<String, Object>> objects) {
        for (Map<String, Object> object : objects) {
            client.resource(resource(object))
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .fieldManager("install")
                    .serverSideApply();
        }
    }

    /** From here on only what comes is told. */
    void forgetRequests() {
        requests.clear();
    }

    void delete(Map<String, Object> object) {
        client.resource(resource(object)).delete();
    }

    boolean found(Map<String, Object> object) {
        return client.resource(resource(object)).get() != null;
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }

    private Config config() {
        return Config.fromKubeconfig(api.kubeconfig().toFile());
    }

    private static GenericKubernetesResource resource(Map<String, Object> object) {
        return Serialization.jsonMapper().convertValue(object, GenericKubernetesResource.class);
    }
}
