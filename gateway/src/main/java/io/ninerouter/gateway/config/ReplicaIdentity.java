package io.ninerouter.gateway.config;

import org.jspecify.annotations.Nullable;

/**
 * Which replica of which Router this is.
 *
 * @param namespace of the Router, its Secrets and this pod
 * @param router its name
 * @param replica name of the pod, and of its report
 * @param podUid lets Kubernetes delete the report with the pod; null = not in a pod
 */
public record ReplicaIdentity(
        String namespace,
        String router,
        String replica,
        @Nullable String podUid) {

    public ReplicaIdentity {
        required("ninerouter.router.namespace", namespace);
        required("ninerouter.router.name", router);
        required("ninerouter.replica.name", replica);
        podUid = podUid == null || podUid.isBlank() ? null : podUid;
    }

    private static void required(String property, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(property + ": blank (expected: a name)");
        }
    }
}
