package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer in one piece: the fold of its events.
 *
 * @param id the provider's; empty when it gave none
 * @param model the provider's name for the model; empty when it gave none
 * @param created epoch seconds; 0 when not given
 * @param choices in order of their index
 * @param usage null when not reported
 * @param error why the answer failed; null when it is complete
 */
public record Completion(
        String id,
        String model,
        long created,
        List<Choice> choices,
        @Nullable Usage usage,
        @Nullable ApiError error) {

    public Completion {
        choices = choices == null ? List.of() : List.copyOf(choices);
    }

    /** The answer that these events tell; events after the last one that belongs to it are ignored. */
    public static Completion fold(Iterable<StreamEvent> events) {
        CompletionFold fold = new CompletionFold();
        events.forEach(fold);
        return fold.result();
    }

    /** Tells the answer as events; folding them gives an equal answer. */
    public void emit(Consumer<StreamEvent> out) {
        CompletionEvents.emit(this, out);
    }

    /** The choice with this index; null when there is none. */
    public @Nullable Choice choice(int index) {
        for (Choice choice : choices) {
            if (choice.index() == index) {
                return choice;
            }
        }
        return null;
    }

    /**
     * One of the answers asked for.
     *
     * @param reason null when the answer was cut before it ended
     * @param logprobs the objects that the deltas brought, in order
     */
    public record Choice(
            int index, List<Part> parts, @Nullable StopReason reason, List<RawJson> logprobs) {
        public Choice {
            parts = parts == null ? List.of() : List.copyOf(parts);
            logprobs = logprobs == null ? List.of() : List.copyOf(logprobs);
        }

        /** All visible text, glued. */
        public String text() {
            return Message.of(Role.ASSISTANT, parts).text();
        }
    }
}
