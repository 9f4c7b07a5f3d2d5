package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Compares an answer with an {@code expected.json}. */
final class Expectation {
    private final Fixture fixture;
    private final JsonNode expected;

    Expectation(Fixture fixture) {
        this.fixture = fixture;
        this.expected = fixture.expected();
    }

    void check(Completion completion) {
        Completion.Choice choice = completion.choice(0);
        List<Part> parts = choice == null ? List.of() : choice.parts();
        assertThat(text(parts)).as("text").isEqualTo(expected.path("text").asString(""));
        assertThat(reasoning(parts))
                .as("reasoning")
                .isEqualTo(expected.path("reasoning_text").asString(""));
        calls(parts);
        finish(completion, choice);
        usage(completion.usage());
        String refusal = expected.path("extra").path("refusal").asString("");
        assertThat(refusal(parts)).as("refusal").isEqualTo(refusal);
        String model = expected.path("extra").path("model").asString("");
        if (!model.isEmpty() && completion.error() == null) {
            assertThat(completion.model()).as("model").isEqualTo(model);
        }
    }

    static String text(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Part.Text piece ? piece.text() : ""));
        return text.toString();
    }

    static String reasoning(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Part.Reasoning piece ? piece.text() : ""));
        return text.toString();
    }

    static String refusal(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Part.Refusal piece ? piece.text() : ""));
        return text.toString();
    }

    static List<Part.ToolCall> toolCalls(List<Part> parts) {
        List<Part.ToolCall> calls = new ArrayList<>();
        parts.forEach(part -> {
            if (part instanceof Part.ToolCall call) {
                calls.add(call);
            }
        });
        return calls;
    }

    /** Arguments as a tree; text for what is no JSON. */
    static JsonNode arguments(ToolInput input) {
        return input instanceof ToolInput.Json json
                ? Fixture.JSON.readTree(json.text())
                : Fixture.JSON.getNodeFactory().stringNode(input.text());
    }

    private void calls(List<Part> parts) {
        List<Part.ToolCall> calls = toolCalls(parts);
        JsonNode wanted = expected.path("tool_calls");
        assertThat(calls.stream().map(call -> call.name().name()))
                .as("tools called")
                .containsExactlyElementsOf(wanted.valueStream()
                        .map(call -> call.path("name").asString(""))
                        .toList());
        JsonNode ids = expected.path("extra").path("tool_call_ids");
        for (int i = 0; i < calls.size(); i++) {
            assertThat(arguments(calls.get(i).input()))
                    .as("arguments of call %s", i)
                    .isEqualTo(wanted.get(i).path("arguments"));
            String id = ids.path(i).asString("");
            if (!id.isEmpty()) {
                // Cursor's have an id of the model's on a second line, which is nobody's business.
                assertThat(calls.get(i).id())
                        .as("id of call %s", i)
                        .isEqualTo(id.lines().findFirst().orElse(""));
            }
        }
    }

    private void finish(Completion completion, Completion.Choice choice) {
        String finish = expected.path("finish").asString("");
        if (finish.equals("error")) {
            assertThat(completion.error()).as("error").isNotNull();
            String message =
                    expected.path("extra").path("error").path("message").asString("");
            assertThat(completion.error().message()).as("message").contains(message);
            return;
        }
        // In Responses nothing but the reason marks the end.
        boolean marks = !fixture.meta().path("dialect").asString("").equals("openai-responses");
        boolean marked = !fixture.streamed()
                || expected.path("extra").path("done_marker").asBoolean(marks);
        if (finish.isEmpty() && !marked) {
            assertThat(completion.error()).as("a cut is an error").isNotNull();
            return;
        }
        assertThat(completion.error()).as("error").isNull();
        StopReason reason = choice == null ? null : choice.reason();
        assertThat(reason).as("reason").isNotNull();
        // Nothing said, or stop beside tool calls: the calls tell.
        boolean calls = !expected.path("tool_calls").isEmpty();
        String wanted = finish.isEmpty() || finish.equals("stop") ? (calls ? "tool" : "stop") : finish;
        assertThat(word(reason.kind())).as("finish").isEqualTo(wanted);
    }

    static String word(StopReason.Kind kind) {
        return switch (kind) {
            case STOP, PAUSE, OTHER -> "stop";
            case LENGTH -> "length";
            case TOOL_USE -> "tool";
            case CONTENT_FILTER, REFUSAL -> "safety";
        };
    }

    private void usage(Usage usage) {
        JsonNode wanted = expected.path("usage");
        if (wanted.path("input").isNull() && wanted.path("output").isNull()) {
            return;
        }
        assertThat(usage).as("usage").isNotNull();
        JsonNode wire = expected.path("extra").path("usage_wire");
        // Gemini counts results of tools that it ran itself beside the prompt.
        long input = wanted.path("input").asLong(0)
                + wire.path("toolUsePromptTokenCount").asLong(0);
        long output = wanted.path("output").asLong(0);
        long reasoning = wanted.path("reasoning").asLong(0);
        if (reasoning > 0 && wire.path("total_tokens").asLong(0) == input + output + reasoning) {
            // xAI counts reasoning beside the output.
            output += reasoning;
        }
        assertThat(usage.prompt()).as("prompt tokens").isEqualTo(input);
        assertThat(usage.output()).as("output tokens").isEqualTo(output);
        assertThat(usage.cacheRead())
                .as("cached tokens")
                .isEqualTo(Math.min(input, wanted.path("cached").asLong(0)));
        assertThat(usage.reasoning()).as("reasoning tokens").isEqualTo(Math.min(output, reasoning));
    }
}
