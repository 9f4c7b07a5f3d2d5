package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.tokens.AnswerNotes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes how far an answer has come, and passes its events on: all but its failure, which is rendered when asked for. */
final class AnswerProgress implements Consumer<StreamEvent> {
    private final Consumer<StreamEvent> out;
    private @Nullable AnswerNotes notes;
    private @Nullable Usage usage;
    private @Nullable ApiError error;
    private boolean meaningful;
    private boolean finished;

    AnswerProgress(Consumer<StreamEvent> out) {
        this.out = out;
    }

    /** Takes notes from now on. */
    void follow(AnswerNotes notes) {
        this.notes = notes;
    }

    @Override
    public void accept(StreamEvent event) {
        if (finished || error != null) {
            return;
        }
        if (notes != null) {
            notes.accept(event);
        }
        switch (event) {
            case StreamEvent.UsageReported(Usage reported) -> usage = reported;
            case StreamEvent.PartStarted start ->
                meaningful |= start.head() instanceof PartHead.ToolCall || start.head() instanceof PartHead.Whole;
            case StreamEvent.PartDelta delta -> meaningful |= delta.delta() instanceof Delta.Fragment;
            case StreamEvent.Finished _ -> meaningful = true;
            case StreamEvent.Ended _ -> {
                meaningful = true;
                finished = true;
            }
            case StreamEvent.Failed(ApiError why) -> {
                error = why;
                return;
            }
            case StreamEvent.Started _, StreamEvent.PartEnded _, StreamEvent.Heartbeat _, StreamEvent.Opaque _ -> {
                // Nothing that a caller would miss.
            }
        }
        out.accept(event);
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    @Nullable
    ApiError error() {
        return error;
    }

    boolean meaningful() {
        return meaningful;
    }

    boolean finished() {
        return finished;
    }
}
