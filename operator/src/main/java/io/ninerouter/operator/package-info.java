/**
 * The control plane: compiles custom resources into the configuration that gateways watch, and tells how it went.
 *
 * <p>Starting points: {@link io.ninerouter.operator.OperatorApp} (a running operator), {@link
 * io.ninerouter.operator.router.RouterReconciler} (the loop), {@link io.ninerouter.operator.compile.ConfigCompiler} (from
 * objects to configuration).
 */
@NullMarked
package io.ninerouter.operator;

import org.jspecify.annotations.NullMarked;
