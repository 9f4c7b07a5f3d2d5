/** Everything in one JVM. */
@NullMarked
package io.ninerouter.quickstart;

import org.jspecify.annotations.NullMarked;
