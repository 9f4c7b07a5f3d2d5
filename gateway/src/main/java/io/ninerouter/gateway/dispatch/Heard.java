package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.tokens.AnswerNotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an answer until an attempt was over.
 *
 * @param usage tokens as last reported; null when nothing was
 * @param finished whether the dialect's own end was seen: what was reported before it need not be all
 * @param notes taken along the way; null = none
 * @param losses what translation could not carry
 * @param bytes of the answer's body
 */
record Heard(
        @Nullable Usage usage, boolean finished, @Nullable AnswerNotes notes, List<Loss> losses, long bytes) {

    /** What was heard of an answer. */
    static Heard of(@Nullable Reading reading, List<Loss> losses, long bytes) {
        return reading == null
                ? new Heard(null, false, null, losses, bytes)
                : new Heard(reading.usage(), reading.finished(), reading.notes(), losses, bytes);
    }
}
