package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request. Whatever dialect the client speaks, {@code keep_alive} and {@code options} beside its own members are
 * taken for Ollama's: without {@code num_ctx} among the latter a server cuts long prompts silently.
 */
final class RequestEncoder {
    private static final String KEEP_ALIVE = "keep_alive";
    private static final String OPTIONS = "options";

    private final ChatRequest request;
    private final Losses losses;
    private final JsonWriter out;
    private final String model;
    private final Map<String, RawJson> extras;

    RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.losses = exchange.losses();
        this.out = out;
        this.model = exchange.target().model();
        this.extras = request.extras().members();
    }

    void encode() {
        OutputWish output = request.settings().output();
        out.object().text("model", model);
        new MessageEncoder(losses, out).messages(request.messages());
        new ToolEncoder(losses, out).write(request.tooling());
        out.bool("stream", request.settings().delivery().stream());
        format(output.format());
        think(request.settings().reasoning());
        options(request.settings().sampling(), output);
        logprobs(output.logprobs());
        out.raw(KEEP_ALIVE, extras.get(KEEP_ALIVE));
        session(request.session());
        extras.keySet().stream()
                .filter(name -> !name.equals(KEEP_ALIVE) && !isOptions(name))
                .forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
        out.endObject();
    }

    private void format(@Nullable OutputFormat format) {
        switch (format) {
            case null -> {
                // Not said.
            }
            case OutputFormat.Text _ -> {
                // What it is without a word.
            }
            case OutputFormat.JsonObject _ -> out.text("format", "json");
            case OutputFormat.JsonSchema schema -> out.raw("format", schema.schema());
        }
    }

    /**
     * Models that think do so unless told not to, and those that cannot refuse a request that asks for it: so only what has
     * an effect on thinking models is said, and levels to the one family that has them.
     */
    private void think(ReasoningWish wish) {
        if (wish.off()) {
            out.bool("think", false);
            return;
        }
        String effort = wish.effortWord();
        boolean levels = model.toLowerCase(Locale.ROOT).contains("gpt-oss");
        String level = effort == null || !levels ? null : level(effort);
        out.text("think", level);
        if (wish.budget() != null) {
            losses.approximated(Feature.REASONING_BUDGET, levels ? "as a level" : "as much as the model likes");
        } else if (effort != null && !effort.equals(level)) {
            losses.approximated(
                    Feature.REASONING_EFFORT, level == null ? "as much as the model likes" : "as the nearest level");
        }
        if (wish.display() != null) {
            losses.dropped(Feature.REASONING_DISPLAY, "thoughts are shown as the model has them");
        }
    }

    private static @Nullable String level(String effort) {
        return switch (effort) {
            case "minimal", "low" -> "low";
            case "medium" -> "medium";
            case "high", "xhigh", "max" -> "high";
            default -> null;
        };
    }

    private void options(Sampling sampling, OutputWish output) {
        out.object(OPTIONS)
                .decimal("temperature", sampling.temperature())
                .decimal("top_p", sampling.topP())
                .number("top_k", sampling.topK())
                .number("seed", sampling.seed())
                .decimal("frequency_penalty", sampling.frequencyPenalty())
                .decimal("presence_penalty", sampling.presencePenalty())
                .number("num_predict", output.maxTokens())
                .texts("stop", output.stop());
        RawJson own = extras.get(OPTIONS);
        if (own != null && own.isObject()) {
            try (JsonReader in = own.read()) {
                if (in.lenientObject()) {
                    while (in.nextField()) {
                        out.name(in.name()).raw(in.raw());
                    }
                }
            }
        }
        out.endObject();
        Long choices = output.choices();
        if (choices != null && choices > 1) {
            losses.dropped(Feature.CHOICES, "one answer at a time");
        }
        if (output.verbosity() != null) {
            losses.dropped(Feature.VERBOSITY, "no such thing in Ollama");
        }
    }

    private boolean isOptions(String name) {
        RawJson value = extras.get(name);
        return name.equals(OPTIONS) && value != null && value.isObject();
    }

    private void logprobs(@Nullable Long likeliest) {
        if (likeliest != null) {
            out.bool("logprobs", true);
            if (likeliest > 0) {
                out.number("top_logprobs", likeliest);
            }
        }
    }

    private void session(Session session) {
        Session.Caching caching = session.caching();
        if (caching.key() != null || caching.retention() != null) {
            losses.approximated(Feature.CACHE_KEY, "the server caches by itself");
        }
        if (caching.content() != null) {
            losses.dropped(Feature.CACHED_CONTENT, "kept by another provider");
        }
        unsaid(Feature.USER, session.user());
        unsaid(Feature.METADATA, session.metadata());
        unsaid(Feature.STORE, session.store());
        unsaid(Feature.PREVIOUS_RESPONSE, session.previousResponse());
        unsaid(Feature.SERVICE_TIER, session.serviceTier());
    }

    private void unsaid(Feature feature, @Nullable Object said) {
        if (said != null) {
            losses.dropped(feature, "no such thing in Ollama");
        }
    }
}
