package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes how to answer. */
final class WishEncoder {
    /** Extras that are written here, within the objects that they are members of. */
    static final Set<String> WRITTEN = Set.of("text", "reasoning", "include");

    private static final long LEAST_OUTPUT = 16;

    private static final String SEALED = "reasoning.encrypted_content";

    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final boolean foreign;
    private final boolean openAi;

    WishEncoder(Exchange exchange, JsonWriter out) {
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.foreign = exchange.client() != Dialect.OPENAI_RESPONSES;
        this.openAi = ResponsesModel.isOpenAi(exchange.target());
    }

    void wishes(Settings settings, Map<String, RawJson> extras) {
        sampling(settings.sampling());
        OutputWish output = settings.output();
        out.number("max_output_tokens", maxTokens(output.maxTokens()));
        if (!output.stop().isEmpty()) {
            losses.dropped(Feature.STOP_SEQUENCES, "no such thing in Responses");
        }
        if (output.choices() != null && output.choices() > 1) {
            losses.dropped(Feature.CHOICES, "one answer only");
        }
        text(output, extras.get("text"));
        reasoning(settings.reasoning(), extras.get("reasoning"));
        include(output.logprobs(), extras.get("include"));
    }

    /** OpenAI refuses to be asked for fewer. */
    private @Nullable Long maxTokens(@Nullable Long asked) {
        if (asked == null || asked >= LEAST_OUTPUT || !foreign || !openAi) {
            return asked;
        }
        losses.approximated(Feature.MAX_TOKENS, "the least that can be asked for");
        return LEAST_OUTPUT;
    }

    private void sampling(Sampling sampling) {
        out.decimal("temperature", sampling.temperature()).decimal("top_p", sampling.topP());
        if (sampling.topK() != null) {
            losses.dropped(Feature.TOP_K, "no such thing in Responses");
        }
        if (sampling.seed() != null) {
            losses.dropped(Feature.SEED, "no such thing in Responses");
        }
        if (sampling.frequencyPenalty() != null || sampling.presencePenalty() != null) {
            losses.dropped(Feature.PENALTIES, "no such thing in Responses");
        }
    }

    private void text(OutputWish output, @Nullable RawJson left) {
        String verbosity = output.verbosity();
        if (verbosity != null && foreign && !openAi) {
            losses.dropped(Feature.VERBOSITY, "known to OpenAI's models only");
            verbosity = null;
        }
        if (output.format() == null && verbosity == null && left == null) {
            return;
        }
        out.object("text");
        format(output.format());
        out.text("verbosity", verbosity);
        Leftovers.write(left, out);
        out.endObject();
    }

    private void format(@Nullable OutputFormat format) {
        switch (format) {
            case null -> {
                // Not said.
            }
            case OutputFormat.Text _ ->
                out.object("format").text("type", "text").endObject();
            case OutputFormat.JsonObject _ ->
                out.object("format").text("type", "json_object").endObject();
            case OutputFormat.JsonSchema schema ->
                out.object("format")
                        .text("type", "json_schema")
                        .text("name", (schema.name() == null && foreign) ? "answer" : schema.name())
                        .text("description", schema.description())
                        .raw("schema", schema.schema())
                        .bool("strict", schema.strict())
                        .endObject();
        }
    }

    private void reasoning(ReasoningWish wish, @Nullable RawJson left) {
        String effort = effort(wish);
        String summary = summary(wish.display());
        if (effort == null && summary == null && left == null) {
            return;
        }
        out.object("reasoning").text("effort", effort).text("summary", summary);
        Leftovers.write(left, out);
        out.endObject();
    }

    private @Nullable String effort(ReasoningWish wish) {
        String effort = wish.effortWord();
        if (effort == null) {
            if (wish.mode() != null) {
                losses.approximated(Feature.REASONING_EFFORT, "as the provider's default");
            }
            return null;
        }
        if (wish.budget() != null) {
            losses.approximated(Feature.REASONING_BUDGET, "as effort");
        }
        if (effort.equals("max") && foreign && openAi) {
            losses.approximated(Feature.REASONING_EFFORT, "max as xhigh");
            return "xhigh";
        }
        return effort;
    }

    private static @Nullable String summary(@Nullable String display) {
        return switch (display) {
            case null -> null;
            // Anthropic's and Gemini's words for showing what can be shown.
            case "summarized", "thoughts" -> "auto";
            // Nothing is shown that is not asked for.
            case "omitted" -> null;
            default -> display;
        };
    }

    /** Without asking, reasoning comes without the seal that it needs to come back. */
    private void include(@Nullable Long logprobs, @Nullable RawJson others) {
        if (logprobs != null && logprobs > 0) {
            out.number("top_logprobs", logprobs);
        }
        boolean sealed = foreign && ResponsesModel.seals(exchange.target());
        if (logprobs == null && others == null && !sealed) {
            return;
        }
        out.array("include");
        if (others != null && others.isArray()) {
            try (JsonReader in = others.read()) {
                in.array();
                while (in.nextElement()) {
                    out.raw(in.raw());
                }
            }
        }
        if (sealed) {
            out.text(SEALED);
        }
        if (logprobs != null) {
            out.text(WishDecoder.LOGPROBS);
        }
        out.endArray();
    }
}
