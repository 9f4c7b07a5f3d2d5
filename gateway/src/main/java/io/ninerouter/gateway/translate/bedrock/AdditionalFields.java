package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.translate.claude.ThinkingPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code additionalModelRequestFields}: what a model is told in words of its vendor. */
sealed interface AdditionalFields {

    /** Writes the member, unless there is nothing to say. */
    void write(JsonWriter out);

    /**
     * Anthropic's.
     *
     * @param betaEffort whether effort has to be asked for as a beta feature (Opus 4.5)
     */
    record Claude(ThinkingPlan plan, @Nullable Long topK, boolean betaEffort) implements AdditionalFields {
        private static final List<String> EFFORT = List.of("effort-2025-11-24");

        @Override
        public void write(JsonWriter out) {
            if (plan.type() == null && plan.effort() == null && topK == null) {
                return;
            }
            out.object("additionalModelRequestFields");
            if (plan.type() != null) {
                out.object("thinking")
                        .text("type", plan.type())
                        .number("budget_tokens", plan.budget())
                        .text("display", plan.display())
                        .endObject();
            }
            if (plan.effort() != null) {
                out.object("output_config").text("effort", plan.effort()).endObject();
                if (betaEffort) {
                    out.texts("anthropic_beta", EFFORT);
                }
            }
            out.number("top_k", topK).endObject();
        }
    }

    /**
     * Those of other vendors.
     *
     * @param topK null = say nothing
     * @param effort {@code none}, {@code low}, {@code medium}, {@code high}; null = say nothing
     */
    record Others(
            ConverseModel model,
            @Nullable Long topK,
            @Nullable String effort) implements AdditionalFields {
        @Override
        public void write(JsonWriter out) {
            if (topK == null && effort == null) {
                return;
            }
            out.object("additionalModelRequestFields");
            switch (model) {
                case NOVA, NOVA_2 -> nova(out);
                case MISTRAL -> out.number("top_k", topK);
                case COHERE -> out.number("k", topK);
                case GPT_OSS -> out.text("reasoning_effort", effort);
                case CLAUDE, OTHER -> {
                    // Nothing of their own is known.
                }
            }
            out.endObject();
        }

        private void nova(JsonWriter out) {
            if (topK != null) {
                out.object("inferenceConfig").number("topK", topK).endObject();
            }
            if (effort != null) {
                boolean off = effort.equals("none");
                out.object("reasoningConfig")
                        .text("type", off ? "disabled" : "enabled")
                        .text("maxReasoningEffort", off ? null : effort)
                        .endObject();
            }
        }
    }
}
