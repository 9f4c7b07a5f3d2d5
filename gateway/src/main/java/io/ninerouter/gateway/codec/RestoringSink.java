package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes in an answer what {@link RequestShaper} did to the tools of the request: calls come out under the client's names,
 * and those of free-text tools as free text again. Stands between a provider's decoder and a client's encoder. Not
 * thread-safe.
 */
public final class RestoringSink implements Consumer<StreamEvent> {
    private final ToolNames names;
    private final Consumer<StreamEvent> out;
    private final Map<Integer, InputUnwrapper> unwrapping = new HashMap<>();

    /** Restores names as {@code exchange} knows them. */
    public RestoringSink(Exchange exchange, Consumer<StreamEvent> out) {
        this.names = exchange.toolNames();
        this.out = out;
    }

    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.PartStarted start
            when start.head() instanceof PartHead.ToolCall call ->
                out.accept(new StreamEvent.PartStarted(start.choice(), start.part(), head(start.choice(), call)));
            case StreamEvent.PartDelta delta
            when delta.delta() instanceof Delta.Fragment(String text) -> {
                InputUnwrapper unwrapper = unwrapping.get(delta.choice());
                if (unwrapper == null) {
                    out.accept(event);
                } else {
                    fragment(delta.choice(), delta.part(), unwrapper.feed(text));
                }
            }
            case StreamEvent.PartEnded(int choice, int part) -> {
                InputUnwrapper unwrapper = unwrapping.remove(choice);
                if (unwrapper != null) {
                    fragment(choice, part, unwrapper.end());
                }
                out.accept(event);
            }
            default -> out.accept(event);
        }
    }

    private PartHead head(int choice, PartHead.ToolCall call) {
        ToolName original = names.original(call.name());
        if (original.custom() && !call.name().custom()) {
            unwrapping.put(choice, new InputUnwrapper(ToolNames.CUSTOM_ARGUMENT));
        }
        return original.equals(call.name())
                ? call
                : new PartHead.ToolCall(call.id(), original, call.seal(), call.extras());
    }

    private void fragment(int choice, int part, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            out.accept(new StreamEvent.PartDelta(choice, part, new Delta.Fragment(text)));
        }
    }
}
