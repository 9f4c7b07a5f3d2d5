package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A caller. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@ShortNames("ak")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".status.keyPrefix")
@AdditionalPrinterColumn(name = "Active", jsonPath = ".spec.active", type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Spent", jsonPath = ".status.usage.costUsd")
@AdditionalPrinterColumn(name = "Left", jsonPath = ".status.budget.leftUsd")
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expiresAt")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Requests",
        jsonPath = ".status.usage.requests",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Last Used",
        jsonPath = ".status.lastUsedAt",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
@AdditionalPrinterColumn(name = "Rotates", jsonPath = ".status.rotation.nextAt", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ApiKey extends CustomResource<ApiKey.Spec, ApiKey.Status> implements Namespaced {

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
    @ValidationRule(
            value =
                    "has(self.subject) ? !has(self.secretName) && !has(self.secretRef) : [has(self.secretName), has(self.secretRef)].exists_one(x, x)",
            message = "expected exactly one of secretName, secretRef, subject")
    @ValidationRule(
            value = "!has(self.rotation) || has(self.secretName)",
            message = "rotation: expected only with secretName, where the operator issues the key",
            fieldPath = ".rotation")
    public record Spec(
            @Nullable @JsonPropertyDescription("The Router that serves this caller; default: the one of the namespace.")
            NamespacedRouterRef routerRef,

            @Default("true") @Nullable @JsonPropertyDescription("false = paused: the caller gets 403.")
            Boolean active,

            @Nullable
            @Size(min = 1, max = 253)
            @Pattern(Schemas.OBJECT_NAME)
            @JsonPropertyDescription("Secret that the operator writes the issued key to.")
            String secretName,

            @Nullable @JsonPropertyDescription("Secret with a key of the user's own.")
            SecretKeyRef secretRef,

            @Nullable @JsonPropertyDescription("The caller is a ServiceAccount: no key at all.")
            Subject subject,

            @Size(max = 256) @JsonPropertyDescription("Allow-list of globs over model names; empty = all.")
            List<@Size(min = 1, max = 256) String> models,

            @Nullable
            @Size(max = 40)
            @ValidationRule(
                    value =
                            "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$')",
                    messageExpression = "'expiresAt: ' + self + ' (expected: RFC 3339, such as 2027-01-31T00:00:00Z)'",
                    message = "expiresAt: not a time (expected: RFC 3339, such as 2027-01-31T00:00:00Z)")
            @JsonPropertyDescription("From then on the caller gets 403.")
            String expiresAt,

            @Nullable @JsonPropertyDescription("Bounds across all replicas.")
            Limits limits,

            @Nullable @JsonPropertyDescription("What the caller may spend.")
            Budget budget,

            @Nullable @JsonPropertyDescription("When the issued key is replaced.")
            Rotation rotation) {
        public Spec {
            models = Copies.list(models);
        }
    }

    /** Names a Router; the namespace defaults to the ApiKey's own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NamespacedRouterRef(
            @Required @Size(min = 1, max = 253) @Pattern(Schemas.OBJECT_NAME)
            String name,

            @Nullable @Size(min = 1, max = 63) @Pattern(Schemas.OBJECT_NAME)
            String namespace) {}

    /** A caller that is known by its own identity. */
    public record Subject(@Required ServiceAccount serviceAccount) {}

    /** A ServiceAccount of the ApiKey's namespace. */
    public record ServiceAccount(
            @Required @Size(min = 1, max = 253) @Pattern(Schemas.OBJECT_NAME)
            String name) {}

    /** Bounds across all replicas. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            @Nullable @Min(1) Long requestsPerMinute,
            @Nullable @Min(1) Long tokensPerMinute,
            @Nullable @Min(1) Integer concurrentRequests) {}

    /** What a caller may spend in a calendar period. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(
            @Required @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String amountUsd,

            @Required Period period,

            @Default("UTC") @Nullable @Size(max = 64) @Pattern("^[A-Za-z0-9_+/-]+$")
            String timezone) {}

    /** A calendar period. */
    public enum Period {
        /** Midnight to midnight. */
        Day,
        /** Monday to Sunday. */
        Week,
        /** First to last. */
        Month
    }

    /** When an issued key is replaced, and how long the old one stays good. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rotation(
            @Required
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("Age at which the key is replaced; at least 5m.")
            String every,

            @Default("24h")
            @Nullable
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription(
                    "How long the old key is accepted beside the new one; at most every; 0s = not at all.")
            String overlap) {}

    /** What the operator tells. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Size(max = 16) List<Condition> conditions,

            @Nullable @Size(max = 32) @JsonPropertyDescription("The beginning of the key.")
            String keyPrefix,

            @Nullable @JsonPropertyDescription("Of a key that the operator issued: its times.")
            RotationStatus rotation,

            @Nullable @JsonPropertyDescription("What the caller has used since the ApiKey was made.")
            UsageTotals usage,

            @Nullable BudgetStatus budget,
            @Nullable @Size(max = 40) String lastUsedAt)
            implements ObjectStatus {
        public Status {
            conditions = Copies.list(conditions);
        }

        @Override
        public Status withoutUsage() {
            return new Status(observedGeneration, conditions, keyPrefix, rotation, null, budget, null);
        }
    }

    /** The times of an issued key, RFC 3339. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RotationStatus(
            @Nullable @Size(max = 40) @JsonPropertyDescription("When the present key was issued.")
            String issuedAt,

            @Nullable @Size(max = 40) @JsonPropertyDescription("When it will be replaced.")
            String nextAt,

            @Nullable @Size(max = 40) @JsonPropertyDescription("Until when the key before it is accepted too.")
            String previousUntil) {}

    /** How much of the budget is gone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BudgetStatus(
            @Nullable @Size(max = 32) @JsonPropertyDescription("In this period, to a thousandth of the budget.")
            String spentUsd,

            @Nullable @Size(max = 32) @JsonPropertyDescription("What is left of it.")
            String leftUsd,

            @Nullable @Min(0) @JsonPropertyDescription("Whole percent that are spent.")
            Integer percent,

            @Nullable @Size(max = 40) @JsonPropertyDescription("When the next period begins.")
            String resetsAt,

            @Nullable
            @JsonPropertyDescription("true = too little is left for what is asked: the caller gets 429 until resetsAt.")
            Boolean paused) {}
}
