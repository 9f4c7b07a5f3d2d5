package io.ninerouter.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.gateway.config.ControlPlane;
import io.ninerouter.gateway.config.ReplicaIdentity;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import io.ninerouter.operator.kube.OperatorClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control planes of two gateways, without the rest of them. */
final class GatewayPair implements AutoCloseable {
    private final Path kubeconfig;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final List<ControlPlane> planes = new ArrayList<>();
    private final List<Used> uses = new ArrayList<>();

    GatewayPair(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    void start() {
        for (int i = 0; i < 2; i++) {
            KubernetesClient client = OperatorClients.create(Config.fromKubeconfig(kubeconfig.toFile()));
            clients.add(client);
            Used used = new Used("gw-" + i);
            ControlPlane plane = new ControlPlane(
                    client,
                    new ReplicaIdentity("default", "main", used.replica, null),
                    new SnapshotHolder(),
                    new HealthBoard(),
                    new LimitBoard(new InFlight(), System::currentTimeMillis),
                    used::see);
            uses.add(used);
            planes.add(plane);
            plane.start();
        }
    }

    /** Waits until both serve a combo with this first member and have said so; when the later report arrived. */
    long awaitAcknowledged(String combo, String model, OperatorCalls calls) throws InterruptedException {
        long last = Long.MIN_VALUE;
        for (Used used : uses) {
            long report = calls.awaitReport(used.replica, used.await(combo, model));
            last = Math.max(last, report);
        }
        return last;
    }

    @Override
    public void close() {
        planes.forEach(plane -> {
            plane.stop();
            plane.close();
        });
        clients.forEach(KubernetesClient::close);
    }

    /** What one gateway serves. */
    private static final class Used {
        private final String replica;
        private @Nullable Snapshot snapshot;
        private long since;

        private Used(String replica) {
            this.replica = replica;
        }

        private synchronized void see(Snapshot next) {
            snapshot = next;
            since = System.nanoTime();
            notifyAll();
        }

        private synchronized long await(String combo, String model) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!serves(combo, model)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException(replica + ": does not serve " + combo + " → " + model + " in 30 s");
                }
                wait(left);
            }
            return since;
        }

        private boolean serves(String combo, String model) {
            Snapshot now = snapshot;
            ComboConfig found = now == null ? null : now.combo(combo);
            return found != null && found.members().getFirst().model().equals(model);
        }
    }
}
