package io.ninerouter.gateway.schema;

import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What draft 2020-12 of JSON Schema says otherwise than its forerunners, which callers still write and vendors that hold tools
 * to that draft refuse. The meaning stays.
 */
public final class Drafts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Drafts() {}

    /**
     * Whether some schema within may be an old one, or a list of nobody knows what; seen without a tree. Names of members that
     * look like keywords may deceive it, in that direction alone.
     */
    public static boolean mayBeOld(RawJson schema) {
        try (JsonReader in = schema.read()) {
            return old(in);
        }
    }

    private static boolean old(JsonReader in) {
        boolean found = false;
        if (in.kind() == JsonKind.ARRAY) {
            in.array();
            while (in.nextElement()) {
                found |= old(in);
            }
            return found;
        }
        if (in.kind() != JsonKind.OBJECT) {
            in.skip();
            return false;
        }
        boolean list = false;
        boolean items = false;
        in.object();
        while (in.nextField()) {
            String name = in.name();
            JsonKind kind = in.kind();
            items |= name.equals("items");
            found |= name.equals("items") && kind == JsonKind.ARRAY;
            found |= name.startsWith("exclusiveM") && kind == JsonKind.BOOL;
            if (name.equals("type") && kind == JsonKind.TEXT) {
                list |= "array".equals(in.text());
            } else {
                found |= old(in);
            }
        }
        return found || (list && !items);
    }

    /**
     * Brings one schema, without those within it, to the newer form: {@code items: [A, B]} is {@code prefixItems}, {@code
     * exclusiveMinimum: true} the bound itself. A list without a word about its items gets {@code items: {}}, which says the
     * same and which some insist on.
     */
    public static void renew(ObjectNode schema) {
        if (schema.get("items") instanceof ArrayNode tuple) {
            schema.remove("items");
            schema.set("prefixItems", tuple);
            JsonNode rest = schema.remove("additionalItems");
            if (rest != null) {
                schema.set("items", rest);
            }
        }
        bound(schema, "exclusiveMinimum", "minimum");
        bound(schema, "exclusiveMaximum", "maximum");
        if (schema.path("type").asString("").equals("array") && !schema.has("items")) {
            schema.set("items", NODES.objectNode());
        }
    }

    private static void bound(ObjectNode schema, String exclusive, String inclusive) {
        JsonNode flag = schema.path(exclusive);
        if (!flag.isBoolean()) {
            return;
        }
        schema.remove(exclusive);
        if (flag.asBoolean() && schema.path(inclusive).isNumber()) {
            schema.set(exclusive, schema.remove(inclusive));
        }
    }
}
