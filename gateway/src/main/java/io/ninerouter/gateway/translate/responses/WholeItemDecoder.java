package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads an item that only means something when it is complete: steps of the provider's own tools, and pictures. */
final class WholeItemDecoder implements ItemDecoder {
    private final ItemSink out;

    WholeItemDecoder(ItemSink out) {
        this.out = out;
    }

    @Override
    public void event(WireEvent event) {
        // Progress: the item itself will tell.
    }

    @Override
    public void done(@Nullable WireItem item) {
        if (item != null && !item.type().isEmpty()) {
            out.start(new PartHead.Whole(part(item)));
            out.end();
        }
    }

    private static Part part(WireItem item) {
        RawJson picture = item.result();
        if (item.type().equals("image_generation_call") && picture != null) {
            try (JsonReader in = picture.copy().read()) {
                Utf8 base64 = in.utf8();
                Media media = new Media.Inline(item.imageType(), base64 == null ? Utf8.EMPTY : base64);
                return new Part.Attachment(Media.Kind.IMAGE, media, Part.MediaDetail.NONE, null);
            }
        }
        RawJson json = item.raw().copy();
        boolean step = item.type().endsWith("_call") || item.type().startsWith("mcp_");
        return step
                ? new Part.ServerTool(Dialect.OPENAI_RESPONSES, item.type(), json, null)
                : new Part.Opaque(Dialect.OPENAI_RESPONSES, item.type(), json);
    }
}
