package io.ninerouter.quickstart.api.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import io.ninerouter.quickstart.api.type.ResourceType;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.util.List;
import java.util.Optional;

/**
 * OpenAPI v3: enough for explain, and for kubectl to see that the server validates fields itself. The paths carry what
 * kubectl looks for (a PATCH with its kind and a fieldValidation parameter) and nothing else.
 */
public final class OpenApiDocuments {

    private final TypeRegistry types;
    private final ModelSchemas schemas;

    /** Describes what a registry serves. */
    public OpenApiDocuments(TypeRegistry types, ModelSchemas schemas) {
        this.types = types;
        this.schemas = schemas;
    }

    /** The document of {@code /openapi/v3}. */
    public ObjectNode index() {
        ObjectNode document = Json.object();
        ObjectNode paths = document.putObject("paths");
        entry(paths, "api/v1");
        types.groups()
                .forEach(group ->
                        types.versions(group).forEach(version -> entry(paths, "apis/" + group + "/" + version)));
        return document;
    }

    private static void entry(ObjectNode paths, String path) {
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
    }

    /** The document of a group and version; empty when there is none. */
    public Optional<ObjectNode> document(String group, String version) {
        List<ResourceType> served = types.types(group, version).toList();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.33.0");
        ObjectNode paths = document.putObject("paths");
        ObjectNode components = document.putObject("components").putObject("schemas");
        served.forEach(type -> {
            paths.set(path(type), operations(type));
            ObjectNode schema = schema(type, components);
            schema.putArray("x-kubernetes-group-version-kind").add(groupVersionKind(type));
            components.set(name(type), schema);
        });
        return Optional.of(document);
    }

    private ObjectNode schema(ResourceType type, ObjectNode components) {
        ObjectNode schema = type.schema().raw().deepCopy();
        Json.ensureObject(schema, "properties")
                .putObject("metadata")
                .put("$ref", "#/components/schemas/" + ModelSchemas.OBJECT_META);
        schemas.referred(schema).forEach(components::set);
        return schema;
    }

    private static String name(ResourceType type) {
        String group = type.names().group().isEmpty() ? "core" : type.names().group();
        return group + "." + type.version() + "." + type.kind();
    }

    private static String path(ResourceType type) {
        String base = type.names().group().isEmpty() ? "/api/" : "/apis/";
        String namespaced = type.namespaced() ? "/namespaces/{namespace}/" : "/";
        return base + type.apiVersion() + namespaced + type.names().plural() + "/{name}";
    }

    private static ObjectNode operations(ResourceType type) {
        ObjectNode operations = Json.object();
        ObjectNode patch = operations.putObject("patch");
        patch.set("x-kubernetes-group-version-kind", groupVersionKind(type));
        patch.put("x-kubernetes-action", "patch");
        for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
            patch.withArray("parameters")
                    .addObject()
                    .put("name", parameter)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        }
        return operations;
    }

    private static ObjectNode groupVersionKind(ResourceType type) {
        return Json.object()
                .put("group", type.names().group())
                .put("version", type.version())
                .put("kind", type.kind());
    }
}
