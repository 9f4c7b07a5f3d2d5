/**
 * The contract between the two programs, free of both: what the operator publishes and what a gateway reports.
 *
 * <p>Starting points: {@link io.ninerouter.config.GatewayConfig} (operator → gateway, in the Secrets that
 * {@link io.ninerouter.config.RouterSecrets} names), {@link io.ninerouter.config.ReplicaReport} (gateway → operator, the
 * status of a GatewayReplica), {@link io.ninerouter.config.Signals} (what one gateway has learnt and the others should know).
 *
 * <p>Compatibility: a reader ignores fields that it does not know and a missing field reads as its documented default, so
 * that the programs of two neighbouring releases understand each other. {@link io.ninerouter.config.GatewayConfig#FORMAT}
 * moves only when that is not enough.
 */
@NullMarked
package io.ninerouter.config;

import org.jspecify.annotations.NullMarked;
