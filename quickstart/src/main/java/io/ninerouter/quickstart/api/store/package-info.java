/**
 * The objects, their history and those who follow it.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.store.ObjectStore},
 * {@link io.ninerouter.quickstart.api.store.Subscription}.
 */
@NullMarked
package io.ninerouter.quickstart.api.store;

import org.jspecify.annotations.NullMarked;
