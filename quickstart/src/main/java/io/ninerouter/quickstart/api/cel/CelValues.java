package io.ninerouter.quickstart.api.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import io.ninerouter.quickstart.api.schema.Schema;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values as rules see them. Stateless. */
final class CelValues {

    private CelValues() {}

    /** A value of a schema; fields that are null count as absent. */
    static Object of(JsonNode value, Schema schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> object(value, schema);
            case ARRAY -> {
                List<Object> items = new ArrayList<>(value.size());
                value.forEach(item -> items.add(of(item, schema.items())));
                yield items;
            }
            case STRING -> text(value.textValue(), schema);
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value, schema);
            default -> "";
        };
    }

    private static Object number(JsonNode value, Schema schema) {
        boolean whole =
                schema.type().equals("integer") || (!schema.type().equals("number") && value.isIntegralNumber());
        if (whole) {
            return value.longValue();
        }
        return value.doubleValue();
    }

    private static Map<String, Object> object(JsonNode value, Schema schema) {
        boolean map = schema.properties().isEmpty();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (var field : value.properties()) {
            Schema child = schema.child(field.getKey());
            if (!field.getValue().isNull()) {
                String name =
                        map ? field.getKey() : CelNames.escaped(field.getKey()).orElse("");
                fields.put(name, of(field.getValue(), child == null ? Schema.ANY : child));
            }
        }
        return fields;
    }

    private static Object text(String text, Schema schema) {
        try {
            return switch (schema.intOrString() ? "" : schema.format()) {
                case "date-time" -> OffsetDateTime.parse(text).toInstant();
                case "date" ->
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                case "duration" -> Durations.parse(text);
                case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
                default -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            // The schema has reported it already; rules about it fail on a text where they expect something else.
            return text;
        }
    }
}
