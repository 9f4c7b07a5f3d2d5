/**
 * What happens to objects without a request: garbage collection, termination of namespaces and definitions.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.lifecycle.Housekeeping},
 * {@link io.ninerouter.quickstart.api.lifecycle.GarbageCollection}.
 */
@NullMarked
package io.ninerouter.quickstart.api.lifecycle;

import org.jspecify.annotations.NullMarked;
