package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that no single Secret holds. */
@Timeout(180)
class OperatorLargeTest {
    private static final int COMBOS = 130;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @TempDir
    Path folder;

    private final Random random = new Random(1);

    @Test
    void standsInSeveralSecretsOfWhichAChangeRewritesOne() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            OperatorApp app = cluster.operator("one");
            cluster.router("main");
            cluster.account("openai", "openai");
            cluster.replica("gw-1", "main");
            for (int i = 0; i < COMBOS; i++) {
                cluster.combo("c" + i, bulky());
            }
            awaitDocument(cluster, config -> config.combos().size() == COMBOS);
            List<PartIndex.Part> before = index(cluster);
            assertThat(before).hasSizeGreaterThan(1);
            assertThat(RouterSecrets.all("main"))
                    .as("a Role names them ahead")
                    .containsAll(before.stream().map(PartIndex.Part::secret).toList());
            byte[] head = SecretData.of(secret(cluster, "main-config")).get(RouterSecrets.CONFIG_KEY);
            assertThatThrownBy(() -> ConfigCodec.decode(head))
                    .as("what the release before does: it goes on with what it has")
                    .hasMessageContaining("format: 2");

            cluster.combo("c7", "openai/changed");
            cluster.awaitCondition(Combo.class, "c7", "Ready", "True", "Ready");
            awaitDocument(cluster, config -> serves(config, "c7", "openai/changed"));
            List<PartIndex.Part> after = index(cluster);
            assertThat(after.stream().filter(part -> !before.contains(part)))
                    .as("parts that were written anew")
                    .hasSize(1);

            app.close();
            cluster.operator("two");
            cluster.combo("c8", "openai/later");
            awaitDocument(cluster, config -> serves(config, "c8", "openai/later"));
            for (int i = 20; i < COMBOS; i++) {
                cluster.combo("c" + i, "openai/small");
            }
            cluster.await(
                    Secret.class, "main-config", found -> !SecretData.of(found).containsKey(RouterSecrets.PARTS_KEY));
            cluster.awaitConfig("main", config -> serves(config, "c129", "openai/small"));
            // Every one, and not only those of the last document.
            RouterSecrets.partNames("main-config").forEach(part -> awaitEmpty(cluster, part));
        }
    }

    private String[] bulky() {
        String[] models = new String[32];
        for (int i = 0; i < models.length; i++) {
            StringBuilder model = new StringBuilder("openai/");
            random.ints(240, 0, LETTERS.length()).forEach(at -> model.append(LETTERS.charAt(at)));
            models[i] = model.toString();
        }
        return models;
    }

    private static boolean serves(GatewayConfig config, String combo, String model) {
        return config.combos().stream()
                .anyMatch(one -> one.name().equals(combo)
                        && one.members().getFirst().model().equals(model));
    }

    private static void awaitDocument(Cluster cluster, java.util.function.Predicate<GatewayConfig> condition) {
        cluster.await(Secret.class, "main-config", head -> {
            Map<String, byte[]> whole = head == null ? Map.of() : SecretData.whole(cluster.client(), head);
            return !whole.isEmpty() && condition.test(ConfigDocument.read(whole).config());
        });
    }

    private static void awaitEmpty(Cluster cluster, String part) {
        cluster.await(
                Secret.class,
                part,
                found -> found == null || SecretData.of(found).isEmpty());
    }

    private static List<PartIndex.Part> index(Cluster cluster) {
        return ConfigCodec.decodeIndex(
                        SecretData.of(secret(cluster, "main-config")).get(RouterSecrets.PARTS_KEY))
                .parts();
    }

    private static Secret secret(Cluster cluster, String name) {
        return cluster.client()
                .secrets()
                .inNamespace(Cluster.NAMESPACE)
                .withName(name)
                .get();
    }
}
