package io.ninerouter.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.gateway.config.ApiClient;
import io.ninerouter.gateway.config.ControlPlane;
import io.ninerouter.gateway.config.ReplicaIdentity;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control planes of some gateways, without the rest of them, in a process of their own so that what they cost can be told
 * from what the API server costs. Reads lines {@code combo model}; answers each, once all of them serve that combo with that
 * first member, with the moments at which they did, of {@link System#nanoTime}.
 */
final class GatewaysMain {
    /** What each answer begins with: the JVM writes to the same stream when it is asked to record. */
    static final String ANSWER = "served: ";

    private GatewaysMain() {}

    /** Takes the kubeconfig and the names of the replicas. */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream answers = System.out;
        // What is logged must not get between the answers.
        System.setOut(System.err);
        List<Used> uses = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            uses.add(start(new File(args[0]), args[i]));
        }
        answers.println(ANSWER + "none yet");
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ", 2);
            StringBuilder moments = new StringBuilder();
            for (Used used : uses) {
                moments.append(used.await(words[0], words[1])).append(' ');
            }
            answers.println(ANSWER + moments.toString().strip());
        }
    }

    private static Used start(File kubeconfig, String replica) {
        KubernetesClient client = ApiClient.create(Config.fromKubeconfig(kubeconfig));
        Used used = new Used(replica);
        new ControlPlane(
                        client,
                        new ReplicaIdentity("default", "main", replica, null),
                        new SnapshotHolder(),
                        new HealthBoard(),
                        new LimitBoard(new InFlight(), System::currentTimeMillis),
                        used::see)
                .start();
        return used;
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
