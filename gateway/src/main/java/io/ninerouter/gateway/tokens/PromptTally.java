package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Counts a prompt piece by piece: all pieces, or every n-th, whose average then stands for the others. Nothing longer than a
 * piece is ever copied.
 */
final class PromptTally implements PromptSink {
    private final TokenRules rules;
    private final long stride;
    private final Share strings = new Share();
    private final Share slices = new Share();
    private long piece;
    private long fixed;

    /**
     * An empty tally.
     *
     * @param stride 1 = all pieces are counted, n = every n-th
     */
    PromptTally(TokenRules rules, long stride) {
        this.rules = rules;
        this.stride = stride;
    }

    /** The estimate. */
    long tokens() {
        return fixed + Math.round(rules.factor() * (strings.tokens() + slices.tokens()));
    }

    @Override
    public void text(String text) {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + Tokenizer.PIECE, text.length());
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to--;
            }
            if (piece++ % stride == 0) {
                strings.counted(to - from, Tokenizer.count(text.substring(from, to)));
            }
            strings.total += to - from;
            from = to;
        }
    }

    @Override
    public void text(Utf8 text) {
        int from = text.from();
        while (from < text.to()) {
            int to = Math.min(from + Tokenizer.PIECE, text.to());
            // Not within a code point: continuation bytes are 10xxxxxx.
            while (to < text.to() && to > from + 1 && (text.array()[to] & 0xc0) == 0x80) {
                to--;
            }
            if (piece++ % stride == 0) {
                String decoded = new String(text.array(), from, to - from, StandardCharsets.UTF_8);
                slices.counted(to - from, Tokenizer.count(decoded));
            }
            slices.total += to - from;
            from = to;
        }
    }

    @Override
    public void attachment(Part.Attachment attachment) {
        if (attachment.media() instanceof Media.PlainText(String text)) {
            text(text);
        } else {
            fixed += MediaTokens.of(attachment, rules);
        }
    }

    @Override
    public void fixed(long tokens) {
        fixed += tokens;
    }

    /** Text of one measure. */
    private static final class Share {
        long total;
        private long counted;
        private double tokens;

        void counted(long length, double more) {
            counted += length;
            tokens += more;
        }

        double tokens() {
            // Four to a token where no piece was drawn, which is so only when there is next to nothing of this measure.
            return counted == 0 ? total / 4.0 : tokens * total / counted;
        }
    }
}
