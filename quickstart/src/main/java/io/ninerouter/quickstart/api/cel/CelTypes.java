package io.ninerouter.quickstart.api.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types of a schema as rules see them, so that a rule that names what is not there is found when it is compiled.
 * Used by one thread.
 */
final class CelTypes {

    private final Map<String, StructType> structs = new HashMap<>();

    /** Tells a compiler the fields of structs by their names. */
    private record Structs(ImmutableMap<String, StructType> byName) implements CelTypeProvider {

        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.copyOf(byName.values());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }

    /** All structs met so far. */
    CelTypeProvider provider() {
        return new Structs(ImmutableMap.copyOf(structs));
    }

    /**
     * The type of a value.
     *
     * @param name what to call it if it is a struct; unique within the document
     * @param root whether it is a whole object, whose metadata a rule sees the name of
     */
    CelType of(Schema schema, String name, boolean root) {
        if (schema.intOrString()) {
            return SimpleType.DYN;
        }
        return switch (schema.type()) {
            case "object" -> object(schema, name, root || schema.embeddedResource());
            case "array" -> ListType.create(of(schema.items(), name + ".@items", false));
            case "string" -> text(schema.format());
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            default -> SimpleType.DYN;
        };
    }

    private static CelType text(String format) {
        return switch (format) {
            case "date-time", "date" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "byte" -> SimpleType.BYTES;
            default -> SimpleType.STRING;
        };
    }

    private CelType object(Schema schema, String name, boolean whole) {
        Schema values = schema.additional();
        if (values != null && schema.properties().isEmpty()) {
            return MapType.create(SimpleType.STRING, of(values, name + ".@values", false));
        }
        if (schema.properties().isEmpty() && schema.preservesUnknown() && !whole) {
            return SimpleType.DYN;
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        schema.properties()
                .forEach((property, child) -> CelNames.escaped(property)
                        .ifPresent(escaped -> fields.put(escaped, of(child, name + "." + property, false))));
        if (whole) {
            fields.put("apiVersion", SimpleType.STRING);
            fields.put("kind", SimpleType.STRING);
            fields.put(
                    "metadata",
                    struct(name + ".metadata", Map.of("name", SimpleType.STRING, "generateName", SimpleType.STRING)));
        }
        return struct(name, fields);
    }

    private StructType struct(String name, Map<String, CelType> fields) {
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
        StructType struct = StructType.create(name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
        structs.put(name, struct);
        return struct;
    }
}
