package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.translate.claude.ClaudeModel;
import java.util.Locale;

/**
 * What a model takes of what Converse can say, as far as its name tells; the service refuses what the model does not take.
 * Names are {@code [region.]vendor.model-version:n}, or ARNs that end so; of an application's profile, whose name tells
 * nothing, the least is assumed.
 *
 * <p>Source: Amazon Bedrock's pages on supported models and features, tool use, prompt caching and inference parameters,
 * November 2026.
 */
enum ConverseModel {
    CLAUDE,
    NOVA,
    /** Nova 2, which reasons. */
    NOVA_2,
    MISTRAL,
    COHERE,
    GPT_OSS,
    OTHER;

    static ConverseModel of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (ClaudeModel.of(name, false).claude()) {
            return CLAUDE;
        }
        if (name.contains("nova-")) {
            return name.contains("nova-2") ? NOVA_2 : NOVA;
        }
        if (name.contains("mistral.") || name.contains("mistral-")) {
            return MISTRAL;
        }
        if (name.contains("cohere.")) {
            return COHERE;
        }
        return name.contains("gpt-oss") ? GPT_OSS : OTHER;
    }

    private boolean nova() {
        return this == NOVA || this == NOVA_2;
    }

    /** {@code cachePoint} in instructions and messages. */
    boolean caches() {
        return this == CLAUDE || nova();
    }

    /** {@code cachePoint} behind tools. */
    boolean cachesTools() {
        return this == CLAUDE;
    }

    /** {@code toolChoice.any}. */
    boolean anyTool() {
        return this == CLAUDE || this == MISTRAL || nova();
    }

    /** {@code toolChoice.tool}. */
    boolean thisTool() {
        return this == CLAUDE || nova();
    }

    /** {@code toolResult.status}. */
    boolean status() {
        return this == CLAUDE || nova();
    }

    /** {@code document.citations}. */
    boolean cites() {
        return this == CLAUDE;
    }

    /**
     * Whether a schema can bind the model: {@code outputConfig.textFormat}, and {@code strict} of tools. A model that knows
     * neither refuses the whole request: of those that came later than the vendor's list, the least is assumed.
     *
     * <p>Source: Amazon Bedrock's pages on structured output, November 2026: Claude 4.5 and 4.6, gpt-oss; of the other open
     * models some, by names that change.
     */
    static boolean binds(String model) {
        ConverseModel family = of(model);
        int version = family == CLAUDE ? ClaudeModel.of(model, false).version() : 0;
        return family == GPT_OSS || version == 405 || version == 406;
    }

    /** Whether this model's answer goes on from a last message of the assistant. */
    static boolean prefills(String model) {
        return of(model) == CLAUDE && ClaudeModel.of(model, false).prefill();
    }
}
