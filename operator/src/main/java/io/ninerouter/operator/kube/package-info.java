/**
 * How the operator talks to the API server: one field manager, server-side apply, Secrets decoded.
 *
 * <p>Starting points: {@link io.ninerouter.operator.kube.Kube} (the calls), {@link
 * io.ninerouter.operator.kube.OperatorClients} (a client that reads objects of later releases too).
 */
@NullMarked
package io.ninerouter.operator.kube;

import org.jspecify.annotations.NullMarked;
