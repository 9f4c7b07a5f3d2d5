package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.cel.RuleCompiler;
import io.ninerouter.quickstart.api.cel.RuleSet;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import io.ninerouter.quickstart.api.schema.Schema;
import io.ninerouter.quickstart.api.type.Column;
import io.ninerouter.quickstart.api.type.JsonPath;
import io.ninerouter.quickstart.api.type.Presentation;
import io.ninerouter.quickstart.api.type.ResourceNames;
import io.ninerouter.quickstart.api.type.ResourceType;
import io.ninerouter.quickstart.api.type.Shape;
import io.ninerouter.quickstart.api.type.Traits;
import io.ninerouter.quickstart.api.type.VersionMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Makes types of a CustomResourceDefinition, or says why it cannot. Stateless. */
final class DefinitionCompiler {

    private static final Column AGE = new Column(
            "Age", "date", "", "", 0, object -> object.path("metadata").path("creationTimestamp"));

    private final ModelSchemas schemas;

    DefinitionCompiler(ModelSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * What came of it.
     *
     * @param types one for each served version; empty when there are errors
     * @param errors what is wrong
     */
    record Result(List<ResourceType> types, List<FieldError> errors) {

        Result {
            types = errors.isEmpty() ? List.copyOf(types) : List.of();
            errors = List.copyOf(errors);
        }
    }

    Result compile(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        List<FieldError> errors = new ArrayList<>(checkNames(definition, spec));
        List<ResourceType> types = new ArrayList<>();
        JsonNode versions = spec.path("versions");
        for (int i = 0; i < versions.size(); i++) {
            String path = "spec.versions[" + i + "]";
            boolean served = versions.get(i).path("served").asBoolean(false);
            version(spec, versions.get(i), path, errors).filter(type -> served).ifPresent(types::add);
        }
        return new Result(types, errors);
    }

    private static List<FieldError> checkNames(ObjectNode definition, JsonNode spec) {
        List<FieldError> errors = new ArrayList<>();
        String group = spec.path("group").asText("");
        String name = Metadata.text(definition, "name");
        String expected = spec.path("names").path("plural").asText("") + "." + group;
        if (!name.equals(expected)) {
            errors.add(FieldError.invalid(
                    "metadata.name", new TextNode(name), "must be spec.names.plural+\".\"+spec.group"));
        }
        for (String required : List.of("kind", "plural")) {
            if (spec.path("names").path(required).asText("").isEmpty()) {
                errors.add(FieldError.required("spec.names." + required, ""));
            }
        }
        String scope = spec.path("scope").asText("");
        List<JsonNode> scopes = List.of(new TextNode("Cluster"), new TextNode("Namespaced"));
        if (!scopes.contains(new TextNode(scope))) {
            errors.add(FieldError.unsupported("spec.scope", new TextNode(scope), scopes));
        }
        long storage = spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean(false))
                .count();
        if (storage != 1) {
            errors.add(FieldError.invalid(
                    "spec.versions", spec.path("versions"), "must have exactly one version marked as storage version"));
        }
        return errors;
    }

    private Optional<ResourceType> version(JsonNode spec, JsonNode version, String path, List<FieldError> errors) {
        Optional<Shape> shape = shape(version, path + ".schema.openAPIV3Schema", errors);
        List<Column> columns = columns(version, path, errors);
        List<String> selectable = version.path("selectableFields")
                .valueStream()
                .map(field -> field.path("jsonPath").asText().substring(1))
                .toList();
        JsonNode names = spec.path("names");
        String group = spec.path("group").asText();
        String storage = spec.path("versions")
                .valueStream()
                .filter(candidate -> candidate.path("storage").asBoolean(false))
                .findFirst()
                .orElse(version)
                .path("name")
                .asText();
        Traits traits = new Traits(
                spec.path("scope").asText().equals("Namespaced"),
                version.path("subresources").has("status"),
                true,
                true,
                "");
        return shape.map(known -> new ResourceType(
                names(group, names),
                version.path("name").asText(),
                traits,
                known,
                new Presentation(columns, selectable),
                VersionMapping.same(group + "/" + storage)));
    }

    private static ResourceNames names(String group, JsonNode names) {
        return new ResourceNames(
                group,
                names.path("kind").asText(),
                names.path("plural").asText(),
                names.path("singular").asText(),
                Json.stringList(names.path("shortNames")),
                Json.stringList(names.path("categories")));
    }

    private Optional<Shape> shape(JsonNode version, String path, List<FieldError> errors) {
        if (!(version.path("schema").get("openAPIV3Schema") instanceof ObjectNode raw)) {
            errors.add(FieldError.required(path, "schemas are required"));
            return Optional.empty();
        }
        List<FieldError> structural = StructuralRules.check(raw, path);
        errors.addAll(structural);
        if (!structural.isEmpty()) {
            return Optional.empty();
        }
        try {
            Schema schema = Schema.parse(raw.deepCopy(), ref -> null);
            RuleSet rules = RuleCompiler.compile(schema, path, errors);
            errors.addAll(DefaultRules.check(schema, rules, path));
            return Optional.of(CustomShape.of(schema, schemas.objectMeta(), rules));
        } catch (PatternSyntaxException e) {
            errors.add(FieldError.invalid(path, new TextNode(e.getPattern()), "must be a valid regular expression"));
            return Optional.empty();
        }
    }

    private static List<Column> columns(JsonNode version, String path, List<FieldError> errors) {
        JsonNode declared = version.path("additionalPrinterColumns");
        if (declared.isEmpty()) {
            return List.of(AGE);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            JsonNode column = declared.get(i);
            try {
                columns.add(
                        column(column, JsonPath.parse(column.path("jsonPath").asText())));
            } catch (IllegalArgumentException e) {
                errors.add(FieldError.invalid(
                        path + ".additionalPrinterColumns[" + i + "].jsonPath",
                        column.path("jsonPath"),
                        String.valueOf(e.getMessage())));
            }
        }
        return columns;
    }

    private static Column column(JsonNode column, JsonPath path) {
        return new Column(
                column.path("name").asText(),
                column.path("type").asText(),
                column.path("format").asText(""),
                column.path("description").asText(""),
                column.path("priority").asInt(0),
                path::first);
    }
}
