package io.ninerouter.gateway.routing;

import io.ninerouter.gateway.health.Cooldown;
import org.jspecify.annotations.Nullable;

/**
 * A target that is not tried, and why.
 *
 * @param target {@code provider/model/connection}, or the member's model string when nothing has that name
 * @param reason why
 * @param untilMillis epoch milliseconds until which it holds; null = not known
 */
public record Skipped(
        String target, Reason reason, @Nullable Long untilMillis) {

    /** For people: what and why, without secrets. */
    public String describe() {
        return target + ": " + reason.text();
    }

    /** The same with how long it still holds. */
    public String describe(long nowMillis) {
        Long until = untilMillis;
        return until == null || until <= nowMillis
                ? describe()
                : describe() + " for another " + Math.ceilDiv(until - nowMillis, 1_000L) + " s";
    }

    /** Whether it is a limit: waiting is all it takes. */
    public boolean isLimit() {
        return reason == Reason.RATE_LIMITED || reason == Reason.AT_CONCURRENCY_LIMIT;
    }

    /** Whether it cannot serve the request as things are set up, so that it says nothing of when to try again. */
    public boolean isOutOfQuestion() {
        return switch (reason) {
            case UNKNOWN_MODEL, NOT_ALLOWED, MODEL_NOT_OFFERED, NO_CREDENTIAL, KEEPS_NO_ANSWERS -> true;
            case LACKS_INPUT_KIND,
                    LACKS_TOOLS,
                    LACKS_STRUCTURED_OUTPUT,
                    TOO_LONG_FOR_MODEL,
                    AT_CONCURRENCY_LIMIT,
                    NARROWED,
                    RATE_LIMITED,
                    FAILING,
                    UNREACHABLE,
                    MODEL_MISSING,
                    UNPAID,
                    SUSPENDED,
                    CREDENTIAL_REFUSED,
                    CREDENTIAL_EXPIRED,
                    CREDENTIAL_RENEWED,
                    CIRCUIT_OPEN -> false;
        };
    }

    /** Why a target is not tried. */
    public enum Reason {
        /** Nothing has that name. */
        UNKNOWN_MODEL("no provider serves it"),
        /** The caller's allow-list has other members, not this one. */
        NOT_ALLOWED("not allowed for this caller"),
        /** The model does not take a kind of input that the request has: tried last. */
        LACKS_INPUT_KIND("the model does not take this kind of input"),
        LACKS_TOOLS("the model does not call tools"),
        LACKS_STRUCTURED_OUTPUT("the model does not keep to a schema"),
        /** The request is longer than the model's context: tried last. */
        TOO_LONG_FOR_MODEL("the request is too long for the model"),
        /** The connection's allow-list does not have the model. */
        MODEL_NOT_OFFERED("the connection does not offer this model"),
        /** The request goes on from an earlier answer, and the provider keeps none: without it the request means another. */
        KEEPS_NO_ANSWERS("it keeps no answers that a request could go on from"),
        /** The credential is not there (yet). */
        NO_CREDENTIAL("no credential"),
        /** As many requests in flight as the connection allows. */
        AT_CONCURRENCY_LIMIT("at its limit of concurrent requests"),
        /** As many requests in flight as the provider was found to take: tried after the others. */
        NARROWED("as many requests in flight as the provider was found to take"),
        /** The provider said 429. */
        RATE_LIMITED("rate limited"),
        /** The provider failed several times in a row. */
        FAILING("failing"),
        /** The provider could not be reached. */
        UNREACHABLE("unreachable"),
        /** The provider does not have the model for this account. */
        MODEL_MISSING("the account does not have this model"),
        /** The provider wants to be paid. */
        UNPAID("the account has to be paid for"),
        /** The provider has suspended the account. */
        SUSPENDED("the account is suspended"),
        /** The provider refused the credential. */
        CREDENTIAL_REFUSED("credential refused"),
        /** The credential has ended. */
        CREDENTIAL_EXPIRED("credential expired"),
        /** The credential has ended or was refused a moment ago, and another is on its way. */
        CREDENTIAL_RENEWED("the credential is being renewed"),
        /** The provider failed too often: its circuit breaker is open. */
        CIRCUIT_OPEN("the provider fails: circuit breaker open");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The reason that a cooldown gives. */
        static Reason of(Cooldown.Reason reason) {
            return switch (reason) {
                case RATE_LIMITED -> RATE_LIMITED;
                case FAILING -> FAILING;
                case UNREACHABLE -> UNREACHABLE;
                case MODEL_MISSING -> MODEL_MISSING;
                case UNPAID -> UNPAID;
                case SUSPENDED -> SUSPENDED;
                case CREDENTIAL_REFUSED -> CREDENTIAL_REFUSED;
                case CIRCUIT_OPEN -> CIRCUIT_OPEN;
            };
        }

        /** For people. */
        public String text() {
            return text;
        }
    }
}
