package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.function.Consumer;

/**
 * Output tokens of one answer, estimated from its text, its thoughts and its tool calls. Being told of a piece only copies
 * it, so every answer can be followed in case its provider reports no usage; {@link #tokens()} does the work.
 *
 * <p>Keeps the first {@value #WHOLE} characters, and of what follows one part in {@value #ONE_IN} until {@value #KEPT} are
 * kept; the rest is taken for alike. Made by {@link TokenEstimator#output}. Not thread-safe.
 */
public final class AnswerTokens implements Consumer<StreamEvent> {
    static final int WHOLE = 4 << 10;
    static final int KEPT = 8 << 10;
    static final int ONE_IN = 16;
    /** Of text that was not looked at. */
    static final int CHARACTERS_A_TOKEN = 4;

    private final TokenRules rules;
    private final StringBuilder kept = new StringBuilder();
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
            kept.append(text, 0, Math.min(text.length(), KEPT - kept.length()));
        }
        total += text.length();
    }

    /**
     * The model said this: UTF-8 as it stands between the quotes of a JSON string. An escape of a code point counts as one
     * character, whatever stands behind it; all of it is only read.
     */
    void addJson(byte[] data, int from, int to) {
        boolean keep = keeps();
        int i = from;
        while (i < to) {
            int first = data[i] & 0xff;
            int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
            int character = first < 0x80 ? first : decoded(data, i, Math.min(length, to - i), first);
            if (first == '\\' && i + 1 < to) {
                length = data[i + 1] == 'u' ? 6 : 2;
                character = length == 6 ? hex(data, i + 2, to) : data[i + 1] == 'n' ? '\n' : data[i + 1];
            }
            if (keep && kept.length() < KEPT) {
                kept.append((char) (character > 0xffff ? 0xfffd : character));
            }
            total++;
            i += length;
        }
    }

    /** The model said so much, which was not looked at. */
    void unseen(long characters) {
        total += characters;
    }

    private boolean keeps() {
        return kept.length() < WHOLE || (kept.length() < KEPT && total / Tokenizer.PIECE % ONE_IN == 0);
    }

    private static int decoded(byte[] data, int at, int length, int first) {
        int character = first & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            character = (character << 6) | (data[at + i] & 0x3f);
        }
        return character;
    }

    private static int hex(byte[] data, int from, int to) {
        int character = 0;
        for (int i = from; i < Math.min(from + 4, to); i++) {
            character = (character << 4) | Math.max(0, Character.digit(data[i], 16));
        }
        return character;
    }

    /** A rough estimate so far, by length alone: quick. */
    public long byLength() {
        return any() ? Math.max(1, total / CHARACTERS_A_TOKEN) : 0;
    }

    /**
     * The estimate so far; 0 when nothing was said. Takes up to about 50 ms, and half a second more when it is the first to
     * use the encoding: not for an event loop.
     */
    public long tokens() {
        if (total == 0) {
            return 0;
        }
        if (kept.isEmpty()) {
            return Math.max(1, total / CHARACTERS_A_TOKEN);
        }
        double counted = 0;
        int from = 0;
        while (from < kept.length()) {
            int to = Math.min(from + Tokenizer.PIECE, kept.length());
            if (to < kept.length() && Character.isLowSurrogate(kept.charAt(to))) {
                to--;
            }
            counted += Tokenizer.count(kept.substring(from, to));
            from = to;
        }
        double text = rules.factor() * counted * total / kept.length();
        return Math.max(1, Math.round(text) + calls * rules.around().call());
    }
}
