package io.ninerouter.gateway.codec;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What OpenAPI 3.0 says in other words than JSON Schema. Changes the schema that it is given, not those within it. */
final class OpenApiWords {
    private OpenApiWords() {}

    /** {@code type: [string, null]} and {@code anyOf: [X, {type: null}]} become X with {@code nullable}. */
    static void nullable(ObjectNode schema) {
        if (schema.get("type") instanceof ArrayNode types) {
            List<String> names = new ArrayList<>();
            types.forEach(type -> names.add(type.asString("")));
            if (names.remove("null")) {
                schema.put("nullable", true);
            }
            if (names.size() == 1) {
                schema.put("type", names.getFirst());
            } else {
                schema.remove("type");
                ArrayNode any = schema.putArray("anyOf");
                names.forEach(name -> any.addObject().put("type", name));
            }
        }
        for (String union : List.of("anyOf", "oneOf")) {
            if (schema.get(union) instanceof ArrayNode variants) {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                variants.forEach(variant -> {
                    if (!variant.path("type").asString("").equals("null")) {
                        kept.add(variant);
                    }
                });
                if (kept.size() < variants.size()) {
                    schema.put("nullable", true);
                }
                schema.remove(union);
                if (kept.size() == 1 && kept.get(0) instanceof ObjectNode only) {
                    only.properties().forEach(member -> schema.set(member.getKey(), member.getValue()));
                } else {
                    schema.set("anyOf", kept);
                }
            }
        }
    }

    /** The values of {@code enum} as strings, and {@code const} as an enum of one. */
    static void textEnum(ObjectNode schema) {
        JsonNode constant = schema.remove("const");
        JsonNode values = constant == null
                ? schema.get("enum")
                : JsonNodeFactory.instance.arrayNode().add(constant);
        if (!(values instanceof ArrayNode list)) {
            return;
        }
        ArrayNode texts = schema.putArray("enum");
        list.forEach(value -> {
            if (!value.isNull()) {
                texts.add(value.isString() ? value.asString() : value.toString());
            }
        });
        schema.put("type", "string");
    }
}
