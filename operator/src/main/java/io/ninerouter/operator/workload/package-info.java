/**
 * What a Router's gateway needs of a cluster, as it should be: a function from the Router, its compiled configuration and
 * what the cluster offers to Kubernetes objects. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.operator.workload.Workloads} (the function), {@link
 * io.ninerouter.operator.workload.GatewayPods} (the pods), {@link io.ninerouter.operator.workload.Drift} (whether what exists
 * is what it should be).
 */
@NullMarked
package io.ninerouter.operator.workload;

import org.jspecify.annotations.NullMarked;
