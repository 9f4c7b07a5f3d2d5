package io.ninerouter.operator.credential;

/** What an answer yields. */
public sealed interface Got {

    /** Tokens, with all that was known before and still holds. */
    record Tokens(TokenSet tokens) implements Got {}

    /** None. */
    record Nothing(Failure failure) implements Got {}

    /** None, by the rules of RFC 6749 and RFC 8628. */
    static Got nothing(Answer answer) {
        return new Nothing(Failure.of(answer));
    }
}
