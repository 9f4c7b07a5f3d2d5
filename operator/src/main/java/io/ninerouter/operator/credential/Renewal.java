package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;

/**
 * One question on the way to another access token. Most vendors have no other than the one for the token itself; where tokens
 * are made with something that ends by itself, that is got anew first. Each question is judged by what it shows, not by what
 * the account's other questions do.
 *
 * @param step which question it is
 * @param shown what it shows or replaces: a mark in the Secret names it
 * @param spends whether that is good for one use, so that nobody may show it twice
 */
record Renewal(Step step, SecretText shown, boolean spends) {
    /** What a question gets. */
    enum Step {
        /** The access token. */
        ACCESS,
        /** The login's own token, which access tokens are made of. */
        SOURCE,
        /** A registration as a client, which the vendor wants to see beside the refresh token. */
        CLIENT
    }
}
