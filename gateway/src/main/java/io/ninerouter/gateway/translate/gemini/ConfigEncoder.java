package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code generationConfig}. */
final class ConfigEncoder {
    private static final int MAX_STOPS = 5;

    private final Settings settings;
    private final Losses losses;
    private final GeminiModel model;
    private final JsonWriter out;
    private final ThinkingEncoder thinking;

    ConfigEncoder(Settings settings, Exchange exchange, GeminiModel model, JsonWriter out) {
        this.settings = settings;
        this.losses = exchange.losses();
        this.model = model;
        this.out = out;
        this.thinking = new ThinkingEncoder(model, exchange, out);
    }

    /**
     * Writes it.
     *
     * @param formatted whether the format was asked for in another way
     * @param schema that binds the answer, in JSON Schema; null = none
     */
    void write(Map<String, RawJson> extras, boolean formatted, @Nullable RawJson schema) {
        out.object("generationConfig");
        sampling(settings.sampling());
        output(settings.output());
        if (!formatted) {
            format(settings.output().format(), schema);
        }
        String nested = ConfigDecoder.PREFIX + ThinkingEncoder.MEMBER + '.';
        thinking.write(settings.reasoning(), settings.output().maxTokens(), nested, extras);
        extras.forEach((name, value) -> {
            if (name.startsWith(ConfigDecoder.PREFIX) && !name.startsWith(nested)) {
                out.raw(name.substring(ConfigDecoder.PREFIX.length()), value);
            }
        });
        out.endObject();
    }

    private void sampling(Sampling sampling) {
        out.decimal("temperature", sampling.temperature())
                .decimal("topP", sampling.topP())
                .number("topK", sampling.topK())
                .decimal("frequencyPenalty", sampling.frequencyPenalty())
                .decimal("presencePenalty", sampling.presencePenalty());
        Long seed = sampling.seed();
        if (seed != null && seed.intValue() != seed) {
            losses.approximated(Feature.SEED, "its lower 32 bits");
            seed = (long) seed.intValue();
        }
        out.number("seed", seed);
    }

    private void output(OutputWish output) {
        out.number("maxOutputTokens", maxTokens(output.maxTokens()));
        List<String> stop =
                output.stop().stream().filter(text -> !text.isEmpty()).toList();
        if (stop.size() > MAX_STOPS) {
            losses.dropped(Feature.STOP_SEQUENCES, "beyond the fifth");
            stop = stop.subList(0, MAX_STOPS);
        }
        out.texts("stopSequences", stop).number("candidateCount", output.choices());
        Long logprobs = output.logprobs();
        if (logprobs != null) {
            out.bool("responseLogprobs", true);
            if (logprobs > 0) {
                out.number("logprobs", logprobs);
            }
        }
        if (output.verbosity() != null) {
            losses.dropped(Feature.VERBOSITY, "no such thing in Gemini");
        }
    }

    private @Nullable Long maxTokens(@Nullable Long asked) {
        Long most = model.endpoint().mostOutput();
        if (asked == null || most == null || asked <= most) {
            return asked;
        }
        losses.approximated(Feature.MAX_TOKENS, "the endpoint's limit");
        return most;
    }

    private void format(@Nullable OutputFormat format, @Nullable RawJson bound) {
        switch (format) {
            case null -> {
                // Not said.
            }
            case OutputFormat.Text _ -> out.text("responseMimeType", "text/plain");
            case OutputFormat.JsonObject _ -> out.text("responseMimeType", "application/json");
            case OutputFormat.JsonSchema wanted -> {
                out.text("responseMimeType", "application/json");
                if (bound != null && model.jsonSchema()) {
                    out.raw("responseJsonSchema", bound);
                } else if (bound != null) {
                    RawJson own = OpenApi.output(bound, losses);
                    out.raw("responseSchema", own);
                    if (!own.equals(wanted.schema())) {
                        losses.approximated(Feature.JSON_SCHEMA, "in Google's own form");
                    }
                }
            }
        }
    }
}
