/**
 * How both programs hold their connections to the API server: what has gone silent is noticed within a minute and given up,
 * so that the Kubernetes client opens it anew. The client by itself waits for the end of a TCP connection, which a host that
 * vanished, a load balancer or a firewall that forgot it never tells.
 *
 * <p>Starting points: {@link io.ninerouter.apiserver.ApiServer} (clients), {@code Silence} (when a watch is given up; pure),
 * {@code LiveClient} (calls and watches over HTTP), {@code LiveSocket} (watches over WebSockets).
 */
@NullMarked
package io.ninerouter.apiserver;

import org.jspecify.annotations.NullMarked;
