package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a request. Where OpenAI and those who took after it differ, the family of the model decides. */
final class ChatRequestEncoder {
    private static final int MAX_STOPS = 4;

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final boolean openAi;

    ChatRequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.openAi = ChatCodec.isOpenAi(exchange.target());
    }

    void encode() {
        out.object().text("model", request.model());
        new ChatMessageEncoder(exchange, out).messages(request.messages());
        new ChatToolEncoder(losses, out).tooling(request.tooling());
        sampling(request.settings().sampling());
        output(request.settings().output());
        reasoning(request.settings().reasoning());
        session(request.session());
        if (request.settings().delivery().stream()) {
            // The usage is asked for in any case: the gateway counts it even if the client does not want to know.
            out.bool("stream", true)
                    .object("stream_options")
                    .bool("include_usage", true)
                    .endObject();
        }
        request.extras().of(Dialect.OPENAI_CHAT).forEach(out::raw);
        losses.foreign(request.extras(), Dialect.OPENAI_CHAT);
        out.endObject();
    }

    private void sampling(Sampling sampling) {
        out.decimal("temperature", sampling.temperature())
                .decimal("top_p", sampling.topP())
                .number("seed", sampling.seed())
                .decimal("frequency_penalty", sampling.frequencyPenalty())
                .decimal("presence_penalty", sampling.presencePenalty());
        if (sampling.topK() != null) {
            if (openAi) {
                losses.dropped(Feature.TOP_K, "not known to OpenAI");
            } else {
                out.number("top_k", sampling.topK());
            }
        }
    }

    private void output(OutputWish output) {
        // OpenAI's reasoning models refuse the old name, most others know no new one.
        out.number(openAi ? "max_completion_tokens" : "max_tokens", output.maxTokens());
        out.texts("stop", stop(output.stop()));
        out.number("n", output.choices());
        Long logprobs = output.logprobs();
        if (logprobs != null) {
            out.bool("logprobs", true);
            if (logprobs > 0) {
                out.number("top_logprobs", logprobs);
            }
        }
        if (output.verbosity() != null) {
            if (openAi) {
                out.text("verbosity", output.verbosity());
            } else {
                losses.dropped(Feature.VERBOSITY, "known to OpenAI's models only");
            }
        }
        format(output.format());
    }

    private List<String> stop(List<String> texts) {
        if (!openAi || texts.size() <= MAX_STOPS || exchange.client() == Dialect.OPENAI_CHAT) {
            return texts;
        }
        losses.dropped(Feature.STOP_SEQUENCES, "beyond the fourth");
        return texts.subList(0, MAX_STOPS);
    }

    private void format(@Nullable OutputFormat format) {
        switch (format) {
            case null -> {
                // Not said.
            }
            case OutputFormat.Text _ -> type("text").endObject();
            case OutputFormat.JsonObject _ -> type("json_object").endObject();
            case OutputFormat.JsonSchema schema ->
                type("json_schema")
                        .object("json_schema")
                        .text("name", schema.name() == null ? "answer" : schema.name())
                        .text("description", schema.description())
                        .raw("schema", schema.schema())
                        .bool("strict", schema.strict())
                        .endObject()
                        .endObject();
        }
    }

    private JsonWriter type(String type) {
        return out.object("response_format").text("type", type);
    }

    private void reasoning(ReasoningWish wish) {
        if (wish.display() != null) {
            losses.dropped(Feature.REASONING_DISPLAY, "the provider decides what it shows");
        }
        String effort = wish.effortWord();
        boolean bare = wish.mode() == ReasoningWish.Mode.ON || wish.mode() == ReasoningWish.Mode.OFF;
        if (!openAi && bare && wish.effort() == null) {
            thinkingSwitch(wish);
        } else if (effort != null) {
            if (wish.budget() != null) {
                losses.approximated(Feature.REASONING_BUDGET, "as effort");
            }
            if (effort.equals("max") && openAi) {
                losses.approximated(Feature.REASONING_EFFORT, "max as xhigh");
                effort = "xhigh";
            }
            out.text("reasoning_effort", effort);
        } else if (wish.mode() != null) {
            losses.approximated(Feature.REASONING_EFFORT, "as the provider's default");
        }
    }

    /** On and off without more: each family has its own switch. */
    private void thinkingSwitch(ReasoningWish wish) {
        switch (exchange.target().family()) {
            case "deepseek", "glm", "kimi", "moonshot", "doubao" ->
                out.object("thinking")
                        .text("type", wish.off() ? "disabled" : "enabled")
                        .endObject();
            case "qwen", "qwq" -> out.bool("enable_thinking", !wish.off());
            default -> losses.dropped(Feature.REASONING_EFFORT, "no known switch for this family of models");
        }
    }

    private void session(Session session) {
        out.text("user", session.user());
        out.raw("metadata", session.metadata());
        out.bool("store", session.store());
        out.text("service_tier", session.serviceTier());
        Session.Caching caching = session.caching();
        if (openAi) {
            out.text("prompt_cache_key", caching.key());
            out.text("prompt_cache_retention", caching.retention());
        } else if (caching.key() != null || caching.retention() != null) {
            losses.dropped(Feature.CACHE_KEY, "known to OpenAI only");
        }
        if (caching.content() != null) {
            losses.dropped(Feature.CACHED_CONTENT, "no such thing in chat completions");
        }
        if (session.previousResponse() != null) {
            losses.dropped(Feature.PREVIOUS_RESPONSE, "no such thing in chat completions");
        }
    }
}
