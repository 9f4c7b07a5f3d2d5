package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.FormatInWords;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaBinding;
import io.ninerouter.gateway.codec.Uncited;
import io.ninerouter.gateway.codec.Unsayable;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.schema.BindingRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a request. The model and the way of delivery are not in it: they stand in the path. */
final class RequestEncoder {
    /** Settings of a connection. */
    private static final String GUARDRAIL = "guardrailIdentifier";

    private static final String GUARDRAIL_VERSION = "guardrailVersion";

    private static final Set<String> SERVICE_TIERS = Set.of("default", "flex", "priority");

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final ConverseModel model;

    RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.model = ConverseModel.of(exchange.target().model());
    }

    void encode() {
        boolean binds = ConverseModel.binds(exchange.target().model());
        SchemaBinding binding = binds ? new SchemaBinding(BindingRules.ANTHROPIC, losses) : null;
        ToolsWriter tools = new ToolsWriter(request.tooling(), request.messages(), model, binding, losses);
        Wishes wishes = Wishes.of(request.settings(), exchange, model, tools.forced());
        OutputFormat format = request.settings().output().format();
        OutputFormat.JsonSchema wanted = format instanceof OutputFormat.JsonSchema schema ? schema : null;
        // The answer first: what binds is limited.
        RawJson bound = binding == null || wanted == null ? null : binding.answer(wanted);
        List<Message> messages = bound == null ? request.messages() : Uncited.of(request.messages(), losses);
        Turns turns = Turns.of(messages, exchange, wishes.thinking() || bound != null);
        boolean named = request.session().caching().key() != null && model.caches();
        if (named) {
            // Who names a cache expects one; here it takes hints.
            losses.approximated(Feature.CACHE_KEY, "as hints where a cache may end");
            if (CachePoints.count(model, tools.tools(), turns) == 0) {
                turns.cache();
            }
        }
        CachePoints points = new CachePoints(model, tools.tools(), turns, losses);
        String words = bound == null ? FormatInWords.of(format, losses) : null;
        out.object();
        // Places for caches are handed out in the order of the prompt.
        tools.write(points, out);
        BlockWriter blocks = new BlockWriter(model, points, out);
        system(turns.system(), words, points);
        out.array("messages");
        for (Turns.Turn turn : turns.turns()) {
            out.object().text("role", turn.role() == Role.USER ? "user" : "assistant");
            blocks.content(turn.parts());
            out.endObject();
        }
        out.endArray();
        inference(wishes);
        wishes.additional().write(out);
        bind(wanted, bound);
        guard(exchange.target().account());
        session(request.session(), named);
        out.endObject();
        losses.foreign(request.extras(), Dialect.BEDROCK_CONVERSE);
    }

    private void system(List<Part> parts, @Nullable String format, CachePoints points) {
        if (parts.isEmpty() && format == null) {
            return;
        }
        out.array("system");
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                out.object().text("text", text.text()).endObject();
                points.write(text.cache(), out);
            }
        }
        if (format != null) {
            out.object().text("text", format).endObject();
        }
        out.endArray();
    }

    private void inference(Wishes wishes) {
        Sampling sampling = wishes.sampling();
        out.object("inferenceConfig")
                .number("maxTokens", wishes.maxTokens())
                .decimal("temperature", sampling.temperature())
                .decimal("topP", sampling.topP())
                .texts("stopSequences", wishes.stops())
                .endObject();
    }

    /** The schema travels as text. */
    private void bind(OutputFormat.@Nullable JsonSchema wanted, @Nullable RawJson schema) {
        if (wanted == null || schema == null) {
            return;
        }
        out.object("outputConfig").object("textFormat").text("type", "json_schema");
        out.object("structure").object("jsonSchema");
        out.text("name", wanted.name()).text("description", wanted.description());
        out.name("schema").rawAsText(schema);
        out.endObject().endObject().endObject().endObject();
    }

    /** What guards an account is not for callers to say: they have no word in it. */
    private void guard(Map<String, String> account) {
        String guardrail = account.get(GUARDRAIL);
        if (guardrail != null) {
            out.object("guardrailConfig")
                    .text("guardrailIdentifier", guardrail)
                    .text("guardrailVersion", account.getOrDefault(GUARDRAIL_VERSION, "DRAFT"))
                    .endObject();
        }
    }

    private void session(Session session, boolean cached) {
        String tier = session.serviceTier();
        boolean known = tier != null && SERVICE_TIERS.contains(tier);
        if (known) {
            out.object("serviceTier").text("type", tier).endObject();
        }
        Set<Feature> said = EnumSet.noneOf(Feature.class);
        if (known || "auto".equals(tier)) {
            said.add(Feature.SERVICE_TIER);
        }
        if (cached) {
            said.add(Feature.CACHE_KEY);
        }
        Unsayable.session(session, said, losses);
    }
}
