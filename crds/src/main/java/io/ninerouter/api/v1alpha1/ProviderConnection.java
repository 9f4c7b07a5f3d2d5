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
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account at one provider. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@ShortNames("pconn")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".spec.provider")
@AdditionalPrinterColumn(name = "Priority", jsonPath = ".spec.priority", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Cooling Until", jsonPath = ".status.cooldowns[0].until")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Credentials",
        jsonPath = ".status.conditions[?(@.type=='CredentialsValid')].reason",
        priority = 1)
@AdditionalPrinterColumn(name = "Cooling", jsonPath = ".status.cooldowns[0].reason", priority = 1)
@AdditionalPrinterColumn(
        name = "Models",
        jsonPath = ".status.models.count",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(name = "Account", jsonPath = ".status.account.email", priority = 1)
@AdditionalPrinterColumn(name = "Visit", jsonPath = ".status.authorization.verificationUri", priority = 1)
@AdditionalPrinterColumn(name = "Code", jsonPath = ".status.authorization.userCode", priority = 1)
@AdditionalPrinterColumn(name = "Last Error", jsonPath = ".status.lastError.message", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ProviderConnection extends CustomResource<ProviderConnection.Spec, ProviderConnection.Status>
        implements Namespaced {

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

            @Required
            @Size(min = 1, max = 253)
            @Pattern(Schemas.OBJECT_NAME)
            @JsonPropertyDescription("A catalogue id, or the name of a ProviderNode of the same namespace.")
            String provider,

            @Default("true") @Nullable @JsonPropertyDescription("false = not used.")
            Boolean active,

            @Default("10") @Min(0) @Max(1000000) @Nullable @JsonPropertyDescription("Lower is tried first.")
            Integer priority,

            @Default("1")
            @Min(1)
            @Max(1000)
            @Nullable
            @JsonPropertyDescription("Share among connections of one priority.")
            Integer weight,

            @Required @JsonPropertyDescription("The credential: exactly one of the ways.")
            Auth auth,

            @Size(max = 512) @JsonPropertyDescription("Allow-list of model ids; empty = all the provider offers.")
            List<@Size(min = 1, max = 256) String> models,

            @Size(max = 32) @JsonPropertyDescription("Provider-specific settings, such as region or project.")
            Map<String, @Size(max = 1024) String> settings,

            @Nullable @JsonPropertyDescription("Overrides the Router's; used for login and refresh too.")
            Egress egress,

            @Nullable @JsonPropertyDescription("Bounds of this account.")
            Limits limits,

            @Nullable @JsonPropertyDescription("Whether and how often the credential is checked without traffic.")
            Probe probe) {
        public Spec {
            models = Copies.list(models);
            settings = Copies.sorted(settings);
        }
    }

    /** The credential: exactly one of the ways. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value =
                    "[has(self.apiKey), has(self.oauth), has(self.serviceAccountKey), has(self.aws), has(self.none)].exists_one(x, x)",
            message = "auth: expected exactly one of apiKey, oauth, serviceAccountKey, aws, none")
    public record Auth(
            @Nullable @JsonPropertyDescription("A key in a Secret.")
            SecretSource apiKey,

            @Nullable @JsonPropertyDescription("Tokens that a login yields, in a Secret.")
            OAuth oauth,

            @Nullable @JsonPropertyDescription("A Google service account key in a Secret.")
            SecretSource serviceAccountKey,

            @Nullable @JsonPropertyDescription("Keys of an AWS account in a Secret, that requests are signed with.")
            Aws aws,

            @Nullable @JsonPropertyDescription("The provider takes no credential.")
            None none) {}

    /** A credential in a Secret. */
    public record SecretSource(@Required SecretKeyRef secretRef) {}

    /**
     * Keys of an AWS account. The keys of the Secret have fixed names: {@code access-key-id}, {@code secret-access-key} and, for
     * keys that expire, {@code session-token}.
     */
    public record Aws(
            @Required
            @JsonPropertyDescription(
                    "The Secret that holds access-key-id, secret-access-key and perhaps session-token.")
            SecretName secretRef) {}

    /** Takes no settings. */
    public record None() {}

    /** Tokens that a login yields. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OAuth(
            @Required @JsonPropertyDescription("The Secret that holds the tokens.")
            SecretName secretRef,

            @Required @JsonPropertyDescription("How the login goes.")
            OAuthFlow flow,

            @Nullable @JsonPropertyDescription("A client secret, where the vendor wants one.")
            SecretKeyRef clientSecretRef) {}

    /** Names a Secret of the same namespace. */
    public record SecretName(
            @Required @Size(min = 1, max = 253) @Pattern(Schemas.OBJECT_NAME)
            String name) {}

    /** How a login goes. */
    public enum OAuthFlow {
        /** The person visits an address and enters a code. */
        DeviceCode,
        /** The person pastes the address that the browser ended on. */
        AuthorizationCode,
        /** The person puts an existing token into the Secret. */
        Import
    }

    /** Bounds of one account. */
    public record Limits(
            @Default("0") @Min(0) @Max(1000000) @Nullable @JsonPropertyDescription("0 = unlimited.")
            Integer maxConcurrentRequests) {}

    /** Whether and how often the credential is checked without traffic. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            @Default("true") @Nullable @JsonPropertyDescription("false = traffic alone tells.")
            Boolean enabled,

            @Default("5m")
            @Nullable
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("Shortest time between two checks; 1m to 24h. A change is checked at once.")
            String interval) {}

    /** What the operator tells. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Status(
            @Nullable Long observedGeneration,
            @Size(max = 16) List<Condition> conditions,
            @Nullable Account account,
            @Nullable @Size(max = 40) String tokenExpiresAt,
            @Nullable Authorization authorization,
            @Size(max = 64) List<Cooldown> cooldowns,
            @Size(max = 32) List<Quota> quotas,
            @Nullable LastError lastError,

            @Nullable @JsonPropertyDescription("What the provider says to a check of the credential.")
            Check probe,

            @Nullable @JsonPropertyDescription("What was used at it since it was made; attempts, not requests.")
            UsageTotals usage,

            @Nullable @JsonPropertyDescription("What the provider says that it offers to this account.")
            OfferedModels models)
            implements ObjectStatus {
        public Status {
            conditions = Copies.list(conditions);
            cooldowns = Copies.list(cooldowns);
            quotas = Copies.list(quotas);
        }

        @Override
        public Status withoutUsage() {
            return new Status(
                    observedGeneration,
                    conditions,
                    account,
                    tokenExpiresAt,
                    authorization,
                    cooldowns,
                    quotas,
                    lastError,
                    probe,
                    null,
                    models);
        }
    }

    /** Who the account is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            @Nullable @Size(max = 256) String id,
            @Nullable @Size(max = 320) String email,
            @Nullable @Size(max = 128) String plan) {}

    /** A login that waits for a person. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Authorization(
            @Nullable @Size(max = 1024) String verificationUri,
            @Nullable @Size(max = 64) String userCode,
            @Nullable @Size(max = 4096) String authorizeUrl,
            @Nullable @Size(max = 40) String expiresAt) {}

    /** A model, or the whole account when {@code model} is absent, that every gateway replica leaves alone until a time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cooldown(
            @Nullable @Size(max = 256) String model,
            @Size(max = 40) String until,
            @Size(max = 64) String reason) {}

    /** How much of a subscription's window is used. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Quota(
            @Size(max = 64) String window,
            @Nullable Integer usedPercent,
            @Nullable @Size(max = 40) String resetsAt) {}

    /** What last went wrong at the provider; a refusal goes once the credential is taken, or is another one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastError(
            @Size(max = 40) String at,
            @Nullable Integer status,
            @Nullable @Size(max = 1024) String message) {}

    /** What the provider says to a check of the credential. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(
            @Size(max = 40) @JsonPropertyDescription("Since when it says so; a check with the same answer leaves it.")
            String at,

            @Size(max = 32) @JsonPropertyDescription("Taken, Refused, Open, Absent or Unclear.")
            String result,

            @Nullable @JsonPropertyDescription("HTTP status; absent without an answer.")
            Integer status,

            @Nullable @Size(max = 1024) String message) {}
}
