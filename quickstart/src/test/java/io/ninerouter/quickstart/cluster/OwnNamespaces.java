package io.ninerouter.quickstart.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Namespaces that nobody else has, all gone in the end. */
final class OwnNamespaces implements AutoCloseable {
    /** Says of everything that belongs to one run which one. */
    static final String LABEL = "ninerouter.io/e2e";

    private static final Logger LOG = LoggerFactory.getLogger(OwnNamespaces.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final String run = String.format("%08x", ThreadLocalRandom.current().nextInt());
    private final List<String> names = new ArrayList<>();

    OwnNamespaces(KubernetesClient client) {
        this.client = client;
    }

    /** What tells this run from others. */
    String run() {
        return run;
    }

    /** Creates one in which Pod Security is enforced. */
    String create(String purpose) {
        String name = "ninerouter-e2e-" + run + "-" + purpose;
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of(LABEL, run, "pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .create();
        names.add(name);
        return name;
    }

    /** Deletes one; whether it is gone within the time. */
    boolean delete(String name, Duration patience) {
        client.namespaces().withName(name).delete();
        try {
            await().atMost(patience)
                    .until(() -> client.namespaces().withName(name).get() == null);
            names.remove(name);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        List<String> left = List.copyOf(names);
        left.forEach(name -> client.namespaces().withName(name).delete());
        boolean ended = false;
        for (String name : left) {
            // Where nobody ends the first one, nobody will end the others.
            Duration patience = left.getFirst().equals(name) || ended ? PATIENCE : MOMENT;
            ended = delete(name, patience);
            if (!ended) {
                release(name);
            }
        }
    }

    /** Without a controller of namespaces nobody empties them, nor says that they are empty. */
    private void release(String name) {
        LOG.info("namespace {}: nobody ends it, so this does", name);
        client.getApiGroups()
                .getGroups()
                .forEach(group -> empty(name, group.getPreferredVersion().getGroupVersion()));
        empty(name, "v1");
        Namespace namespace = client.namespaces().withName(name).get();
        if (namespace != null) {
            namespace.getSpec().setFinalizers(List.of());
            client.raw("/api/v1/namespaces/" + name + "/finalize", "PUT", namespace);
        }
    }

    private void empty(String name, String version) {
        var resources = client.getApiResources(version);
        if (resources == null) {
            return;
        }
        resources.getResources().stream()
                .filter(resource ->
                        resource.getNamespaced() && resource.getVerbs().contains("deletecollection"))
                .forEach(resource -> client.genericKubernetesResources(version, resource.getKind())
                        .inNamespace(name)
                        .delete());
    }
}
