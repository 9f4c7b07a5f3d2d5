package io.ninerouter.gateway.routing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs of a model, as far as a look at its body tells.
 *
 * @param inputTokens an estimate; 0 = not known
 * @param maxOutputTokens the most that the caller wants; null = it does not say
 * @param streamed whether the answer is to come as a stream
 * @param media what else than text is in it; asked at most once a plan, and only when an answer matters
 */
public record Needs(long inputTokens, @Nullable Long maxOutputTokens, boolean streamed, Media media) {
    /** Nothing is known. */
    public static final Needs UNKNOWN = new Needs(0, null, false, Set::of);

    public Needs {
        if (inputTokens < 0) {
            throw new IllegalArgumentException("inputTokens: " + inputTokens + " (expected: >= 0)");
        }
    }

    /** Finds the kinds of input beside text. */
    @FunctionalInterface
    public interface Media {
        /** Of {@code image}, {@code audio}, {@code document}, {@code video}, as a model declares them. */
        Set<String> kinds();
    }
}
