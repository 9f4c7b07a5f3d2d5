package io.ninerouter.operator.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ninerouter.apiserver.ApiServer;

/** Clients as the operator needs them. */
public final class OperatorClients {
    /**
     * Who manages which field of an object that users write is of no interest here, and the largest part of it: thousands of
     * them are held without.
     */
    interface WithoutManagers {
        @JsonIgnoreProperties("managedFields")
        ObjectMeta getMetadata();

        @JsonIgnoreProperties("managedFields")
        void setMetadata(ObjectMeta metadata);
    }

    private OperatorClients() {}

    /**
     * A client that reads what a later release wrote, so that one object from the future does not break the watch of its whole
     * kind. A field that it does not know is not there for it. A value which was added to an enum is null; the compile then
     * refuses that one object.
     *
     * @param config its retries are set: the loop tries again by itself, and one write that fails for a minute must not hold
     *     up what is behind it
     */
    public static KubernetesClient create(Config config) {
        return create(config, new ApiCalls());
    }

    /** The same; what it asks is counted. */
    public static KubernetesClient create(Config config, ApiCalls calls) {
        ObjectMapper mapper = new ObjectMapper()
                .registerModule(new LaterBeans())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .addMixIn(CustomResource.class, WithoutManagers.class)
                .addMixIn(Secret.class, WithoutManagers.class);
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        serialization.registerKubernetesResource(Status.class);
        return ApiServer.client(config)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("calls", calls))
                .withKubernetesSerialization(serialization)
                .build();
    }

    /** Events of a watch of this kind are read as this class; of others, they are read as anything and converted. */
    public static void expect(KubernetesClient client, Class<? extends HasMetadata> kind) {
        client.getKubernetesSerialization().registerKubernetesResource(kind);
    }
}
