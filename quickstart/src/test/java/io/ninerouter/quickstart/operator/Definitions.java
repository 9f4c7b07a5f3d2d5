package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Kinds that a server learns: ours, and those that others bring. */
final class Definitions {
    private static final long PATIENCE_SECONDS = 30;
    private static final List<String> PLURALS = List.of(
            "routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys", "gatewayreplicas");

    private Definitions() {}

    /** Applies ours, those of this release, and waits until the server serves them. */
    static void apply(KubernetesClient client) {
        for (String plural : PLURALS) {
            String resource = "/META-INF/ninerouter/crds/" + plural + ".ninerouter.io.yaml";
            try (InputStream in = Definitions.class.getResourceAsStream(resource)) {
                client.resource((HasMetadata) client.load(in).items().getFirst())
                        .forceConflicts()
                        .serverSideApply();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        client.resources(CustomResourceDefinition.class)
                .withName("routers.ninerouter.io")
                .waitUntilCondition(
                        definition -> definition != null && definition.getStatus() != null,
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** The kind that Prometheus' operator brings. */
    static void podMonitors(Cluster cluster) {
        define(cluster, "monitoring.coreos.com", "v1", "PodMonitor");
    }

    /** Makes the cluster know ScaledObjects, as KEDA does. */
    static void scaledObjects(Cluster cluster) {
        define(cluster, "keda.sh", "v1alpha1", "ScaledObject");
    }

    private static void define(Cluster cluster, String group, String version, String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        cluster.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %2$ss.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: %2$ss, singular: %2$s, kind: %3$s, listKind: %3$sList}
                  versions:
                    - name: %4$s
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """.formatted(group, singular, kind, version));
    }
}
