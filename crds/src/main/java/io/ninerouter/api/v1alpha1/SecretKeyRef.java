package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Names one key of a Secret of the same namespace. The key defaults to {@code api-key}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretKeyRef(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Schemas.OBJECT_NAME)
        @JsonPropertyDescription("Name of a Secret in the same namespace.")
        String name,

        @Nullable
        @Default("api-key")
        @Size(min = 1, max = 253)
        @Pattern(Schemas.SECRET_KEY)
        @JsonPropertyDescription("Key of the Secret.")
        String key) {

    public SecretKeyRef {
        key = key == null ? "api-key" : key;
    }
}
