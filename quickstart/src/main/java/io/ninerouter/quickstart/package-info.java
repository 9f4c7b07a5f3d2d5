/**
 * Everything in one JVM: a small Kubernetes API, the operator, a gateway and a scripted provider, without a cluster and
 * without any key.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.Quickstart} (starts the parts in order and stops them),
 * {@link io.ninerouter.quickstart.QuickstartSettings} (ports and files), {@code io.ninerouter.quickstart.api} (the
 * Kubernetes API). Operator and gateway are the very programs that run in a cluster: they meet only through the API.
 */
@NullMarked
package io.ninerouter.quickstart;

import org.jspecify.annotations.NullMarked;
