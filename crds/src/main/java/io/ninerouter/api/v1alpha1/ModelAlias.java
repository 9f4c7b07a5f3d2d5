package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another name for a combo, a model or an alias. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@Plural("modelaliases")
@ShortNames("ma")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Alias", jsonPath = ".spec.alias")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.target")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@ValidationRule(
        value = "(has(self.spec.alias) ? self.spec.alias : self.metadata.name) != self.spec.target",
        messageExpression = "'spec.target: ' + self.spec.target + ' (expected: another name than the alias itself)'",
        message = "spec.target: names the alias itself (expected: another name)",
        fieldPath = ".spec.target")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ModelAlias extends CustomResource<ModelAlias.Spec, ModelAlias.Status> implements Namespaced {

    @Override
    protected @Nullable Spec initSpec() {
        return null;
    }

    @Override
    protected @Nullable Status initStatus() {
        return null;
    }

    /** What the user wants. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Spec(
            @Nullable @JsonPropertyDescription("The Router to attach to; default: the one of the namespace.")
            RouterRef routerRef,

            @Nullable
            @Size(min = 1, max = 256)
            @Pattern(Schemas.MODEL)
            @JsonPropertyDescription("What callers ask for; default: metadata.name.")
            String alias,

            @Required
            @Size(min = 1, max = 256)
            @Pattern(Schemas.MODEL)
            @JsonPropertyDescription("A combo, a provider/model or another alias.")
            String target) {}

    /** What the operator tells. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Size(max = 16) List<Condition> conditions) implements ObjectStatus {
        public Status {
            conditions = Copies.list(conditions);
        }
    }
}
