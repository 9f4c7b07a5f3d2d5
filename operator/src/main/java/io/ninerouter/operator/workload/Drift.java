package io.ninerouter.operator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object that exists is as it should be: it was asked for in the same words (a digest in an annotation: fields that
 * are not asked for any more must go), and every value that is asked for still stands. What others have added does not count.
 * Pure.
 */
public final class Drift {
    /** Annotation with the digest of what was asked of an object. */
    public static final String APPLIED = "ninerouter.io/applied";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIGEST_BYTES = 12;

    /** Lists whose elements have a key in the API: others may add elements of their own. */
    private static final Set<String> KEYED = Set.of(
            "containers",
            "env",
            "finalizers",
            "imagePullSecrets",
            "ownerReferences",
            "ports",
            "topologySpreadConstraints",
            "volumeMounts",
            "volumes");

    /** A NetworkPolicy's lists are whole: an element too many opens a door. */
    private static final Set<String> METADATA_KEYED = Set.of("finalizers", "ownerReferences");

    /** Objects whose values are quantities, which an API server writes in its own way: {@code 1000m} becomes {@code 1}. */
    private static final Set<String> QUANTITIES = Set.of("requests", "limits");

    private static final Set<String> QUANTITY_FIELDS = Set.of("sizeLimit", "averageValue");

    private Drift() {}

    /** Marks a desired object with the digest of itself. */
    static void sign(HasMetadata desired) {
        String digest = digest(JSON.valueToTree(desired));
        Map<String, String> annotations = new TreeMap<>();
        Map<String, String> before = desired.getMetadata().getAnnotations();
        if (before != null) {
            annotations.putAll(before);
        }
        annotations.put(APPLIED, digest);
        desired.getMetadata().setAnnotations(annotations);
    }

    /** Whether nothing has to be written. */
    public static boolean isSettled(HasMetadata live, HasMetadata desired) {
        Set<String> keyed = desired instanceof NetworkPolicy ? METADATA_KEYED : KEYED;
        return covers(keyed, "", JSON.valueToTree(live), JSON.valueToTree(desired));
    }

    /** A digest of an object without its status and what the API server keeps of it: tells one edit from the next. */
    public static String fingerprint(HasMetadata object) {
        ObjectNode tree = JSON.valueToTree(object);
        tree.remove("status");
        if (tree.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
        }
        return digest(tree);
    }

    private static boolean covers(Set<String> keyed, String field, @Nullable JsonNode live, JsonNode desired) {
        if (desired.isNull()) {
            return true;
        }
        if (live == null) {
            return false;
        }
        if (desired.isObject()) {
            return live.isObject()
                    && desired.propertyStream()
                            .allMatch(entry -> isQuantity(field, entry.getKey())
                                    ? sameQuantity(live.get(entry.getKey()), entry.getValue())
                                    : covers(keyed, entry.getKey(), live.get(entry.getKey()), entry.getValue()));
        }
        if (desired.isArray()) {
            return live.isArray() && coversList(keyed, field, live, desired);
        }
        return live.equals(desired);
    }

    private static boolean coversList(Set<String> keyed, String field, JsonNode live, JsonNode desired) {
        if (keyed.contains(field)) {
            return desired.valueStream()
                    .allMatch(
                            element -> live.valueStream().anyMatch(candidate -> covers(keyed, "", candidate, element)));
        }
        if (live.size() != desired.size()) {
            return false;
        }
        for (int i = 0; i < desired.size(); i++) {
            if (!covers(keyed, "", live.get(i), desired.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQuantity(String parent, String field) {
        return QUANTITIES.contains(parent) || QUANTITY_FIELDS.contains(field);
    }

    private static boolean sameQuantity(@Nullable JsonNode live, JsonNode desired) {
        if (live == null) {
            return false;
        }
        if (live.equals(desired)) {
            return true;
        }
        try {
            return Quantity.getAmountInBytes(Quantity.parse(live.asText()))
                            .compareTo(Quantity.getAmountInBytes(Quantity.parse(desired.asText())))
                    == 0;
        } catch (IllegalArgumentException e) {
            // Not a quantity: the API server will say so.
            return false;
        }
    }

    private static String digest(JsonNode tree) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(ordered(tree).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not there (expected: in every JDK)", e);
        }
    }

    /** The order of fields means nothing. */
    private static JsonNode ordered(JsonNode tree) {
        if (tree.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            tree.propertyStream().forEach(entry -> fields.put(entry.getKey(), ordered(entry.getValue())));
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            sorted.setAll(fields);
            return sorted;
        }
        if (tree.isArray()) {
            var elements = JsonNodeFactory.instance.arrayNode();
            tree.valueStream().map(Drift::ordered).forEach(elements::add);
            return elements;
        }
        return tree;
    }
}
