package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaBinding;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.schema.BindingRules;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a request. The model and the way of delivery are not in it: they stand in the path. */
final class RequestEncoder {
    private static final Set<String> SERVICE_TIERS = Set.of("standard", "flex", "priority");

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final GeminiModel model;
    private final Map<String, RawJson> extras;
    private final ContentEncoder contents;
    private final ConfigEncoder config;

    RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.model = GeminiModel.of(exchange.target());
        this.extras = request.extras().of(Dialect.GEMINI);
        this.contents = new ContentEncoder(exchange, model, out);
        this.config = new ConfigEncoder(request.settings(), exchange, model, out);
    }

    void encode() {
        out.object();
        boolean functions = request.tooling().tools().stream().anyMatch(Tool.Function.class::isInstance);
        OutputFormat format = request.settings().output().format();
        boolean inWords = functions && !model.jsonBesideFunctions() && isJson(format);
        RawJson schema = !inWords && format instanceof OutputFormat.JsonSchema wanted ? bound(wanted) : null;
        boolean untold = !inWords && schema == null && format instanceof OutputFormat.JsonSchema;
        contents.write(request.messages(), inWords || untold ? JsonInstruction.of(format) : null);
        if (inWords) {
            Feature feature = format instanceof OutputFormat.JsonSchema ? Feature.JSON_SCHEMA : Feature.JSON_OBJECT;
            losses.approximated(feature, "as an instruction, beside functions");
        }
        new ToolEncoder(model, losses, out).write(request.tooling(), extras);
        config.write(extras, inWords, schema);
        session(request.session());
        extras.forEach((name, value) -> {
            if (name.equals("safetySettings") && !model.endpoint().safetySettings()) {
                losses.dropped(Feature.VENDOR_FIELDS, name);
            } else if (!name.startsWith(ConfigDecoder.PREFIX) && !name.startsWith(ToolDecoder.PREFIX)) {
                out.raw(name, value);
            }
        });
        losses.foreign(request.extras(), Dialect.GEMINI);
        out.endObject();
    }

    /** The schema that binds the answer; null = none does, and the model is told of it. */
    private @Nullable RawJson bound(OutputFormat.JsonSchema wanted) {
        if (exchange.client() == Dialect.GEMINI) {
            return wanted.schema();
        }
        BindingRules rules = model.jsonSchema() ? BindingRules.GEMINI : BindingRules.GOOGLE;
        return new SchemaBinding(rules, losses).answer(wanted);
    }

    private static boolean isJson(@Nullable OutputFormat format) {
        return format instanceof OutputFormat.JsonObject || format instanceof OutputFormat.JsonSchema;
    }

    private void session(Session session) {
        Session.Caching caching = session.caching();
        out.text("cachedContent", caching.content());
        if (caching.key() != null || caching.retention() != null) {
            losses.dropped(Feature.CACHE_KEY, "the provider caches by itself");
        }
        if (session.user() != null) {
            losses.dropped(Feature.USER, "no such thing in Gemini");
        }
        if (session.metadata() != null) {
            losses.dropped(Feature.METADATA, "no such thing in Gemini");
        }
        if (session.store() != null) {
            losses.dropped(Feature.STORE, "no such thing in Gemini");
        }
        if (session.previousResponse() != null) {
            losses.dropped(Feature.PREVIOUS_RESPONSE, "no such thing in Gemini");
        }
        String tier = session.serviceTier();
        if (tier != null && SERVICE_TIERS.contains(tier)) {
            out.text("serviceTier", tier);
        } else if (tier != null) {
            losses.dropped(Feature.SERVICE_TIER, "not one of Gemini's");
        }
    }
}
