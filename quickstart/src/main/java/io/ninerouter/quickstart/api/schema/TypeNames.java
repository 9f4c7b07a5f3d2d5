package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** What JSON values and the types of a schema are called in messages. */
final class TypeNames {

    private TypeNames() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> isInteger(value) ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }

    static String expected(Schema schema) {
        return schema.intOrString() ? "integer,string" : schema.type();
    }

    /** Whether it is a whole number, however it is written. */
    static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isFloatingPointNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }
}
