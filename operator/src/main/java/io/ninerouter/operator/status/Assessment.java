package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Decision;

/** What a condition should say now. */
public record Assessment(String type, Truth truth, Reason reason, String message) {

    static Assessment of(String type, Decision decision) {
        return new Assessment(type, decision.holds() ? Truth.TRUE : Truth.FALSE, decision.reason(), decision.message());
    }

    /** The three values of a condition's status. */
    public enum Truth {
        /** It holds. */
        TRUE("True"),
        /** It does not. */
        FALSE("False"),
        /** Nobody can tell yet. */
        UNKNOWN("Unknown");

        private final String word;

        Truth(String word) {
            this.word = word;
        }

        /** As it stands in a condition. */
        public String word() {
            return word;
        }
    }
}
