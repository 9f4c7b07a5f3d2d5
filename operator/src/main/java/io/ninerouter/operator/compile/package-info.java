/**
 * From objects to configuration and verdicts: pure functions. One compile yields both, so that a status cannot disagree
 * with what is served.
 *
 * <p>Starting points: {@link io.ninerouter.operator.compile.ConfigCompiler} (the whole), {@link
 * io.ninerouter.operator.compile.Inputs} (what goes in), {@link io.ninerouter.operator.compile.Compilation} (what comes
 * out).
 *
 * <p>Laws that the tests hold: equal inputs in any order give equal bytes; a broken object that claims no name in use
 * changes nothing of what the others compile to.
 */
@NullMarked
package io.ninerouter.operator.compile;

import org.jspecify.annotations.NullMarked;
