package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Part;
import java.util.List;

/** Marks where a prompt cache may end, for clients that only name their cache. */
public final class CacheEnd {
    private CacheEnd() {}

    /** Puts a hint on the last part, where it can have one. */
    public static void mark(List<Part> parts) {
        if (!parts.isEmpty()) {
            parts.set(parts.size() - 1, marked(parts.getLast()));
        }
    }

    private static Part marked(Part part) {
        CacheHint hint = new CacheHint(null);
        return switch (part) {
            case Part.Text text -> new Part.Text(text.text(), text.citations(), text.seal(), hint);
            case Part.Attachment media -> new Part.Attachment(media.kind(), media.media(), media.about(), hint);
            case Part.ToolResult result ->
                new Part.ToolResult(result.callId(), result.parts(), result.error(), hint, result.extras());
            default -> part;
        };
    }
}
