/**
 * Server-side apply: who owns which field, what an apply adds, takes away and may not touch. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.apply.FieldOwnership},
 * {@link io.ninerouter.quickstart.api.apply.FieldSet}.
 */
@NullMarked
package io.ninerouter.quickstart.api.apply;

import org.jspecify.annotations.NullMarked;
