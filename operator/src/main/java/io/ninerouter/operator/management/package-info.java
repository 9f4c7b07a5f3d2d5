/**
 * Health and metrics over HTTP.
 *
 * <p>Starting point: {@link io.ninerouter.operator.management.ManagementServer}.
 */
@NullMarked
package io.ninerouter.operator.management;

import org.jspecify.annotations.NullMarked;
