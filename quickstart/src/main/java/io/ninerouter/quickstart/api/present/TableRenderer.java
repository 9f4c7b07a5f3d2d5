package io.ninerouter.quickstart.api.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.type.Column;
import io.ninerouter.quickstart.api.type.ResourceType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** meta.k8s.io/v1 Tables: what kubectl get prints. Immutable. */
final class TableRenderer {

    private final String includeObject;
    private final InstantSource clock;

    TableRenderer(String includeObject, InstantSource clock) {
        this.includeObject = includeObject;
        this.clock = clock;
    }

    ObjectNode render(ResourceType type, List<ObjectNode> objects, String resourceVersion, boolean headed) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", resourceVersion);
        ArrayNode definitions = table.putArray("columnDefinitions");
        if (headed) {
            definitions.add(definition("Name", "string", "name", "", 0));
            type.presentation()
                    .columns()
                    .forEach(column -> definitions.add(definition(
                            column.name(),
                            column.type().equals("date") ? "string" : column.type(),
                            column.format(),
                            column.description(),
                            column.priority())));
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(type, object)));
        return table;
    }

    /** The metadata of an object in an envelope of its own. */
    static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private static ObjectNode definition(String name, String type, String format, String description, int priority) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }

    private ObjectNode row(ResourceType type, ObjectNode object) {
        ObjectNode row = Json.object();
        ArrayNode cells = row.putArray("cells");
        cells.add(object.path("metadata").path("name").asText());
        type.presentation().columns().forEach(column -> cells.add(cell(column, object)));
        switch (includeObject) {
            case "None" -> {}
            case "Object" -> row.set("object", object);
            default -> row.set("object", partial(object));
        }
        return row;
    }

    private JsonNode cell(Column column, ObjectNode object) {
        JsonNode value = column.cell().apply(object);
        if (value.isMissingNode() || value.isNull()) {
            return column.type().equals("date") ? new TextNode("<unknown>") : NullNode.getInstance();
        }
        return switch (column.type()) {
            case "date" -> new TextNode(age(value.asText()));
            case "string" -> new TextNode(value.isContainerNode() ? Json.text(value) : value.asText());
            default -> value;
        };
    }

    private String age(String time) {
        try {
            return Ages.shown(Duration.between(Instant.parse(time), clock.instant()));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }
}
