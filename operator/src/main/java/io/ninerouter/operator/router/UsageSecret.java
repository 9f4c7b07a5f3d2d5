package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.usage.BookCodec;
import io.ninerouter.operator.usage.UsageBook;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secret with a Router's usage. Each write names the version that it was made from. Used by one thread. */
final class UsageSecret {
    private final KubernetesClient client;
    private final Router router;
    private @Nullable Secret current;

    private UsageSecret(KubernetesClient client, Router router, @Nullable Secret current) {
        this.client = client;
        this.router = router;
        this.current = current;
    }

    /** Reads it as it stands at the API server. */
    static UsageSecret read(KubernetesClient client, Router router) {
        Secret found = client.secrets()
                .inNamespace(router.getMetadata().getNamespace())
                .withName(RouterSecrets.usageName(router.getMetadata().getName()))
                .get();
        return new UsageSecret(client, router, found);
    }

    /** Whether it is about this very Router, and not about an earlier one of its name. */
    boolean isOf(Router other) {
        return router.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /**
     * What it says.
     *
     * @throws IllegalArgumentException when it is somebody else's, or cannot be read
     */
    UsageBook book() {
        Secret read = current;
        if (read == null) {
            return UsageBook.EMPTY;
        }
        if (!PublishedSecrets.isOurs(read, router)) {
            throw new IllegalArgumentException(
                    "Secret " + read.getMetadata().getName() + ": somebody else's (expected: one of this operator)");
        }
        String owner = Kube.ownerUid(read);
        if (owner != null && !owner.equals(router.getMetadata().getUid())) {
            // Of a Router that is gone: Kubernetes is about to delete it.
            return UsageBook.EMPTY;
        }
        UsageBook book = BookCodec.decode(Documents.data(read));
        // Out of a backup.
        return owner == null ? book.adopted() : book;
    }

    /** Writes it; fails with 409 when somebody else has written since. */
    void write(Map<String, byte[]> data) {
        Secret wanted = PublishedSecrets.secret(
                router, RouterSecrets.usageName(router.getMetadata().getName()), data);
        Secret before = current;
        if (before == null) {
            current = client.resource(wanted).create();
        } else {
            wanted.getMetadata().setUid(before.getMetadata().getUid());
            wanted.getMetadata().setResourceVersion(before.getMetadata().getResourceVersion());
            current = Kube.apply(client, wanted);
        }
    }
}
