/** The control plane. */
@NullMarked
package io.ninerouter.operator;

import org.jspecify.annotations.NullMarked;
