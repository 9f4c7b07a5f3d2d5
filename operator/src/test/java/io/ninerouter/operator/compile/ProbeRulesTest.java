package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.compile.ObjectRef.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a provider to check a credential. */
class ProbeRulesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            without a version of its own | Anthropic  |                                     | 2023-06-01
            with one                     | Anthropic  | headers: {anthropic-version: later} | later
            of another dialect           | OpenAIChat |                                     |
            """, delimiter = '|')
    void aCheckCarriesTheVersionThatAnthropicWants(String what, String dialect, String headers, String version) {
        World world = new World()
                .secret("s", "api-key", "sk-1")
                .node(
                        "n",
                        "{prefix: n, dialect: %s, baseUrl: 'https://n.example/v1', auth: {scheme: Bearer}%s}"
                                .formatted(dialect, headers == null ? "" : ", " + headers))
                .connection("c", "{provider: n, auth: {apiKey: {secretRef: {name: s}}}}");

        Verdict.Detail detail = world.verdict(Kind.CONNECTION, "c").detail();

        assertThat(detail)
                .isInstanceOfSatisfying(
                        Verdict.OfConnection.class,
                        connection -> assertThat(connection.probing())
                                .isInstanceOfSatisfying(Probing.Ask.class, ask -> {
                                    assertThat(ask.url()).isEqualTo("https://n.example/v1/models");
                                    assertThat(ask.headers().get("anthropic-version"))
                                            .isEqualTo(version);
                                }));
    }
}
