package io.ninerouter.gateway.usage;

import java.util.List;

/**
 * What became of one request.
 *
 * @param asker who asked for what
 * @param status HTTP status that the caller got; 499 when it left before
 * @param end how it ended
 * @param attempts in order; empty when it was refused before the first
 */
public record RequestRecord(Asker asker, int status, End end, List<AttemptRecord> attempts, Timing timing) {

    public RequestRecord {
        attempts = List.copyOf(attempts);
    }

    /** How a request ended. */
    public enum End {
        /** The caller got all of an answer, be it an error. */
        COMPLETE("complete"),
        /** The caller got an answer that was cut, and was told so. */
        CUT("cut"),
        /** The caller left. */
        ABANDONED("abandoned");

        private final String label;

        End(String label) {
            this.label = label;
        }

        /** As logs and metrics say it. */
        public String label() {
            return label;
        }
    }
}
