package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.function.Supplier;

/** Objects out of specs as people write them: what is not said stays unsaid, so that defaults remain the API server's. */
final class Specs {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Specs() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** {@code {name: …, key: …}}, as specs refer to Secrets. */
    static ObjectNode secretRef(String name, String key) {
        return object().put("name", name).put("key", key);
    }

    /**
     * An object of a kind.
     *
     * @throws IllegalArgumentException when the spec has a member that the kind does not know: a mistake in the program
     */
    static <S, T extends CustomResource<S, ?>> T of(
            Supplier<T> kind, ObjectMeta metadata, Class<S> type, JsonNode spec) {
        T object = kind.get();
        object.setMetadata(metadata);
        object.setSpec(JSON.convertValue(spec, type));
        return object;
    }
}
