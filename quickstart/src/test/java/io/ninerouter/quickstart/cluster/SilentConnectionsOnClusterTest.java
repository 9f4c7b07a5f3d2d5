package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ninerouter.apiserver.ApiServer;
import io.ninerouter.quickstart.operator.Line;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An API server's host vanishes and another one has its address, or a firewall forgets who talks to whom: connections stay, and
 * nothing comes any more.
 */
@OnCluster
class SilentConnectionsOnClusterTest {
    /** Bytes of a ping in its record of TLS 1.3: 6 of the frame, 22 of the record. */
    private static final int PING = 28;

    private static Site site;

    @BeforeAll
    static void open(Site opened) {
        Abilities.assumeOnThisMachine(opened);
        Abilities.assumeWebSockets(opened);
        site = opened;
    }

    @Test
    void callsAndWatchesOfAServerThatVanishedAreOpenedAnew() throws Exception {
        String namespace = site.namespace("silent");
        try (Line line = line();
                KubernetesClient client = client(line, 2_000);
                SharedIndexInformer<ConfigMap> seen =
                        client.configMaps().inNamespace(namespace).inform()) {
            write(namespace, "before");
            await().atMost(Site.PATIENCE).until(() -> sees(seen, namespace, "before"));
            // Both programs call every few seconds: there is a connection of calls that is forgotten as well.
            await().atMost(Site.PATIENCE).until(() -> answers(client, namespace, "before"));
            line.forget();
            write(namespace, "after");

            await().atMost(Site.PATIENCE).until(() -> answers(client, namespace, "after"));
            await().atMost(Site.PATIENCE).until(() -> sees(seen, namespace, "after"));
        }
    }

    /** Behind one address stand several servers: that to which the calls go lives, that to which the watch goes does not. */
    @Test
    void aWatchIsNoticedByItself() throws Exception {
        String namespace = site.namespace("silent-watch");
        try (Line line = line();
                KubernetesClient client = client(line, 10_000);
                SharedIndexInformer<ConfigMap> seen =
                        client.configMaps().inNamespace(namespace).inform()) {
            write(namespace, "before");
            await().atMost(Site.PATIENCE).until(() -> sees(seen, namespace, "before"));
            line.forget();
            write(namespace, "after");

            // Nobody asks anything.
            await().atMost(Site.PATIENCE).until(() -> sees(seen, namespace, "after"));
        }
    }

    /** A server that has nothing to tell answers pings, or every watch would be opened anew for ever. */
    @Test
    void aWatchThatHasNothingToTellStays() throws Exception {
        String namespace = site.namespace("silent-rest");
        try (Line line = line();
                KubernetesClient client = client(line, 10_000);
                SharedIndexInformer<ConfigMap> seen =
                        client.configMaps().inNamespace(namespace).inform()) {
            await().atMost(Site.PATIENCE).until(seen::isWatching);
            int opened = line.opened();
            long pinged = line.sent() + 5 * PING;
            await().atMost(Site.PATIENCE).until(() -> line.sent() >= pinged);
            assertThat(line.opened()).as("connections").isEqualTo(opened);
        }
    }

    private static Line line() throws Exception {
        return Line.to(site.access().admin().getMasterUrl(), site.access().kubeconfig(), site.file("line"));
    }

    private static KubernetesClient client(Line line, int timeoutMillis) {
        Config config = Config.fromKubeconfig(line.kubeconfig().toFile());
        config.setRequestTimeout(timeoutMillis);
        return ApiServer.client(config, Duration.ofSeconds(1)).build();
    }

    private static void write(String namespace, String name) {
        site.apply(new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build());
    }

    private static boolean answers(KubernetesClient client, String namespace, String name) {
        try {
            return client.configMaps().inNamespace(namespace).withName(name).get() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static boolean sees(SharedIndexInformer<ConfigMap> informer, String namespace, String name) {
        return informer.getStore().getByKey(namespace + "/" + name) != null;
    }
}
