package io.ninerouter.gateway.schema;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands in lists. */
final class ListBinder {
    private final SchemaBinder schemas;
    private final BindingRules rules;

    ListBinder(SchemaBinder schemas, BindingRules rules) {
        this.schemas = schemas;
        this.rules = rules;
    }

    void bind(ObjectNode schema, ObjectNode bound, Remarks remarks) {
        JsonNode items = schema.path("items");
        if (schema.get("prefixItems") instanceof ArrayNode tuple && !tuple.isEmpty()) {
            tuple(tuple, items, bound, remarks);
        } else if (items.isBoolean() && !items.asBoolean()) {
            throw new Unbindable("a list of nothing");
        } else {
            bound.set("items", schemas.schema(items.isMissingNode() ? SchemaBinder.NODES.objectNode() : items));
        }
    }

    private void tuple(ArrayNode tuple, JsonNode rest, ObjectNode bound, Remarks remarks) {
        boolean closed = rest.isBoolean() && !rest.asBoolean();
        Set<ObjectNode> each = new LinkedHashSet<>();
        ArrayNode places = SchemaBinder.NODES.arrayNode();
        for (JsonNode place : tuple) {
            ObjectNode made = schemas.schema(place);
            places.add(made);
            each.add(made);
        }
        if (rest instanceof ObjectNode more && !Keywords.anything(more)) {
            each.add(schemas.schema(more));
        }
        if (closed && rules.knows("maxItems") && !bound.has("maxItems")) {
            bound.put("maxItems", tuple.size());
        }
        if (rules.knows("prefixItems")) {
            bound.set("prefixItems", places);
            if (rest instanceof ObjectNode more && !Keywords.anything(more)) {
                bound.set("items", schemas.schema(more));
            }
            return;
        }
        remarks.said("a tuple as a list of what may stand in it");
        remarks.hint("items in this order", tuple);
        if (each.size() == 1) {
            bound.set("items", each.iterator().next());
        } else {
            bound.putObject("items").putArray("anyOf").addAll(each);
        }
    }
}
