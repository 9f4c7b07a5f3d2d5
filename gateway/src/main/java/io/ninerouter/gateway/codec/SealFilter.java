package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes out seals that the target could not open: it would refuse the request. */
public final class SealFilter {
    private final Predicate<Seal> foreign;
    private final Losses losses;

    private SealFilter(Predicate<Seal> foreign, Losses losses) {
        this.foreign = foreign;
        this.losses = losses;
    }

    /**
     * A request without seals of its history, for a target that has refused one that looked like its own: another account
     * may have made it, or another vendor who speaks the same dialect.
     *
     * @param hidden the seals that it is not shown
     */
    public static ChatRequest unsealed(ChatRequest request, HiddenSeals hidden, Losses losses) {
        return request.with(filter(request.messages(), new SealFilter(seal -> hidden.hides(seal.data()), losses)));
    }

    /** The texts of all seals of a request's history, in their order. */
    public static List<String> seals(ChatRequest request) {
        List<String> seals = new ArrayList<>();
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                Seal seal = switch (part) {
                    case Part.Text text -> text.seal();
                    case Part.ToolCall call -> call.seal();
                    case Part.Reasoning reasoning -> reasoning.seal();
                    default -> null;
                };
                if (seal != null) {
                    seals.add(seal.data());
                }
            }
        }
        return seals;
    }

    static List<Message> filter(List<Message> messages, Exchange exchange) {
        TargetModel target = exchange.target();
        return filter(
                messages, new SealFilter(seal -> !seal.fits(target.sealed(), target.family()), exchange.losses()));
    }

    private static List<Message> filter(List<Message> messages, SealFilter filter) {
        List<Message> filtered = new ArrayList<>(messages.size());
        for (Message message : messages) {
            filtered.add(message.role() == Role.ASSISTANT ? filter.message(message) : message);
        }
        return filtered;
    }

    private Message message(Message message) {
        List<Part> parts = new ArrayList<>(message.parts().size());
        for (Part part : message.parts()) {
            Part kept = part(part);
            if (kept != null) {
                parts.add(kept);
            }
        }
        return parts.equals(message.parts()) ? message : message.withParts(parts);
    }

    private @Nullable Part part(Part part) {
        return switch (part) {
            case Part.Text text
            when foreign(text.seal()) -> {
                count(text.seal());
                yield new Part.Text(text.text(), text.citations(), null, text.cache());
            }
            case Part.ToolCall call
            when foreign(call.seal()) -> {
                count(call.seal());
                yield new Part.ToolCall(call.id(), call.name(), call.input(), null, call.cache(), call.extras());
            }
            case Part.Reasoning reasoning
            when foreign(reasoning.seal()) -> {
                count(reasoning.seal());
                // An id names a sealed item of its provider: without the seal it names nothing.
                yield reasoning.sections().isEmpty() ? null : new Part.Reasoning(null, reasoning.sections(), null);
            }
            default -> part;
        };
    }

    private boolean foreign(@Nullable Seal seal) {
        return seal != null && foreign.test(seal);
    }

    private void count(@Nullable Seal seal) {
        // An empty one vouched for nothing.
        if (seal != null && !seal.data().isEmpty()) {
            losses.dropped(Feature.REASONING_SEAL, "of another dialect or model family");
        }
    }
}
