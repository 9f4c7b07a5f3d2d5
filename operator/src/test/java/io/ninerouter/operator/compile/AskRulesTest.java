package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.QuotaSource;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With what accounts that log in are asked about. */
class AskRulesTest {
    private static World copilot(Map<String, String> secret) {
        return new World().secret(World.NAMESPACE, "tokens", null, secret).connection("gh", """
                provider: github
                settings: {editorVersion: vscode/1.110.0, integrationId: vscode-chat}
                auth: {oauth: {flow: Import, secretRef: {name: tokens}}}
                """);
    }

    private static Asking asking(World world, String name) {
        Verdict verdict = world.verdict(Kind.CONNECTION, name);
        assertThat(verdict.detail()).isInstanceOf(Verdict.OfConnection.class);
        return ((Verdict.OfConnection) verdict.detail()).asking();
    }

    @Test
    void copilotsQuotasAreAskedWithTheLoginsTokenAndItsModelsWithCopilots() {
        World world = copilot(Map.of("refresh-token", "login-1", "access-token", "made-1", "account-id", "17"));
        Asking asking = asking(world, "gh");

        Question quotas = asking.quotas();
        assertThat(quotas).isNotNull();
        assertThat(quotas.topic()).isEqualTo(new Question.Topic.Quotas(QuotaSource.Kind.COPILOT_USER));
        assertThat(quotas.url()).isEqualTo("https://api.github.com/copilot_internal/user");
        assertThat(quotas.auth()).isEqualTo(new AuthScheme(AuthScheme.Scheme.HEADER, "authorization", "token "));
        assertThat(quotas.credential()).isEqualTo(SecretText.of("login-1"));
        assertThat(quotas.headers()).containsEntry("editor-version", "vscode/1.110.0");
        assertThat(quotas.account()).isEqualTo("17");
        assertThat(quotas.lasting()).isFalse();

        assertThat(asking.models()).isNotNull();
        assertThat(asking.models().credential()).isEqualTo(SecretText.of("made-1"));
        assertThat(world.compile().credentials().get("gh").secret()).isEqualTo(SecretText.of("made-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access-token", "refresh-token"})
    void copilotThatHasNotMadeATokenYetIsAskedNothing(String key) {
        World world = copilot(Map.of(key, "login-1"));
        assertThat(asking(world, "gh")).isEqualTo(Asking.NOTHING);
        assertThat(world.compile().credentials()).doesNotContainKey("gh");
    }

    @ParameterizedTest
    @CsvSource({"codex", "claude"})
    void quotasOfOtherAccountsAreAskedWithWhatRequestsShow(String provider) {
        World world = new World()
                .secret(World.NAMESPACE, "tokens", null, Map.of("refresh-token", "r-1", "access-token", "a-1"))
                .connection(
                        "c", "{provider: " + provider + ", auth: {oauth: {flow: Import, secretRef: {name: tokens}}}}");
        Question quotas = asking(world, "c").quotas();
        assertThat(quotas).isNotNull();
        assertThat(quotas.credential()).isEqualTo(SecretText.of("a-1"));
        assertThat(quotas.auth()).isEqualTo(AuthScheme.BEARER);
    }
}
