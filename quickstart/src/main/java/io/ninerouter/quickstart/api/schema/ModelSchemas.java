package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.ninerouter.quickstart.api.json.Json;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of built-in kinds, derived from the client's model classes: the field names and types of Kubernetes'
 * own OpenAPI document without its descriptions. What the classes do not tell (which lists are maps, which fields are
 * merged) comes from {@link MergeTraits}. Thread-safe; a class is looked at once, when it is first asked for.
 */
public final class ModelSchemas {

    private static final String MODEL_PACKAGE = "io.fabric8.kubernetes.api.model.";
    /** The name of ObjectMeta among the documents. */
    public static final String OBJECT_META = name(ObjectMeta.class);

    private static final Set<Class<?>> OPAQUE =
            Set.of(Object.class, JsonNode.class, AnyType.class, FieldsV1.class, JSONSchemaProps.class);
    private static final Set<String> TIMES = Set.of("creationTimestamp", "deletionTimestamp");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
    private final Map<String, Schema> parsed = new LinkedHashMap<>();

    /** The schema of ObjectMeta. */
    public Schema objectMeta() {
        return schema(ObjectMeta.class);
    }

    /** The schema of a model class. */
    public synchronized Schema schema(Class<?> model) {
        return byName(describe(model));
    }

    /** The OpenAPI documents of all that a document refers to, by name; copies. */
    public synchronized Map<String, ObjectNode> referred(JsonNode document) {
        Map<String, ObjectNode> found = new TreeMap<>();
        collect(document, found);
        return found;
    }

    private void collect(JsonNode document, Map<String, ObjectNode> found) {
        for (String ref : document.findValuesAsText("$ref")) {
            ObjectNode target = documents.get(target(ref));
            if (target != null && found.putIfAbsent(target(ref), target.deepCopy()) == null) {
                collect(target, found);
            }
        }
    }

    private Schema byName(String name) {
        Schema known = parsed.get(name);
        if (known == null) {
            ObjectNode document = documents.get(name);
            known = document == null ? Schema.ANY : Schema.parse(document, ref -> byName(target(ref)));
            parsed.put(name, known);
        }
        return known;
    }

    private static String name(Class<?> model) {
        return "io.k8s." + model.getName().substring(MODEL_PACKAGE.length());
    }

    private static String target(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    private String describe(Class<?> model) {
        String name = name(model);
        if (documents.containsKey(name)) {
            return name;
        }
        ObjectNode document = Json.object().put("type", "object");
        documents.put(name, document);
        ObjectNode properties = document.putObject("properties");
        JavaType type = mapper.constructType(model);
        for (BeanPropertyDefinition property :
                mapper.getSerializationConfig().introspect(type).findProperties()) {
            if (property.hasField() || property.hasGetter()) {
                ObjectNode described = describe(property.getPrimaryType());
                MergeTraits.of(model, property.getName()).ifPresent(traits -> traits.addTo(described));
                MergeTraits.preset(model, property.getName()).ifPresent(preset -> described.put("default", preset));
                if (TIMES.contains(property.getName())) {
                    described.put("format", "date-time");
                }
                properties.set(property.getName(), described);
            }
        }
        MergeTraits.addAtomic(model, document);
        return name;
    }

    private ObjectNode describe(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isMapLikeType()) {
            ObjectNode map = Json.object().put("type", "object");
            map.set("additionalProperties", describe(type.getContentType()));
            return map;
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            ObjectNode list = Json.object().put("type", "array");
            list.set("items", describe(type.getContentType()));
            return list;
        }
        String scalar = scalar(raw);
        if (scalar != null) {
            return Json.object().put("type", scalar);
        }
        if (raw == IntOrString.class || raw == Quantity.class) {
            return Json.object().put("x-kubernetes-int-or-string", true);
        }
        if (OPAQUE.contains(raw) || raw.isInterface() || !raw.getName().startsWith(MODEL_PACKAGE)) {
            return Json.object().put("x-kubernetes-preserve-unknown-fields", true);
        }
        return Json.object().put("$ref", "#/components/schemas/" + describe(raw));
    }

    private static @Nullable String scalar(Class<?> raw) {
        if (raw == Boolean.class || raw == boolean.class) {
            return "boolean";
        }
        if (raw == Integer.class || raw == Long.class || raw == int.class || raw == long.class) {
            return "integer";
        }
        if (raw == Double.class || raw == Float.class) {
            return "number";
        }
        boolean text =
                raw == String.class || raw.isEnum() || raw == MicroTime.class || Temporal.class.isAssignableFrom(raw);
        return text ? "string" : null;
    }
}
