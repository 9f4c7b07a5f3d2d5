package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.Utf8;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer: chunks as events, a JSON array of chunks, or one whole. There is no end marker, and older models give a
 * finish reason with every chunk: what the reason is, is known when the body has ended.
 */
final class GeminiStreamDecoder implements StreamDecoder {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final boolean unary;
    private final TreeMap<Integer, CandidateDecoder> candidates = new TreeMap<>();
    private final JsonFields counts = new JsonFields();
    private final Searches searches = new Searches();
    private @Nullable Usage usage;
    private String blockReason = "";
    private boolean started;
    private boolean over;

    /**
     * A reader of one answer.
     *
     * @param unary whether it comes whole: then it is complete even if no reason is given
     */
    GeminiStreamDecoder(Exchange exchange, Consumer<StreamEvent> out, boolean unary) {
        this.exchange = exchange;
        this.out = out;
        this.unary = unary;
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (over || from >= to || isDone(data, from, to)) {
            return;
        }
        read(Utf8.slice(data, from, to));
    }

    /** An answer in one piece. */
    void whole(Utf8 body) {
        read(body);
        if (candidates.isEmpty() && blockReason.isEmpty() && !over) {
            throw new BadJsonException("candidates: missing (expected: a list)");
        }
        end();
    }

    private void read(Utf8 json) {
        try (JsonReader in = JsonReader.of(json)) {
            // Without alt=sse answers are lists of chunks, and errors lists of one.
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    if (in.lenientObject()) {
                        chunk(WireChunk.read(in));
                    }
                }
            } else if (in.lenientObject()) {
                chunk(WireChunk.read(in));
            }
        }
    }

    private void chunk(WireChunk chunk) {
        if (over) {
            return;
        }
        if (chunk.error != null) {
            fail(chunk.error);
            return;
        }
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started(chunk.id, chunk.model, chunk.created));
        }
        for (WireChunk.Candidate candidate : chunk.candidates) {
            searches.grounding(candidate.grounding);
            candidates
                    .computeIfAbsent(candidate.index, index -> new CandidateDecoder(index, exchange, out))
                    .add(candidate);
        }
        if (!chunk.blockReason.isEmpty()) {
            blockReason = chunk.blockReason;
        }
        if (chunk.usage != null) {
            Utf8 reported = chunk.usage.bytes();
            counts.merge(reported.array(), reported.from(), reported.to());
        }
        usage();
    }

    private void usage() {
        Usage now = GeminiWatch.usage(counts, searches);
        if (now != null && !now.equals(usage)) {
            usage = now;
            out.accept(new StreamEvent.UsageReported(now));
        }
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        candidates.values().forEach(CandidateDecoder::close);
        ApiError failure = failure();
        if (failure != null) {
            fail(failure);
            return;
        }
        over = true;
        if (candidates.isEmpty()) {
            out.accept(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.CONTENT_FILTER, blockReason)));
        }
        candidates.forEach((index, candidate) -> out.accept(new StreamEvent.Finished(index, reason(candidate))));
        out.accept(new StreamEvent.Ended());
    }

    private StopReason reason(CandidateDecoder candidate) {
        return candidate.finishReason().isEmpty() && !blockReason.isEmpty()
                ? StopReason.of(StopReason.Kind.CONTENT_FILTER, blockReason)
                : candidate.reason();
    }

    private @Nullable ApiError failure() {
        if (!blockReason.isEmpty()) {
            return null;
        }
        if (candidates.isEmpty()) {
            return ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer is empty");
        }
        for (CandidateDecoder candidate : candidates.values()) {
            String word = candidate.finishReason();
            if (GeminiStops.isError(word)) {
                return ApiError.of(ApiError.Kind.UPSTREAM, "the model ended with " + word + candidate.message());
            }
            if (word.isEmpty() && !unary) {
                return ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut");
            }
        }
        return null;
    }

    private void fail(ApiError error) {
        over = true;
        out.accept(new StreamEvent.Failed(error));
    }

    /** Some servers that took after this dialect send OpenAI's end. */
    private static boolean isDone(byte[] data, int from, int to) {
        if (to - from != DONE.length) {
            return false;
        }
        for (int i = 0; i < DONE.length; i++) {
            if (data[from + i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }
}
