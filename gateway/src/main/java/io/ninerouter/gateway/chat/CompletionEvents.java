package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells a complete answer as events. */
final class CompletionEvents {
    private final Consumer<StreamEvent> out;
    private int choice;
    private int part;

    private CompletionEvents(Consumer<StreamEvent> out) {
        this.out = out;
    }

    static void emit(Completion completion, Consumer<StreamEvent> out) {
        new CompletionEvents(out).completion(completion);
    }

    private void completion(Completion completion) {
        out.accept(new StreamEvent.Started(completion.id(), completion.model(), completion.created()));
        for (Completion.Choice each : completion.choices()) {
            choice = each.index();
            part = 0;
            boolean logged = each.logprobs().isEmpty();
            for (Part piece : each.parts()) {
                // Which part they belong to is no longer known: the first can carry them all.
                boolean carries = !logged;
                logged |= carries;
                part(piece, carries ? each : null);
                part++;
            }
            if (each.reason() != null) {
                out.accept(new StreamEvent.Finished(choice, each.reason()));
            }
        }
        if (completion.usage() != null) {
            out.accept(new StreamEvent.UsageReported(completion.usage()));
        }
        out.accept(completion.error() == null ? new StreamEvent.Ended() : new StreamEvent.Failed(completion.error()));
    }

    private void part(Part piece, Completion.@Nullable Choice logged) {
        switch (piece) {
            case Part.Text text -> {
                start(new PartHead.Text());
                fragment(text.text());
                text.citations().forEach(citation -> delta(new Delta.Cited(citation)));
                seal(text.seal());
            }
            case Part.Refusal refusal -> {
                start(new PartHead.Refusal());
                fragment(refusal.text());
            }
            case Part.Reasoning reasoning -> {
                start(new PartHead.Reasoning(reasoning.id()));
                for (Part.Section section : reasoning.sections()) {
                    delta(new Delta.Section(section.summary()));
                    fragment(section.text());
                }
                seal(reasoning.seal());
            }
            case Part.ToolCall call -> {
                start(new PartHead.ToolCall(call.id(), call.name(), call.seal(), call.extras()));
                fragment(call.input().text());
            }
            case Part.Attachment whole -> start(new PartHead.Whole(whole));
            case Part.ServerTool whole -> start(new PartHead.Whole(whole));
            case Part.Opaque whole -> start(new PartHead.Whole(whole));
            case Part.ToolResult whole -> start(new PartHead.Whole(whole));
        }
        if (logged != null) {
            for (RawJson logprobs : logged.logprobs()) {
                delta(new Delta.Logprobs(logprobs));
            }
        }
        out.accept(new StreamEvent.PartEnded(choice, part));
    }

    private void start(PartHead head) {
        out.accept(new StreamEvent.PartStarted(choice, part, head));
    }

    private void fragment(String text) {
        if (!text.isEmpty()) {
            delta(new Delta.Fragment(text));
        }
    }

    private void seal(@Nullable Seal seal) {
        if (seal != null) {
            delta(new Delta.Sealed(seal));
        }
    }

    private void delta(Delta delta) {
        out.accept(new StreamEvent.PartDelta(choice, part, delta));
    }
}
