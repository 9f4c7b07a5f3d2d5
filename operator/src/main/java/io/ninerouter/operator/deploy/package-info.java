/**
 * Makes a cluster hold what {@link io.ninerouter.operator.workload.Workloads} says: one field manager, nothing written that
 * stands already, nothing taken from others.
 *
 * <p>Starting points: {@link io.ninerouter.operator.deploy.Deployer} (one Router's objects), {@link
 * io.ninerouter.operator.deploy.DeployedObjects} (what is there), {@link io.ninerouter.operator.deploy.ClusterOffers} (what
 * the cluster can do).
 */
@NullMarked
package io.ninerouter.operator.deploy;

import org.jspecify.annotations.NullMarked;
