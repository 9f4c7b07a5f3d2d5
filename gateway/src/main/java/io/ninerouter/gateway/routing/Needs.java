package io.ninerouter.gateway.routing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs of a model, as far as a look at its body tells.
 *
 * @param inputTokens an estimate; 0 = not known
 * @param streamed whether the answer is to come as a stream
 * @param content what only a closer look tells; asked only when an answer matters
 */
public record Needs(long inputTokens, boolean streamed, Content content) {
    /** Nothing is known. */
    public static final Needs UNKNOWN = new Needs(0, false, Set::of);

    public Needs {
        if (inputTokens < 0) {
            throw new IllegalArgumentException("inputTokens: " + inputTokens + " (expected: >= 0)");
        }
    }

    /** Looks closer. */
    @FunctionalInterface
    public interface Content {
        /** Kinds of input beside text: {@code image}, {@code audio}, {@code document}, {@code video}. Asked once a plan. */
        Set<String> kinds();

        /** Whether the model is to have tools. */
        default boolean tools() {
            return false;
        }

        /** Whether the answer is to be JSON, of a schema or any. */
        default boolean structuredOutput() {
            return false;
        }

        /** Whether it goes on from an answer that the provider is to have kept. */
        default boolean goesOn() {
            return false;
        }

        /** The most that the caller wants to get; null = it does not say. */
        default @Nullable Long maxOutputTokens() {
            return null;
        }

        /** Known content. */
        static Content of(@Nullable Long maxOutputTokens, Set<String> kinds) {
            return new Content() {
                @Override
                public Set<String> kinds() {
                    return kinds;
                }

                @Override
                public @Nullable Long maxOutputTokens() {
                    return maxOutputTokens;
                }
            };
        }
    }
}
