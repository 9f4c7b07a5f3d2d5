package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Output tokens of one answer, estimated from its text, its thoughts and its tool calls. Being told of a piece only copies
 * it, so every answer can be followed in case its provider reports no usage; {@link #tokens()} does the work.
 *
 * <p>Keeps the first {@value #WHOLE} bytes of it in UTF-8, and of what follows one part in {@value #ONE_IN} until {@value #KEPT}
 * are kept; the rest is taken for alike. Made by {@link TokenEstimator#output}. Not thread-safe.
 */
public final class AnswerTokens implements Consumer<StreamEvent> {
    static final int WHOLE = 4 << 10;
    static final int KEPT = 8 << 10;
    static final int ONE_IN = 16;

    private static final int FIRST = 256;
    /** Of text that was not looked at. */
    static final int BYTES_A_TOKEN = 4;

    private final TokenRules rules;
    private byte[] kept = new byte[FIRST];
    private int length;
    /** How long what is kept was as it came: longer where it was escaped. */
    private long looked;

    private long total;
    private long calls;

    AnswerTokens(TokenRules rules) {
        this.rules = rules;
    }

    /** {@inheritDoc} All that is not said by the model is passed over. */
    @Override
    public void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.PartDelta(int _, int _, Delta.Fragment(String text)) -> add(text);
            case StreamEvent.PartStarted(int _, int _, PartHead.ToolCall call) -> {
                call();
                add(call.name().name());
            }
            default -> {
                // Nothing that was generated.
            }
        }
    }

    /** Whether anything was said. */
    public boolean any() {
        return total > 0 || calls > 0;
    }

    /** The model calls a tool. */
    void call() {
        calls++;
    }

    /** The model said this. */
    public void add(String text) {
        if (keeps()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            keep(bytes, 0, bytes.length, bytes.length);
            total += bytes.length;
        } else {
            total += utf8Length(text);
        }
    }

    /** The model said this: UTF-8 as it stands between the quotes of a JSON string, which is only read. */
    void addJson(byte[] data, int from, int to) {
        if (keeps()) {
            if (JsonText.escapes(data, from, to)) {
                byte[] text = unescaped(data, from, to);
                keep(text, 0, text.length, to - from);
            } else {
                keep(data, from, to, to - from);
            }
        }
        total += to - from;
    }

    private static byte[] unescaped(byte[] data, int from, int to) {
        try {
            return JsonText.unescape(data, from, to).getBytes(StandardCharsets.UTF_8);
        } catch (MalformedFrameException e) {
            // Whoever forwards the answer judges it: an escape that is none counts as it stands.
            return Arrays.copyOfRange(data, from, to);
        }
    }

    private void keep(byte[] text, int from, int to, int asSent) {
        int more = Math.min(to - from, KEPT - length);
        if (length + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(KEPT, Math.max(length + more, 2 * kept.length)));
        }
        System.arraycopy(text, from, kept, length, more);
        length += more;
        looked += more == to - from ? asSent : (long) asSent * more / (to - from);
    }

    /** The model said so much, which was not looked at. */
    void unseen(long bytes) {
        total += bytes;
    }

    private boolean keeps() {
        return length < WHOLE || (length < KEPT && total / Tokenizer.PIECE % ONE_IN == 0);
    }

    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Two surrogates are four bytes together.
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }

    /** A rough estimate so far, by length alone: quick. */
    public long byLength() {
        return any() ? Math.max(1, total / BYTES_A_TOKEN) : 0;
    }

    /**
     * The estimate so far; 0 when nothing was said. Takes up to about 50 ms, and half a second more when it is the first to
     * use the encoding: not for an event loop.
     */
    public long tokens() {
        if (total == 0) {
            return 0;
        }
        if (looked == 0) {
            return Math.max(1, total / BYTES_A_TOKEN);
        }
        String text = new String(kept, 0, length, StandardCharsets.UTF_8);
        double counted = 0;
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + Tokenizer.PIECE, text.length());
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to--;
            }
            counted += Tokenizer.count(text.substring(from, to));
            from = to;
        }
        double all = rules.factor() * counted * total / looked;
        return Math.max(1, Math.round(all) + calls * rules.around().call());
    }
}
