package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.List;

/** Whether what went through still says the same, but for declared losses. */
final class Meaning {
    private final Losses losses;

    Meaning(Losses losses) {
        this.losses = losses;
    }

    /** Answers: text, reasoning, calls, reason, usage of every choice that could be carried. */
    void same(Completion before, Completion after) {
        assertThat(after.error()).as("error").isNull();
        for (Completion.Choice choice : before.choices()) {
            Completion.Choice other = after.choice(choice.index());
            if (other == null) {
                assertThat(lost(Feature.CHOICES))
                        .as("choice %s is there", choice.index())
                        .isTrue();
                continue;
            }
            same(choice, other);
        }
        if (before.usage() != null) {
            // What the provider bills beside tokens is between it and the gateway: callers are not told.
            assertThat(after.usage()).as("usage").isEqualTo(before.usage().with(Billing.NONE));
        }
    }

    private void same(Completion.Choice before, Completion.Choice after) {
        List<Part> was = before.parts();
        List<Part> is = after.parts();
        // A dialect without refusals says them as text.
        String refused = lost(Feature.REFUSAL) ? Expectation.refusal(was) : "";
        assertThat(Expectation.text(is)).as("text").isEqualTo(Expectation.text(was) + refused);
        if (!lost(Feature.REASONING_TEXT)) {
            assertThat(Expectation.reasoning(is)).as("reasoning").isEqualTo(Expectation.reasoning(was));
        }
        if (!lost(Feature.REFUSAL)) {
            assertThat(Expectation.refusal(is)).as("refusal").isEqualTo(Expectation.refusal(was));
        }
        List<Part.ToolCall> calls = Expectation.toolCalls(is);
        List<Part.ToolCall> wanted = Expectation.toolCalls(was);
        assertThat(calls.stream().map(Part.ToolCall::name))
                .containsExactlyElementsOf(
                        wanted.stream().map(Part.ToolCall::name).toList());
        assertThat(calls.stream().map(Part.ToolCall::id)).doesNotHaveDuplicates();
        for (int i = 0; i < calls.size(); i++) {
            if (!lost(Feature.TOOL_CALL_ARGUMENTS)) {
                assertThat(Expectation.arguments(calls.get(i).input()))
                        .as("arguments")
                        .isEqualTo(Expectation.arguments(wanted.get(i).input()));
            }
        }
        if (before.reason() != null && after.reason() != null && !lost(Feature.STOP_REASON)) {
            assertThat(Expectation.word(after.reason().kind()))
                    .as("finish")
                    .isEqualTo(Expectation.word(before.reason().kind()));
        }
    }

    /** Requests of one dialect: everything. */
    void same(ChatRequest before, ChatRequest after) {
        assertThat(after.model()).isEqualTo(before.model());
        assertThat(after.messages()).containsExactlyElementsOf(before.messages());
        assertThat(after.tooling()).isEqualTo(before.tooling());
        assertThat(after.settings().sampling()).isEqualTo(before.settings().sampling());
        assertThat(after.settings().output()).isEqualTo(before.settings().output());
        assertThat(after.settings().reasoning()).isEqualTo(before.settings().reasoning());
        assertThat(after.settings().delivery().stream()).isEqualTo(before.settings().delivery().stream());
        assertThat(after.session()).isEqualTo(before.session());
        assertThat(after.extras()).isEqualTo(before.extras());
    }

    private boolean lost(Feature feature) {
        return losses.all().stream().anyMatch(loss -> loss.feature() == feature);
    }
}
