package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads a call of one of the client's tools. One that never says which tool is passed over: nothing could run. */
final class CallItemDecoder implements ItemDecoder {
    private final ItemSink out;
    private final Exchange exchange;
    private final boolean custom;
    /** What came before the tool was known. */
    private final StringBuilder early = new StringBuilder();
    /** All of the input, where no deltas came. */
    private String whole = "";

    private boolean started;
    private boolean told;

    /**
     * A reader.
     *
     * @param item as it was added; null when the provider does not say
     */
    CallItemDecoder(ItemSink out, Exchange exchange, boolean custom, @Nullable WireItem item) {
        this.out = out;
        this.exchange = exchange;
        this.custom = custom;
        learn(item);
    }

    @Override
    public void event(WireEvent event) {
        switch (event.type()) {
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> {
                if (started) {
                    told |= !event.text().isEmpty();
                    out.fragment(event.text());
                } else {
                    early.append(event.text());
                }
            }
            case "response.function_call_arguments.done", "response.custom_tool_call_input.done" ->
                whole = event.text();
            default -> {
                // Says nothing that is not said elsewhere.
            }
        }
    }

    @Override
    public void done(@Nullable WireItem item) {
        learn(item);
        if (started && !told) {
            told = true;
            out.fragment(whole);
        }
        out.end();
    }

    private void learn(@Nullable WireItem item) {
        if (item == null) {
            return;
        }
        whole = item.input().isEmpty() ? whole : item.input();
        if (!started && !item.name().isEmpty()) {
            started = true;
            ToolName name = new ToolName(item.name(), item.namespace(), custom);
            out.start(new PartHead.ToolCall(exchange.callId(item.callId()), name, null, Extras.NONE));
            told = !early.isEmpty();
            out.fragment(early.toString());
        }
    }
}
