package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a message: one part for each piece of its content. */
final class MessageItemDecoder implements ItemDecoder {
    private final ItemSink out;
    private int piece = -1;
    private boolean refusal;
    private boolean open;
    private boolean worded;
    private boolean logged;
    private int annotations;

    MessageItemDecoder(ItemSink out) {
        this.out = out;
    }

    @Override
    public void event(WireEvent event) {
        int index = event.content();
        switch (event.type()) {
            case "response.content_part.added" -> {
                WireContent added = event.part();
                open(index, added != null && added.isRefusal());
            }
            case "response.output_text.delta" -> {
                open(index, false);
                words(event.text());
                logprobs(event.logprobs());
            }
            case "response.refusal.delta" -> {
                open(index, true);
                words(event.text());
            }
            case "response.output_text.done" ->
                complete(index, new WireContent("output_text", event.text(), List.of(), event.logprobs()));
            case "response.refusal.done" -> complete(index, new WireContent("refusal", event.text(), List.of(), null));
            case "response.output_text.annotation.added" -> {
                if (event.annotation() != null) {
                    open(index, false);
                    annotation(event.annotation());
                }
            }
            case "response.content_part.done" -> {
                WireContent whole = event.part();
                if (whole != null) {
                    complete(index, whole);
                }
            }
            default -> {
                // Says nothing that is not said elsewhere.
            }
        }
    }

    @Override
    public void done(@Nullable WireItem item) {
        if (item != null) {
            for (int i = 0; i < item.content().size(); i++) {
                complete(i, item.content().get(i));
            }
        }
        out.end();
        open = false;
    }

    private void open(int index, boolean refused) {
        if (open && index <= piece && refused == refusal) {
            return;
        }
        piece = Math.max(index, piece);
        refusal = refused;
        open = true;
        worded = false;
        logged = false;
        annotations = 0;
        out.start(refused ? new PartHead.Refusal() : new PartHead.Text());
    }

    /** Tells what of a piece was not told yet. */
    private void complete(int index, WireContent whole) {
        if (index < piece || (index == piece && open && refusal != whole.isRefusal())) {
            return;
        }
        if (!whole.isRefusal() && !whole.type().endsWith("text")) {
            return;
        }
        open(index, whole.isRefusal());
        if (!worded) {
            words(whole.text());
        }
        for (int i = annotations; i < whole.annotations().size(); i++) {
            annotation(whole.annotations().get(i));
        }
        if (!logged) {
            logprobs(whole.logprobs());
        }
    }

    private void words(String text) {
        worded |= !text.isEmpty();
        out.fragment(text);
    }

    private void annotation(RawJson annotation) {
        annotations++;
        out.delta(new Delta.Cited(Annotations.read(annotation.copy())));
    }

    /** The neutral model has the form of chat completions: the list within an object. */
    private void logprobs(@Nullable RawJson list) {
        if (list != null) {
            logged = true;
            ByteBuilder bytes = new ByteBuilder(list.bytes().length() + 16);
            new JsonWriter(bytes).object().raw("content", list).endObject();
            byte[] wrapped = bytes.take();
            out.delta(new Delta.Logprobs(new RawJson(Utf8.slice(wrapped, 0, wrapped.length))));
        }
    }
}
