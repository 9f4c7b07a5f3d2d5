package io.ninerouter.quickstart.api.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.KindRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets: stringData becomes data, data is base64, the type stays, and immutable means it. */
public final class SecretRule implements KindRule {

    private static final long MAX_BYTES = 1L << 20;

    @Override
    public void prepare(ObjectNode secret, @Nullable ObjectNode old) {
        JsonNode plain = secret.remove("stringData");
        if (plain == null) {
            return;
        }
        for (var entry : plain.properties()) {
            byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            Json.ensureObject(secret, "data")
                    .put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode secret, @Nullable ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        long size = 0;
        for (var entry : secret.path("data").properties()) {
            DataKeys.check("data", entry.getKey(), errors);
            try {
                size += Base64.getDecoder().decode(entry.getValue().asText()).length;
            } catch (IllegalArgumentException e) {
                // Not the value: it may be a secret that only lacks its encoding.
                errors.add(FieldError.invalid(
                        "data[" + entry.getKey() + "]", new TextNode("<redacted>"), "must be base64"));
            }
        }
        if (size > MAX_BYTES) {
            errors.add(FieldError.tooLong("data", MAX_BYTES));
        }
        if (old != null && !old.path("type").equals(secret.path("type"))) {
            errors.add(FieldError.invalid("type", secret.path("type"), "field is immutable"));
        }
        DataKeys.checkImmutable(secret, old, errors);
        return errors;
    }
}
