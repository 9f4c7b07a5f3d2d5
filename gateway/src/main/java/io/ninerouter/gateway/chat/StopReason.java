package io.ninerouter.gateway.chat;

/**
 * Why an answer ended.
 *
 * @param kind what it means
 * @param wire the provider's word for it; empty when it gave none
 * @param sequence the stop text that was met; empty = none, or not said
 */
public record StopReason(Kind kind, String wire, String sequence) {

    /** Without a stop text. */
    public static StopReason of(Kind kind, String wire) {
        return new StopReason(kind, wire, "");
    }

    /** What reasons mean. */
    public enum Kind {
        /** The model had said what it wanted, or met a stop text. */
        STOP,
        /** A token limit or the context window. */
        LENGTH,
        /** Tools of the client are to be run. */
        TOOL_USE,
        /** A filter of the provider cut in. */
        CONTENT_FILTER,
        /** The model declined. */
        REFUSAL,
        /** A long turn was interrupted and is to be sent again to go on (Anthropic's {@code pause_turn}). */
        PAUSE,
        /** A word that we do not know: {@link StopReason#wire} has it. */
        OTHER
    }
}
