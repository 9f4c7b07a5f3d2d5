package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.transfer.TransferMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a 9Router database into a cluster, and from there by a folder in Git into a second one: the same callers get the same
 * answers by the same keys.
 */
@Timeout(180)
class TransferAcrossClustersTest {
    private static final String KEY = "sk-0123456789abcdef-abc123-0a1b2c3d";

    @TempDir
    Path folder;

    private KeyedProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new KeyedProvider("key-one");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aCallerOf9RouterGoesOnInOneClusterAndThenInASecond() throws Exception {
        Path database = Files.writeString(folder.resolve("db.json"), """
                {"providerNodes": [{"id": "openai-compatible-chat-1", "type": "openai-compatible", "name": "keyed", "prefix": "kd",
                   "apiType": "chat", "baseUrl": "%s"}],
                 "providerConnections": [{"id": "c", "provider": "openai-compatible-chat-1", "authType": "apikey", "name": "acct",
                   "apiKey": "key-one"}],
                 "combos": [{"id": "k", "name": "stack", "models": ["openai-compatible-chat-1/m"]}],
                 "modelAliases": {"fast": "stack"},
                 "apiKeys": [{"id": "a", "name": "Laptop", "key": "%s", "isActive": true}],
                 "settings": {"requireApiKey": true, "fallbackStrategy": "round-robin"}}
                """.formatted(provider.baseUrl(), KEY));
        Path imported = folder.resolve("imported");
        Path git = folder.resolve("git");
        try (Cluster first = Cluster.start(Files.createDirectory(folder.resolve("first")))) {
            first.operator("one");
            transfer(first, "import", database.toString(), "--out", imported.toString(), "--namespace", "default");
            apply(first, imported);
            gatewaysRunElsewhere(first);
            serves(first);
            transfer(first, "export", "--out", git.toString(), "--namespace", "default", "--secrets", "keys");
        }
        try (Cluster second = Cluster.start(Files.createDirectory(folder.resolve("second")))) {
            second.operator("one");
            apply(second, git);
            serves(second);
            Path again = folder.resolve("again");
            transfer(second, "export", "--out", again.toString(), "--namespace", "default", "--secrets", "keys");
            assertThat(texts(again)).isEqualTo(texts(git));
        }
    }

    @Test
    void withoutTheChoiceNoSecretIsInTheFolder() throws Exception {
        Path git = folder.resolve("git");
        try (Cluster cluster = Cluster.start(Files.createDirectory(folder.resolve("one")))) {
            cluster.operator("one");
            cluster.router("main");
            provider.declare(cluster);
            cluster.awaitCondition(ProviderConnection.class, "acct", "Accepted", "True", "Accepted");
            Awaitility.await().until(() -> cluster.find("coder") != null);
            String issued = cluster.value("coder", "api-key");
            assertThat(issued).startsWith("sk-");
            String said = transfer(cluster, "export", "--out", git.toString(), "--namespace", "default");
            assertThat(String.join("\n", texts(git)) + said)
                    .doesNotContain(
                            issued, Base64.getEncoder().encodeToString(issued.getBytes(StandardCharsets.UTF_8)));
            assertThat(String.join("\n", texts(git)) + said)
                    .contains("| default | acct | api-key | ProviderConnection acct |")
                    .doesNotContain(
                            "key-one", Base64.getEncoder().encodeToString("key-one".getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Nobody here makes pods out of a Deployment. */
    private static void gatewaysRunElsewhere(Cluster cluster) {
        cluster.client()
                .genericKubernetesResources("ninerouter.io/v1alpha1", "Router")
                .inNamespace("default")
                .withName("main")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"gateway\": {\"replicas\": 0}}}");
    }

    private void serves(Cluster cluster) throws Exception {
        Gateways gateways = Gateways.start(cluster, 1);
        try {
            cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
            cluster.awaitCondition(ProviderConnection.class, "keyed-acct", "Ready", "True", "Ready");
            cluster.awaitCondition(Combo.class, "stack", "Ready", "True", "Ready");
            cluster.awaitCondition(ApiKey.class, "laptop", "Ready", "True", "Ready");
            for (String model : List.of("kd/m", "stack", "fast")) {
                assertThat(gateways.ask(1, model, KEY).statusCode()).as(model).isEqualTo(200);
            }
        } finally {
            gateways.close();
        }
    }

    private static String transfer(Cluster cluster, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Config config = Config.fromKubeconfig(cluster.api().kubeconfig().toFile());
        int exit = TransferMain.run(List.of(arguments), config, new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return text;
    }

    /** What {@code kubectl apply --recursive -f secrets} and {@code kubectl apply -k .} do. */
    private static void apply(Cluster cluster, Path folder) throws IOException {
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".yaml") && !name.equals("kustomization.yaml")) {
                cluster.apply(Files.readString(file));
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> texts(Path folder) throws IOException {
        return files(folder).stream()
                .map(file -> folder.relativize(file) + ":\n" + read(file))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
