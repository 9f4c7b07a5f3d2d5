package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.quickstart.cluster.Kubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code charts/docs/install.md} says of backup and restore, done with kubectl: from one cluster to a new one. */
@Timeout(180)
class BackupTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("ninerouter.root", ".."), "charts", "docs", "install.md");
    private static final Pattern GET = Pattern.compile("(?m)^kubectl (get .+?) > ([a-z.]+)");
    private static final Pattern FILES = Pattern.compile("(?m)^for file in ([a-z. ]+); do");
    private static final Pattern STRIP = Pattern.compile("yq 'del\\(\\.items\\[\\]\\.metadata \\| \\((.+)\\)\\)'");
    private static final Pattern APPLY = Pattern.compile("(?m)^ +kubectl (apply --server-side.+ -f) -$");

    @TempDir
    Path folder;

    private KeyedProvider provider;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        provider = new KeyedProvider("key-one");
    }

    @AfterEach
    void stop() {
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void everythingServesAgainWithTheSameKeysOnANewCluster() throws Exception {
        String issued;
        try (Cluster old = Cluster.start(Files.createDirectory(folder.resolve("old")))) {
            old.operator("one");
            declare(old);
            Gateways gateways = Gateways.start(old, 1);
            try {
                ready(old);
                issued = old.value("coder", "api-key");
                assertThat(gateways.ask(1, "keyed/m", issued).statusCode()).isEqualTo(200);
            } finally {
                gateways.close();
            }
            backUp(old);
        }

        try (Cluster next = Cluster.start(Files.createDirectory(folder.resolve("new")))) {
            next.operator("one");
            restore(next);
            Gateways gateways = Gateways.start(next, 1);
            try {
                ready(next);
                int before = provider.calls("key-one");
                assertThat(gateways.ask(1, "keyed/m", issued).statusCode()).isEqualTo(200);
                assertThat(gateways.ask(1, "keyed/m", "sk-made-elsewhere-0123456789")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(provider.calls("key-one")).isEqualTo(before + 2);
                assertThat(next.value("coder", "api-key")).isEqualTo(issued);
                belongsAgain(next);
            } finally {
                gateways.close();
            }
        }
    }

    /** What was issued goes with its ApiKey, what was made with its Router, as before. */
    private static void belongsAgain(Cluster next) {
        ApiKey coder = next.await(ApiKey.class, "coder", Objects::nonNull);
        assertThat(next.find("coder").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(coder.getMetadata().getUid()));
        // The signing key is looked at when a key is issued.
        next.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: later, namespace: default}
                spec: {secretName: later}
                """);
        next.awaitCondition(ApiKey.class, "later", "Ready", "True", "Ready");
        assertThat(prefix(next.value("later", "api-key"))).isEqualTo(prefix(next.value("coder", "api-key")));
        Router router = next.await(Router.class, "main", Objects::nonNull);
        for (String secret : List.of("main-config", "main-credentials", "main-signing")) {
            assertThat(next.find(secret).getMetadata().getOwnerReferences())
                    .as(secret)
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid())
                            .isEqualTo(router.getMetadata().getUid()));
        }
    }

    /** What tells the keys of a Router. */
    private static String prefix(String key) {
        return key.substring(0, 19);
    }

    private void declare(Cluster cluster) {
        cluster.router("main");
        cluster.secret("own", "sk-made-elsewhere-0123456789");
        provider.declare(cluster);
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: brought, namespace: default}
                spec: {secretRef: {name: own}}
                """);
    }

    private static void ready(Cluster cluster) {
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "brought", "Ready", "True", "Ready");
    }

    private void backUp(Cluster cluster) throws Exception {
        Matcher get = GET.matcher(Files.readString(DOCUMENT));
        int files = 0;
        while (get.find()) {
            String got = cluster.kubectl().succeed(get.group(1).split(" +"));
            Files.writeString(folder.resolve(get.group(2)), strip(got));
            files++;
        }
        assertThat(files).as("commands in %s", DOCUMENT).isEqualTo(2);
    }

    /** What the document's yq does. */
    private static String strip(String yaml) throws Exception {
        Matcher fields = STRIP.matcher(Files.readString(DOCUMENT));
        assertThat(fields.find()).as("the fields to strip, in %s", DOCUMENT).isTrue();
        List<String> names = Arrays.stream(fields.group(1).split(","))
                .map(name -> name.strip().substring(1))
                .toList();
        assertThat(names).contains("ownerReferences", "uid");
        JsonNode list = Serialization.unmarshal(yaml, JsonNode.class);
        for (JsonNode item : list.path("items")) {
            ((ObjectNode) item.path("metadata")).remove(names);
        }
        return Serialization.asJson(list);
    }

    private void restore(Cluster cluster) throws Exception {
        String document = Files.readString(DOCUMENT);
        Matcher files = FILES.matcher(document);
        Matcher apply = APPLY.matcher(document);
        assertThat(files.find() && apply.find()).as("the loop in %s", DOCUMENT).isTrue();
        for (String file : files.group(1).split(" ")) {
            List<String> arguments = new ArrayList<>(List.of(apply.group(1).split(" ")));
            arguments.add(folder.resolve(file).toString());
            cluster.kubectl().succeed(arguments.toArray(String[]::new));
        }
    }
}
