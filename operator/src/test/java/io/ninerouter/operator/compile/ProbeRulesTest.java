package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Map;
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            settings fill address and headers | baseUrl: 'https://{region}.example/v1' | https://eu.example/v1/models
            slashes at its end do not count   | baseUrl: 'https://{region}.example/v1/' | https://eu.example/v1/models
            own question                      | baseUrl: 'https://{region}.example/v1', probe: {path: /key} | https://eu.example/v1/key
            """, delimiter = '|')
    void aCheckGoesToTheAddressThatTheSettingsMake(String what, String node, String url) {
        Probing probing = probing(
                "{prefix: n, dialect: OpenAIChat, " + node
                        + ", headers: {x-team: '{team}', x-who: '{who?}', x-conversation: '{session}'}}",
                "{region: eu, team: red}");

        assertThat(probing).isInstanceOfSatisfying(Probing.Ask.class, ask -> {
            assertThat(ask.url()).isEqualTo(url);
            // What only a request could fill, or nobody has, is left out.
            assertThat(ask.headers()).isEqualTo(Map.of("x-team", "red"));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            requests are signed | baseUrl: 'https://n.example', auth: {scheme: SigV4} | signed
            no credential       | baseUrl: 'https://n.example', auth: {scheme: None} | shown no credential
            nothing to ask      | baseUrl: 'https://n.example', probe: {path: ''} | nothing that can be asked
            model in the path   | baseUrl: 'https://n.example/{model}/v1' | no address without a request
            """, delimiter = '|')
    void whatCannotBeAskedSaysWhy(String what, String node, String why) {
        Probing probing = probing("{prefix: n, dialect: OpenAIChat, " + node + "}", "{region: eu}");

        assertThat(probing)
                .isInstanceOfSatisfying(
                        Probing.Never.class, never -> assertThat(never.why()).contains(why));
    }

    private static Probing probing(String node, String settings) {
        String auth = node.contains("SigV4") ? "aws" : "apiKey";
        World world = new World()
                .secret(
                        World.NAMESPACE,
                        "s",
                        null,
                        Map.of("api-key", "k", "access-key-id", "i", "secret-access-key", "a"))
                .node("n", node)
                .connection(
                        "c", "{provider: n, auth: {" + auth + ": {secretRef: {name: s}}}, settings: " + settings + "}");
        Verdict verdict = world.verdict(Kind.CONNECTION, "c");
        assertThat(verdict.accepted().holds()).as(verdict.accepted().message()).isTrue();
        return ((Verdict.OfConnection) verdict.detail()).probing();
    }
}
