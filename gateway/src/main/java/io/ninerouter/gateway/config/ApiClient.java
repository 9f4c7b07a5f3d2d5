package io.ninerouter.gateway.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ninerouter.apiserver.ApiServer;

/** Clients of the API server as a gateway needs them. */
public final class ApiClient {
    private ApiClient() {}

    /** A client that finds its API server in the usual places. */
    public static KubernetesClient create() {
        return create(Config.autoConfigure(null));
    }

    /**
     * A client of this server. It knows what a gateway watches, and does not look through the
     * whole Kubernetes model for what else there is, which cost every start.
     */
    public static KubernetesClient create(Config config) {
        KubernetesSerialization serialization = new KubernetesSerialization(new ObjectMapper(), false);
        serialization.registerKubernetesResource(Secret.class);
        serialization.registerKubernetesResource(Status.class);
        return ApiServer.client(config)
                .withKubernetesSerialization(serialization)
                .build();
    }
}
