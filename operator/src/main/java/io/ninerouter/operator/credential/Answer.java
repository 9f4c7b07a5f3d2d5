package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What came of one {@link Ask}. */
public sealed interface Answer {

    /**
     * The vendor answered.
     *
     * @param status of HTTP
     * @param retryAfterSeconds what the head asks for; null = nothing
     * @param body a missing node where there was none, or no JSON
     */
    record Came(int status, @Nullable Long retryAfterSeconds, JsonNode body) implements Answer {
        /** Whether the status is a success. */
        boolean good() {
            return status >= 200 && status < 300;
        }

        /** A member as text; null = there is none, or it is no text or number. */
        @Nullable
        String text(String pointer) {
            return Json.text(body, pointer);
        }

        /** Bodies hold tokens. */
        @Override
        public String toString() {
            return "Came[status=" + status + "]";
        }
    }

    /**
     * There was no answer.
     *
     * @param sent whether the vendor may have got the question
     * @param why for people
     */
    record None(boolean sent, String why) implements Answer {}
}
