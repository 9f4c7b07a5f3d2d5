/**
 * How an operator runs.
 *
 * <p>Starting point: {@link io.ninerouter.operator.settings.OperatorSettings}.
 */
@NullMarked
package io.ninerouter.operator.settings;

import org.jspecify.annotations.NullMarked;
