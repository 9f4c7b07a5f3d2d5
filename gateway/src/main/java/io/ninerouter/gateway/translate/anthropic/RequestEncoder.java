package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.FormatInWords;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SchemaBinding;
import io.ninerouter.gateway.codec.Uncited;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.schema.BindingRules;
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import io.ninerouter.gateway.translate.claude.ClaudeSampling;
import io.ninerouter.gateway.translate.claude.ThinkingPlan;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request. Members stand in the order of the prompt: tools, system, messages. */
final class RequestEncoder {
    private static final Set<String> MERGED = Set.of("thinking", "output_config", "tool_choice");

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final ClaudeModel model;
    private final boolean own;
    private final SchemaBinding binding;
    /** The schema that binds the model, which then cannot go on from words of its own; null = none does. */
    private @Nullable RawJson format;

    private RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.own = exchange.client() == Dialect.ANTHROPIC;
        this.binding = new SchemaBinding(BindingRules.ANTHROPIC, losses);
        this.model = ClaudeModel.of(request.model(), own);
    }

    static void write(ChatRequest request, Exchange exchange, JsonWriter out) {
        new RequestEncoder(request, exchange, out).write();
    }

    private void write() {
        long limit = limit();
        // The answer first: what binds is limited.
        format = bound();
        ThinkingPlan thinking = ThinkingPlan.of(request.settings().reasoning(), model, own, limit, forced(), losses);
        ToolsWriter tools = new ToolsWriter(exchange, model, binding);
        List<Tool> offered = tools.offered(request.tooling());
        Conversation conversation = conversation(thinking.on(), offered);
        boolean automatic = request.extras().of(Dialect.ANTHROPIC).containsKey("cache_control");
        CacheSlots slots = CacheSlots.of(offered, conversation, automatic, losses);
        BlockWriter blocks = new BlockWriter(out, slots);

        out.object();
        if (!request.model().isEmpty()) {
            out.text("model", request.model());
        }
        out.number("max_tokens", limit);
        if (request.settings().delivery().stream()) {
            out.bool("stream", true);
        }
        tools.tools(offered, slots, out);
        tools.choice(request.tooling(), offered, out);
        if (!conversation.system().isEmpty()) {
            blocks.content("system", conversation.system());
        }
        messages(conversation, blocks);
        settings(thinking);
        session(request.session());
        extras();
        out.endObject();
    }

    private long limit() {
        Long asked = request.settings().output().maxTokens();
        Long most = exchange.target().maxOutputTokens();
        if (asked != null) {
            return asked;
        }
        if (most == null) {
            losses.approximated(Feature.MAX_TOKENS, "a usual limit: one is required");
        }
        return most == null ? model.fallbackMaxTokens() : most;
    }

    private boolean forced() {
        return switch (request.tooling().choice()) {
            case ToolChoice.Any _, ToolChoice.Forced _ -> true;
            case ToolChoice.Allowed some -> some.required();
            case null -> false;
            case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Opaque _ -> false;
        };
    }

    private Conversation conversation(boolean thinking, List<Tool> offered) {
        List<Message> messages = format == null || own ? request.messages() : Uncited.of(request.messages(), losses);
        Conversation conversation = ConversationPlanner.plan(messages, exchange, model, thinking || format != null);
        String order = formatInWords();
        conversation = order == null ? conversation : conversation.instructed(order);
        if (request.session().caching().key() == null) {
            return conversation;
        }
        // Who names a cache expects one; here it takes hints.
        losses.approximated(Feature.CACHE_KEY, "as hints where a cache may end");
        return CacheSlots.count(offered, conversation) == 0 ? conversation.cached() : conversation;
    }

    private void messages(Conversation conversation, BlockWriter blocks) {
        out.array("messages");
        for (Conversation.Turn turn : conversation.turns()) {
            out.object().text("role", role(turn.role()));
            if (turn.parts().isEmpty()) {
                out.array("content").endArray();
            } else {
                blocks.content("content", turn.parts());
            }
            turn.extras().of(Dialect.ANTHROPIC).forEach(out::raw);
            out.endObject();
        }
        out.endArray();
    }

    private static String role(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void settings(ThinkingPlan thinking) {
        Extras extras = request.extras();
        if (thinking.type() != null) {
            out.object("thinking")
                    .text("type", thinking.type())
                    .number("budget_tokens", thinking.budget())
                    .text("display", thinking.display());
            rest(extras, "thinking");
            out.endObject();
        }
        if (thinking.effort() != null
                || format != null
                || extras.of(Dialect.ANTHROPIC).containsKey("output_config")) {
            out.object("output_config").text("effort", thinking.effort());
            if (format != null) {
                out.object("format")
                        .text("type", "json_schema")
                        .raw("schema", format)
                        .endObject();
            }
            rest(extras, "output_config");
            out.endObject();
        }
        ClaudeSampling fitting = new ClaudeSampling(model, thinking.on(), own, losses);
        Sampling sampling = fitting.fit(request.settings().sampling());
        out.decimal("temperature", sampling.temperature())
                .decimal("top_p", sampling.topP())
                .number("top_k", sampling.topK())
                .texts(
                        "stop_sequences",
                        fitting.stops(request.settings().output().stop()));
        others(request.settings().output());
    }

    private void rest(Extras extras, String name) {
        RawJson rest = extras.of(Dialect.ANTHROPIC).get(name);
        if (rest != null) {
            Members.of(rest).rest(Set.of()).forEach(out::raw);
        }
    }

    private void others(OutputWish output) {
        if (output.choices() != null && output.choices() > 1) {
            losses.dropped(Feature.CHOICES, "one answer only");
        }
        if (output.logprobs() != null) {
            losses.dropped(Feature.LOGPROBS, "has none");
        }
        if (output.verbosity() != null) {
            losses.dropped(Feature.VERBOSITY, "has no such setting");
        }
    }

    private @Nullable RawJson bound() {
        if (!(request.settings().output().format() instanceof OutputFormat.JsonSchema wanted)
                || !(own || model.structured())) {
            return null;
        }
        RawJson schema = own ? wanted.schema() : binding.answer(wanted);
        if (schema != null && (wanted.name() != null || wanted.description() != null)) {
            losses.approximated(Feature.JSON_SCHEMA, "without name and description");
        }
        return schema;
    }

    private @Nullable String formatInWords() {
        return format != null
                ? null
                : FormatInWords.of(request.settings().output().format(), losses);
    }

    private void session(Session session) {
        if (own && session.metadata() != null) {
            out.raw("metadata", session.metadata());
        } else {
            if (session.user() != null) {
                out.object("metadata").text("user_id", session.user()).endObject();
            }
            if (session.metadata() != null) {
                losses.dropped(Feature.METADATA, "has a user id only");
            }
        }
        serviceTier(session.serviceTier());
        if (session.caching().retention() != null) {
            losses.dropped(Feature.CACHE_KEY, "its retention");
        }
        if (session.caching().content() != null) {
            losses.dropped(Feature.CACHED_CONTENT, "of another provider");
        }
        if (Boolean.TRUE.equals(session.store())) {
            losses.dropped(Feature.STORE, "keeps no answers");
        }
        if (session.previousResponse() != null) {
            losses.dropped(Feature.PREVIOUS_RESPONSE, "keeps no answers");
        }
    }

    private void serviceTier(@Nullable String tier) {
        switch (tier) {
            case null -> {
                // Nothing was said.
            }
            case "auto", "standard_only" -> out.text("service_tier", tier);
            case "default" -> out.text("service_tier", "standard_only");
            default -> {
                if (own) {
                    out.text("service_tier", tier);
                } else {
                    losses.dropped(Feature.SERVICE_TIER, "has no such tier");
                }
            }
        }
    }

    private void extras() {
        Extras extras = request.extras();
        losses.foreign(extras, Dialect.ANTHROPIC);
        extras.of(Dialect.ANTHROPIC).forEach((name, value) -> {
            if (name.indexOf('.') >= 0) {
                losses.dropped(Feature.VENDOR_FIELDS, name);
            } else if (!MERGED.contains(name)) {
                out.raw(name, value);
            }
        });
    }
}
