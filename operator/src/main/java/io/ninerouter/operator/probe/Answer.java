package io.ninerouter.operator.probe;

import org.jspecify.annotations.Nullable;

/**
 * What came of one check.
 *
 * @param kind what it means
 * @param status HTTP status; null = there was no answer
 * @param message for people, without the credential; at most {@link Words#MAX} characters of it are the provider's
 */
public record Answer(Kind kind, @Nullable Integer status, String message) {

    /** What an answer means for the credential. Its {@link #word()} is part of the API. */
    public enum Kind {
        /** The provider takes it. */
        TAKEN("Taken"),
        /** The provider refuses it. */
        REFUSED("Refused"),
        /** The provider answers everybody: that says nothing. */
        OPEN("Open"),
        /** The provider does not know the question. */
        ABSENT("Absent"),
        /** No answer, or one that says nothing of the credential: too many requests, a fault, a redirect. */
        UNCLEAR("Unclear");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in a status and in metrics. */
        public String word() {
            return word;
        }

        /** Whether it says yes or no. */
        public boolean isClear() {
            return this == TAKEN || this == REFUSED;
        }
    }

    /** No answer at all. */
    public static Answer none(String why) {
        return new Answer(Kind.UNCLEAR, null, why);
    }
}
