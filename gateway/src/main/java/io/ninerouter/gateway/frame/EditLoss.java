package io.ninerouter.gateway.frame;

/**
 * What an edit takes from what the caller said. What is only said by another name is no loss.
 *
 * @param field the field of the body, those within lists by the list and their name, such as {@code messages.name}
 * @param off whether the caller said {@code false}
 * @param fate what becomes of it
 */
public record EditLoss(String field, boolean off, Fate fate) {
    /** What becomes of a field. */
    public enum Fate {
        /** It is left out. */
        LEFT_OUT,
        /** Something else is said in its place. */
        CHANGED,
        /** The model is asked for it in words, which bind nobody. */
        IN_WORDS
    }
}
