/**
 * What the operator tells of itself to Prometheus. Every label's values are few: kinds, results, verbs, the Routers there are.
 *
 * <p>Starting points: {@link io.ninerouter.operator.telemetry.OperatorMetrics} (the names), {@link
 * io.ninerouter.operator.telemetry.Propagation} (from a publication to the last acknowledgement).
 */
@NullMarked
package io.ninerouter.operator.telemetry;

import org.jspecify.annotations.NullMarked;
