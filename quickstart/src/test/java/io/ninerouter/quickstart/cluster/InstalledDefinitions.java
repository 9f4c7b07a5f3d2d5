package io.ninerouter.quickstart.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our definitions on a cluster that may have them: missing ones are created and deleted in the end; older ones are replaced
 * and put back in the end; newer ones are left alone.
 */
final class InstalledDefinitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledDefinitions.class);
    private static final long PATIENCE_SECONDS = 60;

    private final KubernetesClient client;
    private final List<GenericKubernetesResource> created = new ArrayList<>();
    private final List<GenericKubernetesResource> replaced = new ArrayList<>();

    private InstalledDefinitions(KubernetesClient client) {
        this.client = client;
    }

    static InstalledDefinitions install(KubernetesClient client, Path folder) {
        InstalledDefinitions installed = new InstalledDefinitions(client);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                installed.install(file);
            }
        } catch (IOException e) {
            installed.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            installed.close();
            throw e;
        }
        return installed;
    }

    /** Whether the cluster had none of them: then nobody else's objects of our kinds can be there. */
    boolean wereAbsent() {
        return created.size() == 7;
    }

    private void install(Path file) throws IOException {
        // As it is written: a typed model would leave out and add, which another server may take for a difference.
        GenericKubernetesResource ours;
        try (InputStream in = Files.newInputStream(file)) {
            ours = Serialization.unmarshal(in, GenericKubernetesResource.class);
        }
        String name = ours.getMetadata().getName();
        GenericKubernetesResource there = client.resource(ours).get();
        if (there == null) {
            LOG.info("definition {}: absent, ours is created", name);
            created.add(client.resource(ours).patch(context(false), ours));
        } else if (isOlder(there, ours)) {
            LOG.info("definition {}: older, ours takes its place until the end", name);
            replaced.add(there);
            client.resource(ours).patch(context(false), ours);
        } else {
            LOG.info("definition {}: there already, left alone", name);
        }
        client.resources(CustomResourceDefinition.class)
                .withName(name)
                .waitUntilCondition(InstalledDefinitions::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Differs from ours, and has no field that ours does not have. */
    private boolean isOlder(GenericKubernetesResource there, GenericKubernetesResource ours) {
        JsonNode before = versions(there);
        JsonNode after = versions(client.resource(ours).patch(context(true), ours));
        return !before.equals(InstalledDefinitions::compare, after)
                && fields(after).containsAll(fields(before));
    }

    /** A server may write 1 for 1.0. */
    private static int compare(JsonNode one, JsonNode other) {
        boolean numbers = one.isNumber() && other.isNumber();
        boolean same = numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
        return same ? 0 : 1;
    }

    private static JsonNode versions(GenericKubernetesResource definition) {
        return Serialization.jsonMapper().valueToTree(definition).path("spec").path("versions");
    }

    private static Set<String> fields(JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        collect("", schema, fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, Set<String> fields) {
        node.properties().forEach(entry -> {
            String below = path + "/" + entry.getKey();
            if (path.endsWith("/properties")) {
                fields.add(below);
            }
            collect(below, entry.getValue(), fields);
        });
        for (JsonNode element : node) {
            if (node.isArray()) {
                collect(path, element, fields);
            }
        }
    }

    private static PatchContext context(boolean dryRun) {
        PatchContext.Builder context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("ninerouter-e2e")
                .withFieldValidation("Strict")
                .withForce(true);
        return (dryRun ? context.withDryRun(List.of("All")) : context).build();
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    @Override
    public void close() {
        created.forEach(definition -> client.resource(definition).delete());
        for (GenericKubernetesResource before : replaced) {
            client.genericKubernetesResources(before.getApiVersion(), before.getKind())
                    .withName(before.getMetadata().getName())
                    .edit(now -> {
                        now.setAdditionalProperty(
                                "spec", before.getAdditionalProperties().get("spec"));
                        return now;
                    });
        }
    }
}
