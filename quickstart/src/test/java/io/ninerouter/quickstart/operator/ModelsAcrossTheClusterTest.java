package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.discover.ListsCodec;
import io.ninerouter.operator.settings.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a provider lists is what callers are shown: a real operator, a real gateway, one API server. */
@Timeout(120)
class ModelsAcrossTheClusterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIST = """
            {"object": "list", "data": [
              {"id": "declared", "context_length": 1},
              {"id": "found", "context_length": 32000, "top_provider": {"max_completion_tokens": 4000},
               "pricing": {"prompt": "0.00000125", "completion": "0.00001"}, "expiration_date": "2027-01-31"}]}""";

    @TempDir
    Path folder;

    private Cluster cluster;
    private ListingProvider provider;
    private OperatorApp operator;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new ListingProvider(LIST);
        operator = cluster.operator(Cluster.settings("one", Scope.EVERYWHERE).withProbes(true));
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: own, namespace: default}
                spec:
                  dialect: OpenAIChat
                  baseUrl: "%s"
                  models: [{id: declared, contextWindow: 8000}, {id: gone}]
                """.formatted(provider.baseUrl()));
        cluster.account("acct", "own");
        gateways = Gateways.start(cluster, 1);
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        cluster.close();
        provider.close();
    }

    @Test
    void whatAProviderListsIsShownRoutedToAndKept() throws Exception {
        awaitModels("own/declared", "own/found");
        JsonNode found = model("own/found");
        assertThat(found.path("context_window").asLong()).isEqualTo(32_000);
        assertThat(found.path("max_output_tokens").asLong()).isEqualTo(4_000);
        assertThat(found.at("/pricing/input").asText()).isEqualTo("1.25");
        assertThat(found.at("/pricing/output").asText()).isEqualTo("10");
        assertThat(found.path("deprecation").asText()).isEqualTo("2027-01-31");
        assertThat(model("own/declared").path("context_window").asLong())
                .as("what is declared wins")
                .isEqualTo(8_000);
        ProviderConnection told = awaitCount(2);
        assertThat(told.getStatus().models().lacking()).containsExactly("gone");
        assertThat(gateways.ask(1, "found").statusCode()).as("by its bare name").isEqualTo(200);
        assertThat(gateways.ask(1, "gone").statusCode()).as("no bare name").isEqualTo(404);
        assertThat(gateways.ask(1, "own/gone").statusCode()).as("lists lie").isEqualTo(200);

        // A new key is asked about at once.
        provider.lists("{\"data\": [{\"id\": \"declared\"}, {\"id\": \"newer\"}]}");
        cluster.secret("acct", "another-key");
        awaitModels("own/declared", "own/newer");
        assertThat(gateways.ask(1, "found").statusCode()).isEqualTo(404);

        provider.answersLists(503);
        cluster.secret("acct", "third-key");
        ProviderConnection troubled = cluster.await(
                ProviderConnection.class,
                "acct",
                one -> one.getStatus().models() != null
                        && one.getStatus().models().message() != null);
        assertThat(troubled.getStatus().models().message()).startsWith("the provider answered 503 (since 20");
        assertThat(models()).as("the last good list stays").containsExactly("own/declared", "own/newer");

        operator.close();
        int asked = provider.lists();
        provider.answersLists(200);
        operator = cluster.operator(Cluster.settings("two", Scope.EVERYWHERE).withProbes(true));
        cluster.await(
                ProviderConnection.class,
                "acct",
                one -> one.getStatus().models() != null
                        && one.getStatus().models().message() == null);
        assertThat(models()).as("a new leader goes on with it").containsExactly("own/declared", "own/newer");
        assertThat(ListsCodec.decode(SecretData.of(cluster.find(RouterSecrets.modelsName("main")))
                                .get(RouterSecrets.MODELS_KEY))
                        .get("acct")
                        .ids())
                .containsExactly("declared", "newer");
        assertThat(provider.lists())
                .as("no list is asked for again at once; the check of the credential asks at most twice")
                .isBetween(asked, asked + 2);
    }

    @Test
    void theEndOfAModelIsToldOnceOfWhatNamesItAndNothingCeasesToServe() throws Exception {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(10);
        provider.lists(
                "{\"data\": [{\"id\": \"declared\"}, {\"id\": \"found\", \"expiration_date\": \"" + day + "\"}]}");
        cluster.secret("acct", "another-key");
        alias("first");

        ModelAlias first = cluster.awaitCondition(ModelAlias.class, "first", "ResolvedRefs", "True", "ModelEndsSoon");
        assertThat(Cluster.condition(first.getStatus(), "ResolvedRefs").message())
                .contains("own/found from " + day);
        Event told = cluster.awaitEvent("first", "ModelEndsSoon");
        assertThat(told.getType()).isEqualTo("Warning");
        assertThat(told.getMessage()).contains("own/found from " + day);
        cluster.awaitCondition(ModelAlias.class, "first", "Ready", "True", "Ready");
        assertThat(gateways.ask(1, "first").statusCode()).isEqualTo(200);

        operator.close();
        operator = cluster.operator(Cluster.settings("two", Scope.EVERYWHERE).withProbes(true));
        alias("second");
        cluster.awaitEvent("second", "ModelEndsSoon");
        assertThat(cluster.awaitEvent("first", "ModelEndsSoon"))
                .as("a new leader says nothing again")
                .isEqualTo(told);
    }

    private void alias(String name) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ModelAlias
                metadata: {name: %s, namespace: default}
                spec: {target: own/found}
                """.formatted(name));
    }

    private void awaitModels(String... ids) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(models()).containsExactly(ids));
    }

    private ProviderConnection awaitCount(int count) {
        return cluster.await(
                ProviderConnection.class,
                "acct",
                one -> one.getStatus() != null
                        && one.getStatus().models() != null
                        && one.getStatus().models().count() == count);
    }

    private List<String> models() throws Exception {
        List<String> ids = new ArrayList<>();
        JSON.readTree(gateways.get(1, "/v1/models"))
                .path("data")
                .forEach(model -> ids.add(model.path("id").asText()));
        return ids;
    }

    private JsonNode model(String id) throws Exception {
        return JSON.readTree(gateways.get(1, "/v1/models/" + id));
    }
}
