package io.ninerouter.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a Lease back, so that a successor need not wait for it to run out. */
public final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private Leases() {}

    /** Releases a Lease if {@code identity} holds it. A failure is logged: the Lease runs out by itself. */
    public static void release(
            KubernetesClient client, String namespace, String name, String identity, InstantSource clock) {
        LeaseLock lock = new LeaseLock(namespace, name, identity);
        try {
            LeaderElectionRecord current = lock.get(client);
            if (current == null || !identity.equals(current.getHolderIdentity())) {
                return;
            }
            ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
            lock.update(
                    client,
                    new LeaderElectionRecord("", Duration.ofSeconds(1), now, now, current.getLeaderTransitions()));
            LOG.info("lease released: lease={}/{}", namespace, name);
        } catch (KubernetesClientException e) {
            LOG.warn("lease not released, it runs out by itself: lease={}/{} status={}", namespace, name, e.getCode());
        }
    }
}
