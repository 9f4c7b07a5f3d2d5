package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.Utf8;

/** How much text a prompt has. */
final class PromptLength implements PromptSink {
    private long total;

    /** Characters of strings and bytes of slices. */
    long total() {
        return total;
    }

    @Override
    public void text(String text) {
        total += text.length();
    }

    @Override
    public void text(Utf8 text) {
        total += text.length();
    }

    @Override
    public void attachment(Part.Attachment attachment) {
        if (attachment.media() instanceof Media.PlainText(String text)) {
            total += text.length();
        }
    }

    @Override
    public void fixed(long tokens) {
        // No text.
    }
}
