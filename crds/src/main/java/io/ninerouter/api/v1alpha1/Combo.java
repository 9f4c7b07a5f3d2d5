package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.Recovery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One name, several models: the next is tried when one fails. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@Plural("combos")
@ShortNames("cb")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Strategy", jsonPath = ".spec.strategy")
@AdditionalPrinterColumn(name = "Accounts", jsonPath = ".status.accounts")
@AdditionalPrinterColumn(name = "Targets", jsonPath = ".status.targets")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Combo extends CustomResource<Combo.Spec, Combo.Status> implements Namespaced {

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
            @Size(min = 1, max = 128)
            @Pattern(Schemas.COMBO_NAME)
            @JsonPropertyDescription("What callers ask for; default: metadata.name.")
            String name,

            @Nullable
            @JsonPropertyDescription(
                    "Order in which members are tried; default: the Router's spec.routing.combos.strategy.")
            ComboStrategy strategy,

            @Default("1")
            @Min(1)
            @Max(1000)
            @Nullable
            @JsonPropertyDescription("RoundRobin: requests in a row on one member.")
            Integer stickyLimit,

            @Default("Fail")
            @Nullable
            @JsonPropertyDescription("Whether a text stream that is cut goes on with the next member.")
            Recovery recovery,

            @Required @Size(min = 1, max = 32) @JsonPropertyDescription("The members, in order.")
            List<ComboMember> models) {
        public Spec {
            models = Copies.list(models);
        }
    }

    /** What the operator tells. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(
            @Nullable Long observedGeneration,
            @Size(max = 16) List<Condition> conditions,

            @Size(max = 64)
            @JsonPropertyDescription("The provider models behind the members, in order, with usable accounts.")
            List<@Size(max = 512) String> targets,

            @Size(max = 24)
            @JsonPropertyDescription("Usable accounts of all members, and how many there are: 3/4.")
            @Nullable
            String accounts)
            implements ObjectStatus {
        public Status {
            conditions = Copies.list(conditions);
            targets = Copies.list(targets);
        }
    }
}
