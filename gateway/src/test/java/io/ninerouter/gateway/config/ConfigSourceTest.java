package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ConfigSourceTest {
    private static final ReplicaIdentity IDENTITY = new ReplicaIdentity("ns", "main", "pod-1", null);

    private static final int LIMIT = 500;

    KubernetesClient client;

    private final SnapshotHolder holder = new SnapshotHolder();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicInteger rejections = new AtomicInteger();
    private ConfigSource source;

    @BeforeEach
    void start() {
        source = new ConfigSource(
                client,
                IDENTITY,
                holder,
                snapshot -> {
                    // Told after the swap: that is what an acknowledgement means.
                    assertThat(holder.current()).isSameAs(snapshot);
                    acknowledged.add(snapshot.configRevision());
                },
                rejections::incrementAndGet);
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private void write(String name, Map<String, byte[]> data) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ns")
                .endMetadata();
        data.forEach((key, value) -> secret.addToData(key, Base64.getEncoder().encodeToString(value)));
        Secret built = secret.build();
        if (client.secrets().inNamespace("ns").withName(name).get() == null) {
            client.resource(built).create();
        } else {
            client.resource(built).update();
        }
    }

    private void writeConfig(GatewayConfig config) {
        write("main-config", Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.encode(config)));
    }

    private static GatewayConfig config(String provider) {
        return Configs.empty().provider(provider, "http://x", Dialect.ANTHROPIC).config();
    }

    @Test
    void putsEachChangeInUse() {
        writeConfig(config("a"));
        write("main-credentials", Map.of("a", ConfigCodec.encode(Credential.apiKey("x"))));
        source.start();
        await().until(() -> holder.current() != null);

        writeConfig(config("b"));

        String revision = ConfigCodec.revision(config("b"));
        await().until(() -> holder.current().configRevision().equals(revision));
        assertThat(acknowledged).containsExactly(ConfigCodec.revision(config("a")), revision);
    }

    @Test
    void waitsForSecretsThatDoNotExistYet() {
        source.start();
        writeConfig(config("a"));
        write("main-credentials", Map.of());
        write("another-config", Map.of());

        await().until(() -> holder.current() != null);
        assertThat(holder.current().provider("a")).isNotNull();
    }

    @Test
    void servesOnWhenASecretIsDeletedOrBroken() {
        writeConfig(config("a"));
        write("main-credentials", Map.of());
        source.start();
        await().until(() -> holder.current() != null);
        Snapshot served = holder.current();

        write("main-config", Map.of(RouterSecrets.CONFIG_KEY, new byte[] {1, 2, 3}));
        await().until(() -> source.rejection() != null);
        client.secrets().inNamespace("ns").withName("main-config").delete();

        assertThat(holder.current()).isSameAs(served);
        assertThat(rejections).hasValue(1);
        writeConfig(config("b"));
        await().until(() -> holder.current() != served);
        assertThat(source.rejection()).isNull();
    }

    @Test
    void servesADocumentInPartsOnlyWhenAllOfThemAreThere() {
        GatewayConfig one = large("http://one");
        GatewayConfig two = large("http://two");
        writeSplit(one, 0, 100);
        write("main-credentials", Map.of());
        source.start();
        await().until(() -> holder.current() != null);
        Snapshot served = holder.current();

        // The head of the second document comes before its last part.
        writeSplit(two, 8, 1);
        await().during(Duration.ofMillis(300)).until(() -> holder.current() == served);
        assertThat(source.rejection()).isNull();
        writeSplit(two, 8, 100);

        await().until(() -> holder.current() != served);
        assertThat(holder.current().configRevision())
                .isEqualTo(ConfigPacker.pack(two, LIMIT).revision());
    }

    @Test
    void goesOnWithWhatItHasWhenANewerReleaseSplitsInAnotherWay() {
        writeConfig(config("a"));
        write("main-credentials", Map.of("a", ConfigCodec.encode(Credential.apiKey("x"))));
        source.start();
        await().until(() -> holder.current() != null);
        Snapshot served = holder.current();

        write(
                "main-credentials",
                Map.of(RouterSecrets.PARTS_KEY, "{\"format\":9,\"parts\":[]}".getBytes(StandardCharsets.UTF_8)));

        await().until(() -> source.rejection() != null);
        assertThat(source.rejection().reason()).contains("format of the parts: 9");
        assertThat(holder.current()).isSameAs(served);
        assertThat(rejections).hasValue(1);
    }

    private static GatewayConfig large(String address) {
        Configs configs = Configs.empty();
        for (int i = 0; i < 50; i++) {
            configs.provider("p" + i, address + i, Dialect.ANTHROPIC);
        }
        return configs.config();
    }

    /** Writes the head and at most so many of the parts. */
    private void writeSplit(GatewayConfig config, int firstSlot, int parts) {
        PartedData packed = ConfigPacker.pack(config, LIMIT);
        assertThat(packed.parts()).hasSizeGreaterThan(1);
        List<PartIndex.Part> index = new ArrayList<>();
        for (int i = 0; i < packed.parts().size(); i++) {
            String name = "main-config-" + (firstSlot + i);
            if (i < parts) {
                write(name, packed.parts().get(i).data());
            }
            index.add(new PartIndex.Part(name, packed.parts().get(i).digest()));
        }
        write(
                "main-config",
                packed.with(RouterSecrets.PARTS_KEY, ConfigCodec.encode(new PartIndex(PartIndex.FORMAT, index)))
                        .head());
    }
}
