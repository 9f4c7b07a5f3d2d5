/**
 * What tests may look at and break: requests as they come in, failures on demand.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.hook.RequestObserver},
 * {@link io.ninerouter.quickstart.api.hook.Faults}.
 */
@NullMarked
package io.ninerouter.quickstart.api.hook;

import org.jspecify.annotations.NullMarked;
