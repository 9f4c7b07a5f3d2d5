package io.ninerouter.operator.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.operator.catalog.CatalogueLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportTest {
    private final Imported imported = read(Databases.LARGE);

    private static Imported read(String json) {
        return Import.read(Databases.bytes(json), "ai", "main", CatalogueLoader.load());
    }

    /** Kind, name, and what its spec has to hold. */
    @TestFactory
    Stream<DynamicTest> eachObjectSaysWhatItSaidBefore() {
        return Stream.of(
                        new String[] {
                            "Router main",
                            "requireApiKey: true",
                            "strategy: \"RoundRobin\"",
                            "stickyLimit: 5",
                            "https: \"http://proxy.example:3128\"",
                            "10.0.0.0/8",
                            "model: \"gpt-5\"",
                            "input: \"1.25\"",
                            "cacheRead: \"0.125\""
                        },
                        new String[] {
                            "ProviderNode vllm-here",
                            "prefix: \"vl\"",
                            "dialect: \"OpenAIChat\"",
                            "baseUrl: \"http://vllm.example:8000/v1\""
                        },
                        new String[] {"ProviderNode ds", "dialect: \"Anthropic\"", "name: \"x-api-key\""},
                        new String[] {
                            "ProviderConnection openai-work",
                            "provider: \"openai\"",
                            "priority: 2",
                            "- \"gpt-5-mini\"",
                            "https: \"http://proxy.example:3128\"",
                            "- \".internal\"",
                            "name: \"openai-work-proxy\"",
                            "name: \"openai-work\""
                        },
                        new String[] {"ProviderConnection openai-work-2", "active: false", "name: \"openai-work-2\""},
                        new String[] {"ProviderConnection vllm-here-vllm", "provider: \"vllm-here\""},
                        new String[] {"Combo stack", "name: \"stack\"", "RoundRobin", "vl/qwen3", "stack2"},
                        new String[] {"Combo stack2", "anthropic/claude-haiku-4-5"},
                        new String[] {"ModelAlias fast", "alias: \"fast\"", "openai/gpt-5-mini"},
                        new String[] {"ModelAlias best", "anthropic/claude-opus-4-6"},
                        new String[] {"ModelAlias here", "vl/qwen3"},
                        new String[] {"ApiKey laptop", "name: \"laptop-key\"", "name: \"main\""},
                        new String[] {"ApiKey old", "active: false"})
                .map(expected -> DynamicTest.dynamicTest(expected[0], () -> {
                    String spec = Serialization.asYaml(object(expected[0]));
                    assertThat(spec).contains(Arrays.copyOfRange(expected, 1, expected.length));
                }));
    }

    @ParameterizedTest(name = "{0} is told of")
    @CsvSource(delimiter = '|', textBlock = """
            connection grok-web "x"                  | LEFT   | has no counterpart
            connection deepseek "no key"             | LEFT   | no credential
            node no address                          | LEFT   | no base address
            node ds                                  | PARTLY | now the node wins
            combo search                             | LEFT   | webSearch
            combo stack2                             | PARTLY | strategy fusion
            alias lost                               | PARTLY | leads nowhere
            custom model my-model                    | LEFT   | not needed
            key "Gone"                               | LEFT   | not in the database
            settings                                 | PARTLY | callers need a key now
            setting password                         | LEFT   | no login
            setting providerThinking of claude       | LEFT   | how much to think
            setting providerStrategies of claude     | LEFT   | routing.accounts
            mapping of intercepted model antigravity | LEFT   | nothing is intercepted
            """)
    void whatHasNoCounterpart(String what, Report.Fate fate, String why) {
        assertThat(imported.report().lines())
                .filteredOn(line -> line.what().equals(what))
                .anySatisfy(line -> {
                    assertThat(line.fate()).isEqualTo(fate);
                    assertThat(line.why()).contains(why);
                });
        assertThat(imported.report().markdown()).contains(what);
    }

    @Test
    void everyConnectionNodeComboAliasAndKeyIsInTheReport() {
        assertThat(imported.report().lines().stream().map(Report.Line::what).collect(Collectors.toList()))
                .filteredOn(what -> what.matches("(connection|node|combo|alias|key) .*"))
                .hasSize(6 + 3 + 3 + 4 + 3);
    }

    @Test
    void whatIsSecretStandsInSecretsAlone() {
        String open = imported.objects().stream().map(Serialization::asYaml).collect(Collectors.joining())
                + imported.report().markdown()
                + imported;
        assertThat(open).doesNotContain("canary");
        assertThat(secrets())
                .contains("api-key=canary-openai", "api-key=canary-openai-2", "api-key=canary-node")
                .contains("api-key=canary-key-1", "api-key=canary-key-2")
                .contains("username=canary-user", "password=canary-pass")
                .doesNotContain("canary-cookie");
    }

    @Test
    void theSameDatabaseGivesTheSameObjects() {
        Imported again = read(Databases.LARGE);
        assertThat(Serialization.asYaml(again.objects())).isEqualTo(Serialization.asYaml(imported.objects()));
        assertThat(Serialization.asYaml(again.secrets())).isEqualTo(Serialization.asYaml(imported.secrets()));
        assertThat(again.report().markdown()).isEqualTo(imported.report().markdown());
    }

    @Test
    void noNameShowsTheAddressOfAPerson() {
        assertThat(imported.objects().stream()
                        .map(object -> object.getMetadata().getName()))
                .noneMatch(name -> name.contains("jo") || name.contains("example"));
    }

    @Test
    void anExportMayBeWrapped() {
        Imported wrapped = read("{\"version\": 2, \"data\": " + Databases.LARGE + "}");
        assertThat(wrapped.objects()).hasSameSizeAs(imported.objects());
    }

    @ParameterizedTest(name = "{0} is no database")
    @CsvSource(delimiter = '|', textBlock = """
            {"canary": tru          | not JSON
            []                      | without any of
            {"hello": "canary"}     | without any of
            "canary"                | without any of
            """)
    void whatIsNoDatabaseIsRefusedWithoutQuotingIt(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("canary");
    }

    @ParameterizedTest(name = "members of odd types: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"providerConnections": {"a": 1}, "combos": "x", "apiKeys": null, "settings": []}
            {"providerConnections": [null, 3, {}, {"provider": 7}], "modelAliases": {"a": null, "b": {}, "": "x"}}
            {"combos": [{"name": 3, "models": [1, {}]}, {"name": "c", "models": {}}], "providerNodes": [{}]}
            {"pricing": {"openai": {"m": "x", "n": {"input": -1}, "o": {"input": "1e999999"}}}, "settings": {"stickyRoundRobinLimit": 1e9}}
            """)
    void oddMembersHurtNobody(String json) {
        assertThat(read(json).objects()).anyMatch(object -> object.getKind().equals("Router"));
    }

    private HasMetadata object(String kindAndName) {
        List<HasMetadata> found = imported.objects().stream()
                .filter(object -> (object.getKind() + " " + object.getMetadata().getName()).equals(kindAndName))
                .toList();
        assertThat(found).as(kindAndName).hasSize(1);
        return found.getFirst();
    }

    private List<String> secrets() {
        return imported.secrets().stream()
                .map(Secret::getData)
                .flatMap(data -> data.entrySet().stream())
                .map(entry -> entry.getKey() + "="
                        + new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8))
                .toList();
    }
}
