/**
 * What becomes of an object between a request and the store: names, defaults, generation, owners, validation,
 * finalizers.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.resource.Resources},
 * {@link io.ninerouter.quickstart.api.resource.ObjectRules} (the decisions),
 * {@link io.ninerouter.quickstart.api.resource.Deletions}.
 */
@NullMarked
package io.ninerouter.quickstart.api.resource;

import org.jspecify.annotations.NullMarked;
