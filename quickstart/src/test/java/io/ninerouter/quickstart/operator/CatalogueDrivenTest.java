package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.GatewayApplication;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Every file of the built-in catalogue, compiled by the operator from objects as people write them, is asked by a real gateway: each of
 * its dialects, and a model for each set of its rules that some model matches, streamed and not. What arrives is what the
 * file says: path, credential, headers, body.
 */
class CatalogueDrivenTest {
    @TempDir
    static Path folder;

    private static GatewayConfig compiled;
    private static RecordingProvider recorder;
    private static ConfigurableApplicationContext gateway;
    private static HttpClient client;

    @BeforeAll
    static void compile() throws Exception {
        List<BuiltInProvider> all = BuiltInProvider.all();
        try (Cluster cluster = Cluster.start(folder)) {
            cluster.operator("one");
            cluster.secret("shared", "a-key");
            cluster.apply("""
                    apiVersion: ninerouter.io/v1alpha1
                    kind: Router
                    metadata: {name: main, namespace: default}
                    spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                    """);
            all.forEach(each -> cluster.apply(each.manifest()));
            compiled = compiled(cluster, all);
        }
        recorder = new RecordingProvider();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        gateway = new SpringApplicationBuilder(GatewayApplication.class)
                .registerShutdownHook(false)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--ninerouter.allow-loopback-providers=true",
                        "--ninerouter.linger=0s",
                        "--management.server.address=127.0.0.1",
                        "--management.server.port=0");
    }

    /** All that the operator serves without a login; what it does not serve (yet) is taken as its file says. */
    private static GatewayConfig compiled(Cluster cluster, List<BuiltInProvider> all) {
        Set<String> served = all.stream()
                .filter(each -> !each.needsLogin())
                .map(BuiltInProvider::id)
                .collect(Collectors.toSet());
        return cluster.awaitConfig(
                "main",
                config -> config.connections().stream()
                        .map(ConnectionConfig::name)
                        .collect(Collectors.toSet())
                        .containsAll(served));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            client.close();
            recorder.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyProviderIsAskedAsItsFileSays() {
        return BuiltInProvider.all().stream().map(each -> DynamicTest.dynamicTest(each.id(), () -> drive(each)));
    }

    /** So that files may be taken as they are where the operator serves nobody without a login. */
    @TestFactory
    Stream<DynamicTest> whatIsCompiledIsWhatTheFileSays() {
        return BuiltInProvider.all().stream()
                .filter(each -> !each.needsLogin())
                .map(each -> DynamicTest.dynamicTest(
                        each.id(),
                        () -> assertThat(each.provider())
                                .usingRecursiveComparison()
                                .comparingOnlyFields(
                                        "dialects",
                                        "baseUrl",
                                        "auth",
                                        "tokenAuth",
                                        "headers",
                                        "tokenHeaders",
                                        "edits",
                                        "rules",
                                        "profile")
                                .isEqualTo(find(each.id()).orElseThrow())));
    }

    /** So that the first test leaves no dialect out. */
    @Test
    void everyDialectIsOneOfSomeFile() {
        assertThat(BuiltInProvider.all().stream()
                        .flatMap(each -> each.provider().dialects().stream())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Dialect.values());
    }

    private static Optional<ProviderConfig> find(String id) {
        return compiled.providers().stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst();
    }

    private void drive(BuiltInProvider file) throws Exception {
        ConnectionConfig connection = compiled.connections().stream()
                .filter(each -> each.provider().equals(file.id()))
                .findFirst()
                .orElseGet(file::connection);
        DrivenProvider driven =
                Elsewhere.of(find(file.id()).orElseGet(file::provider), connection, file.facts(), recorder.url());
        List<DrivenProvider.Case> cases = new ArrayList<>();
        for (String model : driven.models()) {
            for (Dialect spoken : driven.spoken(model)) {
                for (boolean stream : new boolean[] {false, true}) {
                    cases.add(new DrivenProvider.Case(model, spoken, Credential.Kind.API_KEY, stream));
                }
            }
        }
        String first = driven.models().getFirst();
        driven.spoken(first)
                .forEach(spoken ->
                        cases.add(new DrivenProvider.Case(first, spoken, Credential.Kind.ACCESS_TOKEN, false)));
        assertThat(cases).isNotEmpty();
        for (DrivenProvider.Case each : cases) {
            String url = "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
            gateway.getBean(SnapshotHolder.class).swap(driven.snapshot(each));
            driven.check(each, client, url, recorder.speaks(each.spoken()));
        }
    }
}
