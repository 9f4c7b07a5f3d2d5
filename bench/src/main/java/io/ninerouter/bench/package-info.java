/** The benchmark. */
@NullMarked
package io.ninerouter.bench;

import org.jspecify.annotations.NullMarked;
