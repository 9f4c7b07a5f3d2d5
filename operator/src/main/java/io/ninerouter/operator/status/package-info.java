/**
 * From verdicts and replica reports to statuses: pure. The clock is an argument.
 *
 * <p>Starting points: {@link io.ninerouter.operator.status.ConditionFold} (what each condition says), {@link
 * io.ninerouter.operator.status.RevisionHistory} and {@link io.ninerouter.operator.status.FragmentTracker} (who has
 * acknowledged what), {@link io.ninerouter.operator.status.ConditionMerge} (when a transition time moves), {@link
 * io.ninerouter.operator.status.SignalFold} (what one replica has learnt and all should know).
 */
@NullMarked
package io.ninerouter.operator.status;

import org.jspecify.annotations.NullMarked;
