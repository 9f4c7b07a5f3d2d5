package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.health.Outcome;
import java.time.Duration;
import java.util.Arrays;

/**
 * Words and buckets of the conventions: <a
 * href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/">OpenTelemetry, generative AI metrics</a>.
 */
final class Names {
    /** 10 ms, doubled to 82 s. */
    static final Duration[] DURATION =
            seconds(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    static final Duration[] FIRST_TOKEN =
            seconds(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
    static final Duration[] OUTPUT_TOKEN =
            seconds(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
    /** 1, times four, to 67 million. */
    static final double[] TOKENS = {
        1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864
    };

    private Names() {}

    private static Duration[] seconds(double... bounds) {
        return Arrays.stream(bounds)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new);
    }

    /** An action by its well-known name where it has one. */
    static String operation(String action) {
        return switch (action) {
            case "generate" -> "chat";
            case "batch_embeddings" -> "embeddings";
            default -> action;
        };
    }

    static String dialect(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "openai_chat";
            case OPENAI_RESPONSES -> "openai_responses";
            case ANTHROPIC -> "anthropic";
            case GEMINI -> "gemini";
            case CODE_ASSIST -> "code_assist";
            case KIRO -> "kiro";
            case CURSOR -> "cursor";
            case BEDROCK_CONVERSE -> "bedrock_converse";
            case OLLAMA -> "ollama";
        };
    }

    static String status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success _ -> "2xx";
            case Outcome.Refused refused -> status(refused.status());
            case Outcome.NoAnswer _ -> "none";
            case Outcome.NotSent _ -> "unsent";
            case Outcome.Abandoned _ -> "abandoned";
        };
    }

    static String status(int status) {
        return switch (status / 100) {
            case 1 -> "1xx";
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            case 5 -> "5xx";
            default -> LabelCap.OTHER;
        };
    }

    static Timer timer(MeterRegistry registry, String name, String what, Tags tags, Duration... buckets) {
        return Timer.builder(name)
                .description(what)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    static DistributionSummary tokens(MeterRegistry registry, Tags tags) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of attempts, as reported or estimated; input includes cached ones")
                .tags(tags)
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }
}
