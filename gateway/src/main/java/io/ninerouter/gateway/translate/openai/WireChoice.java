package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * The members of one element of {@code choices}, read in one go: which choice it is may be said last. Slices, valid as long
 * as the bytes they were read from.
 */
final class WireChoice {
    /** Negative when it does not say. */
    int index = -1;

    @Nullable
    RawJson logprobs;

    @Nullable
    RawJson usage;

    @Nullable
    RawJson error;

    /** The older completions; Together has it beside the delta. */
    @Nullable
    String text;

    String finish = "";
    private @Nullable ChatDelta message;
    private @Nullable ChatDelta delta;

    /**
     * Reads the object that {@code in} stands at.
     *
     * @param unary whether it is the {@code message} that counts: Perplexity streams that, as far as it has come, beside each
     *     {@code delta}
     */
    static WireChoice read(JsonReader in, boolean unary, Losses losses) {
        WireChoice choice = new WireChoice();
        if (in.lenientObject()) {
            while (in.nextField()) {
                choice.member(in, unary, losses);
            }
        }
        return choice;
    }

    private void member(JsonReader in, boolean unary, Losses losses) {
        switch (in.name()) {
            case "index" -> index = (int) in.lenientLong(index);
            case "message" -> {
                if (unary) {
                    message = ChatDelta.read(in, losses);
                }
            }
            case "delta" -> delta = ChatDelta.read(in, losses);
            case "text" -> text = in.lenientText();
            case "logprobs" -> logprobs = in.rawOrNull();
            case "finish_reason" -> finish(in.lenientText());
            case "finish_details" -> finishDetails(in);
            case "usage" -> usage = in.rawOrNull();
            case "error" -> error = in.rawOrNull();
            default -> in.skip();
        }
    }

    /** What is said; null when nothing is, but perhaps bare {@link #text}. An answer in one piece may have both, one empty. */
    @Nullable
    ChatDelta said() {
        return message == null ? delta : message;
    }

    /** Whether there are calls of tools and nothing else. */
    boolean callsAlone() {
        ChatDelta delta = said();
        return delta != null && delta.calls() && !delta.speaks();
    }

    /** Whether nothing is said but, perhaps, whose turn it is. */
    boolean isSilent() {
        ChatDelta delta = said();
        return finish.isEmpty() && text == null && (delta == null || (!delta.calls() && !delta.speaks()));
    }

    private void finish(@Nullable String word) {
        if (word != null && finish.isEmpty()) {
            finish = word;
        }
    }

    private void finishDetails(JsonReader in) {
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (in.name().equals("type")) {
                    finish(in.lenientText());
                }
            }
        }
    }
}
