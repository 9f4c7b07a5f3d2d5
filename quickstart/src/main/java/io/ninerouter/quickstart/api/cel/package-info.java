/**
 * x-kubernetes-validations: rules in CEL with Kubernetes' own functions, compiled once, evaluated on every write. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.cel.RuleCompiler},
 * {@link io.ninerouter.quickstart.api.cel.RuleSet}, {@link io.ninerouter.quickstart.api.cel.KubernetesFunctions}.
 */
@NullMarked
package io.ninerouter.quickstart.api.cel;

import org.jspecify.annotations.NullMarked;
