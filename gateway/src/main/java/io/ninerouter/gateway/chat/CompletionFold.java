package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Folds events into an answer, as they come. One instance per answer; not thread-safe. */
public final class CompletionFold implements Consumer<StreamEvent> {
    private StreamEvent.Started started = new StreamEvent.Started("", "", 0);
    private final TreeMap<Integer, ChoiceFold> choices = new TreeMap<>();
    private @Nullable Usage usage;
    private @Nullable ApiError error;
    private boolean over;

    @Override
    public void accept(StreamEvent event) {
        if (over) {
            return;
        }
        switch (event) {
            case StreamEvent.Started start -> started = start;
            case StreamEvent.PartStarted(int choice, int _, PartHead head) ->
                choice(choice).start(head);
            case StreamEvent.PartDelta(int choice, int _, Delta delta) ->
                choice(choice).delta(delta);
            case StreamEvent.PartEnded(int choice, int _) -> choice(choice).end();
            case StreamEvent.UsageReported(Usage reported) -> usage = reported;
            case StreamEvent.Finished(int choice, StopReason reason) -> choice(choice).reason = reason;
            case StreamEvent.Failed(ApiError why) -> {
                error = why;
                over = true;
            }
            case StreamEvent.Ended _ -> over = true;
            case StreamEvent.Heartbeat _, StreamEvent.Opaque _ -> {
                // Nothing of the answer.
            }
        }
    }

    /** Whether the answer is complete or has failed. */
    public boolean isOver() {
        return over;
    }

    /** The answer so far: parts that are open count as they are. */
    public Completion result() {
        List<Completion.Choice> folded = new ArrayList<>(choices.size());
        choices.forEach((index, choice) -> folded.add(choice.result(index)));
        return new Completion(started.id(), started.model(), started.created(), folded, usage, error);
    }

    private ChoiceFold choice(int index) {
        return choices.computeIfAbsent(index, _ -> new ChoiceFold());
    }

    private static final class ChoiceFold {
        final List<Part> parts = new ArrayList<>();
        final List<RawJson> logprobs = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        final List<Citation> citations = new ArrayList<>();
        final List<Part.Section> sections = new ArrayList<>();
        boolean summary;

        @Nullable
        Seal seal;

        @Nullable
        PartHead head;

        @Nullable
        StopReason reason;

        void start(PartHead next) {
            end();
            head = next;
            seal = next instanceof PartHead.ToolCall call ? call.seal() : null;
        }

        void delta(Delta delta) {
            switch (delta) {
                case Delta.Fragment(String more) -> text.append(more);
                case Delta.Section(boolean next) -> {
                    closeSection();
                    summary = next;
                }
                case Delta.Sealed(Seal with) -> seal = with;
                case Delta.Cited(Citation citation) -> citations.add(citation);
                case Delta.Logprobs(RawJson json) -> logprobs.add(json);
            }
        }

        void end() {
            Part part = open();
            if (part != null) {
                parts.add(part);
            }
            head = null;
            seal = null;
            summary = false;
            text.setLength(0);
            citations.clear();
            sections.clear();
        }

        Completion.Choice result(int index) {
            end();
            return new Completion.Choice(index, parts, reason, logprobs);
        }

        private @Nullable Part open() {
            return switch (head) {
                case null -> null;
                case PartHead.Text _ -> new Part.Text(text.toString(), citations, seal, null);
                case PartHead.Refusal _ -> new Part.Refusal(text.toString());
                case PartHead.Reasoning reasoning -> {
                    closeSection();
                    yield new Part.Reasoning(reasoning.id(), sections, seal);
                }
                case PartHead.ToolCall call -> {
                    ToolInput input = call.name().custom()
                            ? new ToolInput.Free(text.toString())
                            : ToolInput.ofArguments(text.toString());
                    yield new Part.ToolCall(call.id(), call.name(), input, seal, null, call.extras());
                }
                case PartHead.Whole(Part part) -> part;
            };
        }

        private void closeSection() {
            if (!text.isEmpty()) {
                sections.add(new Part.Section(summary, text.toString()));
                text.setLength(0);
            }
        }
    }
}
