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
    static final int WHOLE = 16 << 10;
    static final int KEPT = 32 << 10;
    static final int ONE_IN = 16;

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
                calls++;
                add(call.name().name());
            }
            default -> {
                // Nothing that was generated.
            }
        }
    }

    /** The model said this. */
    public void add(String text) {
        boolean keep = kept.length() < WHOLE || (kept.length() < KEPT && total / Tokenizer.PIECE % ONE_IN == 0);
        if (keep) {
            kept.append(text, 0, Math.min(text.length(), KEPT - kept.length()));
        }
        total += text.length();
    }

    /**
     * The estimate so far; 0 when nothing was said. Takes up to about 50 ms, and half a second more when it is the first to
     * use the encoding: not for an event loop.
     */
    public long tokens() {
        if (total == 0) {
            return 0;
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
