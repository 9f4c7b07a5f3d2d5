package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Allotments;
import java.util.List;

/** Allotments and replicas as the API server has them. */
record Afresh(Publisher publisher, Router router, KubernetesClient client) implements Bounds.Origin {
    @Override
    public Allotments allotments() {
        return publisher.allotments();
    }

    @Override
    public List<GatewayReplica> replicas() {
        return Replicas.of(
                router,
                client
                        .resources(GatewayReplica.class)
                        .inNamespace(router.getMetadata().getNamespace())
                        .list()
                        .getItems()
                        .stream());
    }
}
