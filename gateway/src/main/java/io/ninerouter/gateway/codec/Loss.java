package io.ninerouter.gateway.codec;

/**
 * Something that did not get through as it was.
 *
 * @param feature what
 * @param fate what became of it
 * @param how for people, a constant phrase, such as {@code "as function with one argument"}, or the name of a field; holds
 *     no content
 */
public record Loss(Feature feature, Fate fate, String how) {

    /** What becomes of a feature. */
    public enum Fate {
        /** Says the same. */
        CARRIED,
        /** Says nearly the same. */
        APPROXIMATED,
        /** Is left out. */
        DROPPED
    }
}
