package io.ninerouter.gateway.identity;

/** What a token says. */
public sealed interface TokenVerdict {
    /**
     * It is good.
     *
     * @param subject claim {@code sub}, such as {@code system:serviceaccount:agents:coder}
     * @param uid of the ServiceAccount; empty when the token does not tell it
     */
    record Genuine(String subject, String uid) implements TokenVerdict {}

    /**
     * It is not: 401.
     *
     * @param why names what was expected, nothing of the token
     */
    record Refused(String why) implements TokenVerdict {}
}
