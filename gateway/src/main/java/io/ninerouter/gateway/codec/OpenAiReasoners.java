package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's models that reason take of other wishes, in either of OpenAI's dialects: they answer 400 to sampling, log
 * probabilities and stop texts while they reason, and to words of effort that are not theirs.
 *
 * <p>Source: OpenAI's guides to its latest models and reference of chat completions, November 2026: from 5.1 on sampling goes
 * with effort {@code none}, which up to 5.4 is what they do unasked; {@code minimal} is GPT-5's alone, {@code none} is known
 * from 5.1 on, {@code xhigh} from 5.2.
 */
public final class OpenAiReasoners {
    private static final Pattern NAME =
            Pattern.compile("(?:openai[./])?(?:(o)[1-9]|gpt-(\\d{1,2})(?:\\.(\\d{1,2}))?)(?!\\d).*");
    private static final int ALWAYS = 500;

    private final int version;
    private final Losses losses;

    private OpenAiReasoners(int version, Losses losses) {
        this.version = version;
        this.losses = losses;
    }

    /** The request with what the model takes; of a model that is not known to reason, or of the provider's own dialect, as it is. */
    public static ChatRequest fit(ChatRequest request, Exchange exchange) {
        int version = version(exchange.target().model());
        return version == 0 || exchange.client() == exchange.target().dialect()
                ? request
                : new OpenAiReasoners(version, exchange.losses()).fit(request);
    }

    /** 505 for 5.5, 100 for the o series, 0 for those that do not reason. */
    private static int version(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || name.contains("-chat")) {
            return 0;
        }
        if (matcher.group(1) != null) {
            return 100;
        }
        int minor = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        int version = 100 * Integer.parseInt(matcher.group(2)) + minor;
        return version < ALWAYS ? 0 : version;
    }

    private ChatRequest fit(ChatRequest request) {
        ReasoningWish wish = request.settings().reasoning();
        String asked = wish.effortWord();
        String effort = asked == null ? null : known(asked);
        ChatRequest fit = request;
        if (effort != null && !effort.equals(asked)) {
            losses.approximated(Feature.REASONING_EFFORT, asked + " as " + effort);
            ReasoningWish said = ReasoningWish.ofEffort(effort);
            fit = fit.with(
                    fit.settings().with(new ReasoningWish(said.mode(), said.effort(), said.budget(), wish.display())));
        }
        return samples(effort) ? fit : unsampled(fit);
    }

    /** The model's word for an effort. */
    private String known(String effort) {
        return switch (effort) {
            case "minimal" -> version == ALWAYS ? effort : "low";
            case "none" -> version > ALWAYS ? effort : version == ALWAYS ? "minimal" : "low";
            case "xhigh" -> version >= 502 ? effort : "high";
            default -> effort;
        };
    }

    private boolean samples(@Nullable String effort) {
        return version > ALWAYS && ("none".equals(effort) || (effort == null && version < 505));
    }

    private ChatRequest unsampled(ChatRequest request) {
        Sampling sampling = request.settings().sampling();
        OutputWish output = request.settings().output();
        told(sampling.temperature() != null, Feature.TEMPERATURE);
        told(sampling.topP() != null, Feature.TOP_P);
        told(sampling.frequencyPenalty() != null || sampling.presencePenalty() != null, Feature.PENALTIES);
        told(output.logprobs() != null, Feature.LOGPROBS);
        told(!output.stop().isEmpty(), Feature.STOP_SEQUENCES);
        return request.with(request.settings()
                .with(new Sampling(null, null, sampling.topK(), sampling.seed(), null, null))
                .with(new OutputWish(
                        output.maxTokens(), List.of(), output.format(), output.choices(), null, output.verbosity())));
    }

    private void told(boolean said, Feature feature) {
        if (said) {
            losses.dropped(feature, "not of a model while it reasons");
        }
    }
}
