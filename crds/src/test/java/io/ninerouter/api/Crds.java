package io.ninerouter.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the CRDs from the records: what the generator's annotations cannot say is added here. */
final class Crds {
    static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            Router.class,
            ProviderConnection.class,
            ProviderNode.class,
            Combo.class,
            ModelAlias.class,
            ApiKey.class,
            GatewayReplica.class);

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "Router", "One gateway and its settings.",
            "ProviderConnection", "One account at one provider.",
            "ProviderNode", "An endpoint that speaks a known dialect: a provider of the user's own, as data.",
            "Combo", "One name, several models: the next is tried when one fails.",
            "ModelAlias", "Another name for a combo, a model or an alias.",
            "ApiKey", "A caller.",
            "GatewayReplica", "What one gateway pod reports. Written by the pod alone.");

    private static final String REASONS = "Why; CamelCase, one of: "
            + Stream.of(Reason.values())
                    .map(reason -> reason.word() + " (" + reason.meaning() + ")")
                    .collect(Collectors.joining(", "))
            + ". Later releases may know more.";

    /** A bound for what a schema of Kubernetes' own leaves open. */
    private static final long FOREIGN_ITEMS = 64;

    private static final long FOREIGN_LENGTH = 4096;

    /** Words that kubectl and Helm, which read YAML 1.1, take for true or false; the generator takes them for text. */
    private static final Pattern BARE_BOOLEAN = Pattern.compile("(?im)(: |- )(on|off|yes|no|y|n)$");

    private Crds() {}

    /** The YAML of each CRD by file name. */
    static Map<String, String> generate(Path scratch) {
        new CRDGenerator()
                .inOutputDir(scratch.toFile())
                .withMinQuotes(true)
                .withPostProcessor(new Finish())
                .customResourceClasses(List.copyOf(KINDS))
                .generate();
        Map<String, String> files = read(scratch);
        files.replaceAll((name, yaml) -> BARE_BOOLEAN.matcher(yaml).replaceAll("$1\"$2\""));
        return files;
    }

    /** What {@link io.ninerouter.api.v1alpha1.StatusFields} reads, of these definitions. */
    static String statusFields(Collection<String> definitions) {
        Set<String> lines = new TreeSet<>();
        for (String yaml : definitions) {
            CustomResourceDefinition crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
            JSONSchemaProps root =
                    crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
            collect(
                    crd.getSpec().getNames().getKind() + " status",
                    root.getProperties().get("status"),
                    lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void collect(String path, JSONSchemaProps schema, Set<String> lines) {
        schema.getProperties().forEach((name, child) -> {
            lines.add(path + "." + name);
            collect(path + "." + name, child, lines);
        });
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            collect(path + "[]", schema.getItems().getSchema(), lines);
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            collect(path + "{}", schema.getAdditionalProperties().getSchema(), lines);
        }
    }

    /** Reads every CRD of a folder, by the name it is checked in under. */
    static Map<String, String> read(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(
                            p -> p.toString().endsWith(".yml") || p.toString().endsWith(".yaml"))
                    .toList()) {
                String name = path.getFileName().toString().replace("-v1.yml", ".yaml");
                files.put(name, Files.readString(path, StandardCharsets.UTF_8).replaceFirst("^# Generated.*\n", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata resource, String crdVersion) {
            var crd = (CustomResourceDefinition) resource;
            Class<?> kind = KINDS.stream()
                    .filter(k -> HasMetadata.getKind(k)
                            .equals(crd.getSpec().getNames().getKind()))
                    .findFirst()
                    .orElseThrow();
            for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
                version.setAdditionalPrinterColumns(inDeclaredOrder(kind, version.getAdditionalPrinterColumns()));
                JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
                root.setRequired(List.of("spec"));
                root.setDescription(DESCRIPTIONS.get(crd.getSpec().getNames().getKind()));
                if (kind == Router.class) {
                    // All of it may be left out. Without a default a server-side apply of "spec: {}" that comes after a
                    // client-side one leaves null there (structured-merge-diff), and is refused from then on.
                    root.getProperties().get("spec").setDefault(JsonNodeFactory.instance.objectNode());
                }
                // Rules on a record component are found twice, at the field and at its accessor; a real API server
                // refuses the duplicates in a server-side apply.
                walk(root);
                var status = root.getProperties().get("status");
                if (status.getProperties().containsKey("observedGeneration")) {
                    // Tools that know no more than kstatus does take an object without a status for one that is as it
                    // should be: until somebody has looked at it, it must not be.
                    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
                }
                if (status.getProperties().containsKey("conditions")) {
                    var conditions = status.getProperties().get("conditions");
                    conditions.setXKubernetesListType("map");
                    conditions.setXKubernetesListMapKeys(List.of("type"));
                    conditions
                            .getItems()
                            .getSchema()
                            .getProperties()
                            .get("reason")
                            .setDescription(REASONS);
                }
            }
            return crd;
        }

        private static List<CustomResourceColumnDefinition> inDeclaredOrder(
                Class<?> kind, List<CustomResourceColumnDefinition> columns) {
            List<String> names = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                    .map(AdditionalPrinterColumn::name)
                    .toList();
            List<CustomResourceColumnDefinition> sorted = new ArrayList<>(columns);
            sorted.sort(Comparator.comparingInt(column -> names.indexOf(column.getName())));
            return sorted;
        }

        private static void walk(JSONSchemaProps schema) {
            if (schema.getXKubernetesValidations() != null) {
                schema.setXKubernetesValidations(
                        schema.getXKubernetesValidations().stream().distinct().toList());
            }
            bound(schema);
            schema.getProperties().values().forEach(Finish::walk);
            if (schema.getItems() != null && schema.getItems().getSchema() != null) {
                walk(schema.getItems().getSchema());
            }
            if (schema.getAdditionalProperties() != null
                    && schema.getAdditionalProperties().getSchema() != null) {
                walk(schema.getAdditionalProperties().getSchema());
            }
            if (schema.getDefault() instanceof ObjectNode preset) {
                fill(preset, schema);
            }
        }

        /**
         * A real API server holds the rules of a schema against its default as that is written, before any default
         * below fills it, and refuses the definition where one does not hold: so a default says them itself.
         */
        private static void fill(ObjectNode preset, JSONSchemaProps schema) {
            schema.getProperties().forEach((name, child) -> {
                if (!preset.has(name) && child.getDefault() != null) {
                    preset.set(name, child.getDefault().deepCopy());
                }
            });
        }

        /** Every list and every text has an end, those of Kubernetes' own types too. */
        private static void bound(JSONSchemaProps schema) {
            boolean openEnum = schema.getEnum() == null || schema.getEnum().isEmpty();
            if ("array".equals(schema.getType()) && schema.getMaxItems() == null) {
                schema.setMaxItems(FOREIGN_ITEMS);
            }
            if ("string".equals(schema.getType()) && schema.getMaxLength() == null && openEnum) {
                schema.setMaxLength(FOREIGN_LENGTH);
            }
            if ("object".equals(schema.getType())
                    && schema.getAdditionalProperties() != null
                    && schema.getMaxProperties() == null) {
                schema.setMaxProperties(FOREIGN_ITEMS);
            }
            if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields()) && schema.getType() == null) {
                schema.setType("object");
            }
        }
    }
}
