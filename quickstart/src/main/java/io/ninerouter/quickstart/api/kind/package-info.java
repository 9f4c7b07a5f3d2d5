/**
 * What is particular to single built-in kinds. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.kind.KindRules},
 * {@link io.ninerouter.quickstart.api.kind.SecretRule}.
 */
@NullMarked
package io.ninerouter.quickstart.api.kind;

import org.jspecify.annotations.NullMarked;
