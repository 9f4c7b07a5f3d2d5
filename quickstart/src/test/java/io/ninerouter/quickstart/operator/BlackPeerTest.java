package io.ninerouter.quickstart.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.watch.Pulse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API server that vanishes without FIN or RST: without pings the client would wait for five minutes at least. */
class BlackPeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void aWatchWhosePeerVanishesSilentlyBeginsAnewAndMissesNothing() throws Exception {
        try (Cluster cluster = Cluster.bare(folder);
                BlackPeer peer = new BlackPeer(URI.create(cluster.api().url()).getPort())) {
            Config config = Config.fromKubeconfig(cluster.api().kubeconfig().toFile());
            config.setMasterUrl("https://127.0.0.1:" + peer.port() + "/");
            // A request that is on its way when the peer vanishes ends by its own time.
            config.setRequestTimeout(2_000);
            Pulse pulse = new Pulse(Duration.ofMillis(200), Duration.ofSeconds(1));
            cluster.secret("watched", "first");
            try (KubernetesClient client = OperatorClients.create(config, new ApiCalls(), pulse);
                    SharedIndexInformer<Secret> informer = client.secrets()
                            .inNamespace(Cluster.NAMESPACE)
                            .withName("watched")
                            .inform()) {
                await().atMost(PATIENCE).until(() -> sees(informer, "first"));

                peer.forget();
                cluster.secret("watched", "second");

                await().atMost(PATIENCE).until(() -> sees(informer, "second"));
                cluster.secret("watched", "third");
                await().atMost(PATIENCE).until(() -> sees(informer, "third"));
            }
        }
    }

    private static boolean sees(SharedIndexInformer<Secret> informer, String key) {
        return informer.getStore().list().stream()
                .anyMatch(
                        secret -> Objects.equals(new String(Cluster.data(secret).get("api-key")), key));
    }
}
