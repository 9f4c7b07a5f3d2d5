package io.ninerouter.quickstart.api.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.type.ResourceType;
import java.time.InstantSource;
import java.util.List;

/** The form in which a client wants objects, as its Accept header says. Immutable. */
public sealed interface View {

    /**
     * Reads an Accept header.
     *
     * @param includeObject what a table carries of each object: None, Metadata or Object; empty for the default
     * @param clock for ages
     */
    static View of(String accept, String includeObject, InstantSource clock) {
        for (String range : accept.split(",", -1)) {
            if (range.contains("as=Table")) {
                return new Tables(new TableRenderer(includeObject.isEmpty() ? "Metadata" : includeObject, clock), true);
            }
            if (range.contains("as=PartialObjectMetadata")) {
                return new MetadataOnly();
            }
            if (range.contains("application/json") || range.contains("*/*")) {
                break;
            }
        }
        return new Whole();
    }

    /** One object. */
    JsonNode object(ResourceType type, ObjectNode object);

    /** A list. */
    JsonNode list(ResourceType type, List<ObjectNode> objects, String resourceVersion);

    /** A bookmark, which is an object with nothing but a resourceVersion. */
    default JsonNode bookmark(ResourceType type, ObjectNode bookmark) {
        return bookmark;
    }

    /** The view for events after the first of a watch. */
    View next();

    /** Objects as they are. */
    record Whole() implements View {

        @Override
        public JsonNode object(ResourceType type, ObjectNode object) {
            return object;
        }

        @Override
        public JsonNode list(ResourceType type, List<ObjectNode> objects, String resourceVersion) {
            return listOf(type.apiVersion(), type.kind() + "List", objects, resourceVersion);
        }

        @Override
        public View next() {
            return this;
        }
    }

    /** Their metadata alone. */
    record MetadataOnly() implements View {

        @Override
        public JsonNode object(ResourceType type, ObjectNode object) {
            return TableRenderer.partial(object);
        }

        @Override
        public JsonNode list(ResourceType type, List<ObjectNode> objects, String resourceVersion) {
            List<ObjectNode> partial =
                    objects.stream().map(TableRenderer::partial).toList();
            return listOf("meta.k8s.io/v1", "PartialObjectMetadataList", partial, resourceVersion);
        }

        @Override
        public View next() {
            return this;
        }
    }

    /** Tables, with their headings or without. */
    record Tables(TableRenderer renderer, boolean headed) implements View {

        @Override
        public JsonNode object(ResourceType type, ObjectNode object) {
            String version = object.path("metadata").path("resourceVersion").asText("");
            return renderer.render(type, List.of(object), version, headed);
        }

        @Override
        public JsonNode list(ResourceType type, List<ObjectNode> objects, String resourceVersion) {
            return renderer.render(type, objects, resourceVersion, headed);
        }

        @Override
        public JsonNode bookmark(ResourceType type, ObjectNode bookmark) {
            return renderer.render(
                    type,
                    List.of(),
                    bookmark.path("metadata").path("resourceVersion").asText(),
                    false);
        }

        @Override
        public View next() {
            return new Tables(renderer, false);
        }
    }

    private static ObjectNode listOf(String apiVersion, String kind, List<ObjectNode> objects, String resourceVersion) {
        ObjectNode list = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        list.putObject("metadata").put("resourceVersion", resourceVersion);
        list.putArray("items").addAll(objects);
        return list;
    }
}
