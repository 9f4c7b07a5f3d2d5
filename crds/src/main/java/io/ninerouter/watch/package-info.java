/**
 * How operator and gateways notice that the other end of a watch is gone. Starting point: {@link
 * io.ninerouter.watch.PulseHttpClient}.
 */
@NullMarked
package io.ninerouter.watch;

import org.jspecify.annotations.NullMarked;
