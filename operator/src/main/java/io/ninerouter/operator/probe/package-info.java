/**
 * When each connection's credential is checked without traffic, and what an answer means: pure. Time and chance are
 * arguments.
 *
 * <p>Starting points: {@link io.ninerouter.operator.probe.ProbeSchedule} (what is due when), {@link
 * io.ninerouter.operator.probe.Judgement} (what an answer means), {@link io.ninerouter.operator.probe.Probed} (what is known
 * of one connection).
 */
@NullMarked
package io.ninerouter.operator.probe;

import org.jspecify.annotations.NullMarked;
