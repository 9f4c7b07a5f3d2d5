/**
 * How an account logs in and how its tokens are renewed: pure. Time and chance are arguments, answers of vendors too.
 *
 * <p>Starting points: {@link io.ninerouter.operator.credential.Keeping} (what is to be done next for one connection), {@link
 * io.ninerouter.operator.credential.Vendor} (what to ask, and what an answer means), {@link
 * io.ninerouter.operator.credential.Stored} (the Secret that holds the tokens, and every state between two steps), {@link
 * io.ninerouter.operator.credential.Standing} (what a Secret says of its account).
 */
@NullMarked
package io.ninerouter.operator.credential;

import org.jspecify.annotations.NullMarked;
