/**
 * Label and field selectors. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.select.LabelSelector},
 * {@link io.ninerouter.quickstart.api.select.FieldSelector}.
 */
@NullMarked
package io.ninerouter.quickstart.api.select;

import org.jspecify.annotations.NullMarked;
