/**
 * What all replicas of a Router have used, from what each of them reports: pure. The clock is an argument.
 *
 * <p>Starting points: {@link io.ninerouter.operator.usage.UsageBook} (what is kept, and why nothing is counted twice), {@link
 * io.ninerouter.operator.usage.UsageFold} (how it goes on), {@link io.ninerouter.operator.usage.BookCodec} (how it is
 * written, and how it stays small).
 */
@NullMarked
package io.ninerouter.operator.usage;

import org.jspecify.annotations.NullMarked;
