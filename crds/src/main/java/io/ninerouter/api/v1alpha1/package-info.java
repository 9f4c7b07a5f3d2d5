/**
 * The custom resources of the API group {@code ninerouter.io}, version {@code v1alpha1}: shapes without behaviour. The CRDs
 * under {@code crds/generated} are made from these records.
 *
 * <p>Starting points: {@link io.ninerouter.api.v1alpha1.Router} (one gateway), {@link
 * io.ninerouter.api.v1alpha1.ProviderConnection} (one account), {@link io.ninerouter.api.v1alpha1.Conditions} (how every
 * kind tells its state).
 *
 * <p>Each kind is a class with a {@code Spec} that people write and a {@code Status} that the operator alone writes. A
 * record is immutable, its lists are never null; a component that may be absent is {@code @Nullable}. Defaults, bounds and
 * rules stand in the schema: an object that was read from an API server has passed them.
 */
@NullMarked
package io.ninerouter.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
