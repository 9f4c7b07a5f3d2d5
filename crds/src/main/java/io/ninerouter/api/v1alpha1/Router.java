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
import io.ninerouter.config.GatewayConfig.RequestLog;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One gateway and its settings. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@ShortNames("rtr")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Endpoint", jsonPath = ".status.endpoint")
@AdditionalPrinterColumn(
        name = "Programmed",
        jsonPath = ".status.replicas.programmed",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Accounts", jsonPath = ".status.accounts")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".status.revision", priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@ValidationRule(
        value = "self.metadata.name.size() <= 50",
        messageExpression = "'metadata.name: ' + self.metadata.name + ' (expected: at most 50 characters)'",
        message = "metadata.name: too long (expected: at most 50 characters)")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        messageExpression =
                "'metadata.name: ' + self.metadata.name + ' (expected: a DNS label that begins with a letter: its Service has this name)'",
        message = "metadata.name: expected a DNS label that begins with a letter")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Router extends CustomResource<Router.Spec, Router.Status> implements Namespaced {

    @Override
    protected @Nullable Spec initSpec() {
        return null;
    }

    @Override
    protected @Nullable Status initStatus() {
        return null;
    }

    /** What the user wants. An empty spec is a gateway with defaults. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Spec(
            @Nullable @Default("{}") @JsonPropertyDescription("The gateway's pods.")
            RouterGateway gateway,

            @Nullable @Default("{}") @JsonPropertyDescription("Who may call.")
            RouterAccess access,

            @Nullable @Default("{}") @JsonPropertyDescription("How targets are chosen.")
            RouterRouting routing,

            @Nullable @Default("{}") @JsonPropertyDescription("Bounds of one upstream call.")
            Timeouts timeouts,

            @Nullable
            @Default("15s")
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("Silence on a stream after which a comment or ping is sent; 0s = never.")
            String keepAlive,

            @Nullable @Default("{}") @JsonPropertyDescription("What one replica accepts.")
            Limits limits,

            @Nullable
            @Default("Off")
            @JsonPropertyDescription("Lossy compression of tool output that is sent to providers.")
            TokenSaver tokenSaver,

            @Size(max = 512) @JsonPropertyDescription("Prices over the built-in table; the first match wins.")
            List<PricingRule> pricing,

            @Nullable @JsonPropertyDescription("How providers are reached.")
            Egress egress,

            @Nullable @Default("Metadata") @JsonPropertyDescription("What the request log says of a request.")
            RequestLog requestLog) {
        public Spec {
            pricing = Copies.list(pricing);
        }

        /** A spec in which nothing is set. */
        public static Spec empty() {
            return new Spec(null, null, null, null, null, null, null, List.of(), null, null);
        }
    }

    /** Bounds of one upstream call. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value =
                    "[self.connect, self.firstByte, self.idle].all(d, duration(d) >= duration('1ms') && duration(d) <= duration('1h'))",
            message = "timeouts: expected 1ms to 1h each")
    public record Timeouts(
            @Nullable
            @Default("5s")
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("To connect, TLS included.")
            String connect,

            @Nullable
            @Default("120s")
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("From the request to the first byte of the answer.")
            String firstByte,

            @Nullable
            @Default("60s")
            @Size(max = 32)
            @Pattern(Schemas.DURATION)
            @JsonPropertyDescription("Silence in the middle of an answer.")
            String idle) {}

    /** What one replica accepts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            @Nullable
            @Default("32Mi")
            @Size(max = 32)
            @Pattern(Schemas.BYTES)
            @JsonPropertyDescription("Size of a request body; above: 413.")
            String maxRequestBytes,

            @Nullable @Default("2000") @Min(1) @Max(1000000) @JsonPropertyDescription("Requests in flight; above: 429.")
            Integer maxInFlightRequests) {}

    /** Lossy compression of tool output. */
    public enum TokenSaver {
        /** None. */
        Off,
        /** Of tool results. */
        ToolResults
    }

    /** The price of the models that match. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PricingRule(
            @Nullable
            @Size(max = 253)
            @JsonPropertyDescription("A catalogue id or a ProviderNode; default: every provider.")
            String provider,

            @Required @Size(min = 1, max = 256) @JsonPropertyDescription("A glob over model ids.")
            String model,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String input,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String output,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String cacheRead,

            @Nullable @Size(max = 24) @Pattern(Schemas.DECIMAL)
            String cacheWrite,

            @Nullable
            @Size(max = 24)
            @Pattern(Schemas.DECIMAL)
            @JsonPropertyDescription("Input written to a cache for an hour or longer; default: as cacheWrite.")
            String cacheWrite1h,

            @JsonPropertyDescription("What all tokens of a request cost whose prompt is long.")
            Price.@Nullable LongPrompt longPrompt,

            @JsonPropertyDescription("Tokens of sound; what is not set costs what text does.")
            Price.@Nullable Media audio,

            @JsonPropertyDescription("Tokens of pictures; what is not set costs what text does.")
            Price.@Nullable Media image,

            @Nullable
            @Size(max = 24)
            @Pattern(Schemas.DECIMAL)
            @JsonPropertyDescription(
                    "USD per thousand web searches that the provider runs; default: none beside tokens.")
            String search,

            @Nullable
            @Size(max = 24)
            @Pattern(Schemas.DECIMAL)
            @JsonPropertyDescription(
                    "USD per thousand requests for which the provider searches the web, however often; default: none.")
            String searchRequest,

            @Size(max = 16)
            @JsonPropertyDescription(
                    "Factors of the price of all tokens, by how an answer says that it was served: a service tier, a speed or a"
                            + " place, such as flex: '0.5'. One that is not here costs what the standard does and is counted as unpriced.")
            Map<String, @Size(max = 24) @Pattern(Schemas.DECIMAL) String> tiers,

            @Size(max = 16)
            @JsonPropertyDescription(
                    "Factors of the price of all tokens, by the host that is asked, such as eu.api.openai.com: '1.1'; a * at"
                            + " its beginning stands for anything.")
            Map<String, @Size(max = 24) @Pattern(Schemas.DECIMAL) String> places,

            @Nullable
            @JsonPropertyDescription(
                    "Whether an answer that says what it costs, in USD and more than 0, costs that; the prices here count for"
                            + " others only.")
            Boolean reported) {
        public PricingRule {
            tiers = Copies.sorted(tiers);
            places = Copies.sorted(places);
        }
    }

    /** What the operator tells. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Long observedGeneration,
            @Size(max = 16) List<Condition> conditions,

            @Nullable @Size(max = 1024) @JsonPropertyDescription("Address that callers inside the cluster use.")
            String endpoint,

            @Nullable @Size(max = 64) @JsonPropertyDescription("Digest of the compiled configuration.")
            String revision,

            @Nullable Replicas replicas,
            @Nullable Objects objects,

            @Nullable @Size(max = 24) @JsonPropertyDescription("Accounts that serve, and how many are attached: 3/4.")
            String accounts,

            @Nullable @JsonPropertyDescription("What all callers have used.")
            Usage usage)
            implements ObjectStatus {
        public Status {
            conditions = Copies.list(conditions);
        }

        @Override
        public Status withoutUsage() {
            return new Status(observedGeneration, conditions, endpoint, revision, replicas, objects, accounts, null);
        }
    }

    /** What all callers have used. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Usage(
            @Nullable @JsonPropertyDescription("Since the Router was made.")
            UsageTotals total,

            @Nullable @Size(max = 10) @JsonPropertyDescription("The day of latest, in UTC.")
            String day,

            @Nullable @JsonPropertyDescription("On the last day that saw usage.")
            UsageTotals latest) {}

    /** Gateway pods that are ready, and those of them that serve the current revision. */
    public record Replicas(int ready, int programmed) {}

    /** Objects that are attached and accepted. */
    public record Objects(int connections, int nodes, int combos, int aliases, int apiKeys) {}
}
