package io.ninerouter.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.StatusFields;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.kube.ServedFields;
import io.ninerouter.operator.settings.Scope;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the API server serves our kinds. */
final class CustomResources {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Router.class,
            ProviderConnection.class,
            ProviderNode.class,
            Combo.class,
            ModelAlias.class,
            ApiKey.class,
            GatewayReplica.class);

    private static final String OPEN_API = "/openapi/v3/apis/" + HasMetadata.getApiVersion(Router.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);

    private CustomResources() {}

    /**
     * Kinds that it does not serve, asked the way the caches will ask: no right is needed beyond theirs.
     *
     * @throws KubernetesClientException when it cannot be asked
     */
    static List<String> missing(KubernetesClient client, Scope scope) {
        return KINDS.stream()
                .filter(kind -> !isServed(client, kind, scope))
                .map(HasMetadata::getFullResourceName)
                .toList();
    }

    /**
     * Fields of statuses that its definitions lack, being older than this operator: no status that sets one could be written.
     * The document that tells it is open to everyone; where it cannot be had, nothing is missing.
     */
    static List<String> outdated(KubernetesClient client) {
        try {
            String document = client.raw(OPEN_API);
            return document == null ? List.of() : ServedFields.missing(JSON.readTree(document), StatusFields.byKind());
        } catch (KubernetesClientException | JsonProcessingException e) {
            LOG.info("definitions not compared with this release: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isServed(KubernetesClient client, Class<? extends HasMetadata> kind, Scope scope) {
        var one = new ListOptionsBuilder().withLimit(1L).build();
        try {
            switch (scope) {
                case Scope.Everywhere() ->
                    client.resources(kind).inAnyNamespace().list(one);
                case Scope.Only only ->
                    client.resources(kind)
                            .inNamespace(only.sorted().findFirst().orElseThrow())
                            .list(one);
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == Kube.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
