/**
 * The gateway's side of the contract with the operator: reads the three Secrets of its Router, writes its own report.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.config.ConfigSource} (Secrets to snapshot),
 * {@link io.ninerouter.gateway.config.ReportSink} (acknowledgement, cooldowns and counters to the GatewayReplica), {@code SignalSource} (what other replicas have learnt). The only package
 * that talks to Kubernetes.
 */
@NullMarked
package io.ninerouter.gateway.config;

import org.jspecify.annotations.NullMarked;
