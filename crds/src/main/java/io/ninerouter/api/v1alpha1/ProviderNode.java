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
import io.ninerouter.config.AuthScheme.Scheme;
import io.ninerouter.config.Dialect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint that speaks a known dialect: a provider of the user's own, as data. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@ShortNames("pn")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = Schemas.READY)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Schemas.REASON)
@AdditionalPrinterColumn(name = "Prefix", jsonPath = ".spec.prefix")
@AdditionalPrinterColumn(name = "Dialect", jsonPath = ".spec.dialect")
@AdditionalPrinterColumn(name = "URL", jsonPath = ".spec.baseUrl")
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = Schemas.MESSAGE, priority = 1)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ProviderNode extends CustomResource<ProviderNode.Spec, ProviderNode.Status> implements Namespaced {

    @Override
    protected @Nullable Spec initSpec() {
        return null;
    }

    @Override
    protected @Nullable Status initStatus() {
        return null;
    }

    /** What the user wants. The same record as an entry of the built-in catalogue. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!(self.dialect in self.additionalDialects)",
            message = "additionalDialects: holds the dialect itself (expected: only others)",
            fieldPath = ".additionalDialects")
    @ValidationRule(
            value = "!has(self.additionalDialects) || self.additionalDialects.all(d,"
                    + " d in ['OpenAIChat', 'OpenAIResponses', 'Anthropic', 'Gemini'])",
            message =
                    "additionalDialects: holds one that no client speaks (expected: OpenAIChat, OpenAIResponses, Anthropic,"
                            + " Gemini)",
            fieldPath = ".additionalDialects")
    public record Spec(
            @Nullable @JsonPropertyDescription("The Router to attach to; default: the one of the namespace.")
            RouterRef routerRef,

            @Nullable
            @Size(min = 1, max = 63)
            @Pattern(Schemas.PREFIX)
            @JsonPropertyDescription("Models are addressed prefix/model; default: metadata.name.")
            String prefix,

            @Required @JsonPropertyDescription("The dialect that the endpoint speaks.")
            Dialect dialect,

            @Default("[]")
            @Size(max = 3)
            @JsonPropertyDescription("Further dialects that the same address speaks natively.")
            List<Dialect> additionalDialects,

            @Required
            @Size(min = 1, max = 1024)
            @ValidationRule(
                    value = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHost() != ''",
                    messageExpression = "'baseUrl: ' + self + ' (expected: an absolute http or https URL)'",
                    message = "baseUrl: not a URL (expected: an absolute http or https URL)")
            @ValidationRule(
                    value = "!self.contains('@') && !self.contains('?') && !self.contains('#')",
                    message = "baseUrl: has user info, a query or a fragment (expected: none)")
            @ValidationRule(
                    value =
                            "!self.matches('^(?i)https?://(169[.]254[.]|\\\\[?fe80:|0[.]0[.]0[.]0|metadata[.]google[.]internal)')",
                    message = "baseUrl: a link-local or metadata address (expected: the address of a provider)")
            @JsonPropertyDescription("Address that the dialect's path is appended to, such as https://host/v1.")
            String baseUrl,

            @Default("{\"scheme\": \"Bearer\"}") @Nullable @JsonPropertyDescription("Where the credential goes.")
            Auth auth,

            @Nullable
            @JsonPropertyDescription(
                    "Where a token of a login, or a pair of AWS keys, goes; default: where a key goes.")
            Auth tokenAuth,

            @Size(max = 32)
            @JsonPropertyDescription(
                    "Fixed headers. {session} stands for a word that is stable for a conversation, {uuid} for a new one"
                            + " in each request, {model} for the model, any other {name} for a setting of the connection.")
            Map<String, @Size(max = 4096) @Pattern("^[^\\r\\n]*$") String> headers,

            @Nullable @JsonPropertyDescription("Edits of the request body's top-level fields.")
            RequestEdits edits,

            @Size(max = 32)
            @JsonPropertyDescription("What holds for some models. Every rule that matches applies, in order.")
            List<Rule> rules,

            @Size(max = 512) @JsonPropertyDescription("The models that the endpoint is known to serve.")
            List<Model> models,

            @Default("{\"enabled\": true}")
            @Nullable
            @JsonPropertyDescription("Whether models that are not listed may be used.")
            Discovery discovery,

            @Nullable @JsonPropertyDescription("How a credential is checked without traffic.")
            Probe probe) {
        public Spec {
            additionalDialects = Copies.list(additionalDialects);
            headers = Copies.sorted(headers);
            rules = Copies.list(rules);
            models = Copies.list(models);
        }
    }

    /** Where the credential goes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "(self.scheme in ['Header', 'Query']) == has(self.name)",
            message = "name: expected with scheme Header or Query, and only there",
            fieldPath = ".name")
    @ValidationRule(
            value = "!has(self.prefix) || self.scheme in ['Header', 'Bearer']",
            message = "prefix: expected with scheme Header or Bearer alone",
            fieldPath = ".prefix")
    public record Auth(
            @Default("Bearer") @Nullable @JsonPropertyDescription("How the credential travels.")
            Scheme scheme,

            @Nullable
            @Size(min = 1, max = 128)
            @Pattern(Schemas.HEADER)
            @JsonPropertyDescription("The header or query parameter.")
            String name,

            @Nullable
            @Size(min = 1, max = 64)
            @Pattern("^[ -~]+$")
            @JsonPropertyDescription("What stands before the credential in its header, after the scheme's own word.")
            String prefix) {

        /** Without a prefix. */
        public Auth(@Nullable Scheme scheme, @Nullable String name) {
            this(scheme, name, null);
        }
    }

    /** What holds for some models. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.dialect) || has(self.edits)",
            message = "rule: says nothing (expected: a dialect, edits, or both)")
    public record Rule(
            @Size(max = 64) @JsonPropertyDescription("Globs of the endpoint's names (* = any characters); empty = all.")
            List<@Size(min = 1, max = 256) @Pattern(Schemas.MODEL) String> models,

            @Nullable @JsonPropertyDescription("The dialect that these models speak in place of the endpoint's.")
            Dialect dialect,

            @Nullable @JsonPropertyDescription("The edits apply only where this dialect is spoken; default: with any.")
            Dialect whenSpoken,

            @Nullable @JsonPropertyDescription("Edits of the request body, after those of the endpoint.")
            RequestEdits edits) {
        public Rule {
            models = Copies.list(models);
        }
    }

    /** One model of the endpoint. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Model(
            @Required @Size(min = 1, max = 256) @Pattern(Schemas.MODEL) @JsonPropertyDescription("The endpoint's name.")
            String id,

            @Nullable @Min(1) @JsonPropertyDescription("Tokens of input and output together.")
            Long contextWindow,

            @Nullable @Min(1) @JsonPropertyDescription("Most tokens of one answer.")
            Long maxOutputTokens,

            @Size(max = 8) @JsonPropertyDescription("Kinds of input: text, image, audio, document, video.")
            List<@Pattern("^(text|image|audio|document|video)$") String> input,

            @Nullable @JsonPropertyDescription("USD per million tokens.")
            Price price,

            @Nullable
            @JsonPropertyDescription(
                    "Whether it calls tools; not said = unknown. A combo tries one that does not last.")
            Boolean tools,

            @Nullable
            @JsonPropertyDescription(
                    "Whether it keeps to a JSON schema; not said = unknown. A combo tries one that does not last.")
            Boolean structuredOutput) {
        public Model {
            input = Copies.list(input);
        }
    }

    /** Whether models that are not listed may be used. */
    public record Discovery(@Default("true") @Nullable Boolean enabled) {}

    /** How a credential is checked without traffic. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probe(
            @Default("/models")
            @Nullable
            @Size(max = 256)
            @Pattern("^(/[A-Za-z0-9._~/-]*)?$")
            @JsonPropertyDescription(
                    "Below baseUrl: a GET that wants the credential and costs nothing; empty = there is" + " none.")
            String path) {}

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
