package io.ninerouter.operator.credential;

import static io.ninerouter.operator.credential.LoginDialog.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.catalog.Logins;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every vendor of the catalogue: what it is asked from the beginning of a login to a renewal, and what comes of its answers. */
class VendorsTest {
    private static final Logins LOGINS = CatalogueLoader.load().logins();

    private static final Map<String, String> SETTINGS = Map.of(
            "ssoRegion", "eu-west-1",
            "region", "us-east-1",
            "idp", "Github",
            "baseUrl", "https://gitlab.example",
            "clientId", "own-client",
            "editorVersion", "vscode/1.110.0",
            "platform", "ninerouter");

    @TestFactory
    Stream<DynamicTest> logins() {
        return dialogs().map(one -> DynamicTest.dynamicTest(one.provider() + " " + one.flow(), () -> play(one)));
    }

    private static Stream<LoginDialog> dialogs() {
        return Stream.of(CodeLogins.all(), DeviceLogins.all(), ImportedLogins.all())
                .flatMap(List::stream);
    }

    /** Plays a login through the machine itself, in virtual time, with all that lies between two steps in the Secret alone. */
    private static void play(LoginDialog one) {
        OAuthLogin login = LOGINS.oauth().get(one.provider());
        Account account = new Account(login, one.flow(), SETTINGS, SecretText.of("shh"));
        Wanted wanted = Wanted.of(account, "", Set.of());
        List<LoginDialog.Turn> left = new LinkedList<>(one.turns());
        Player player = new Player(wanted, NOW, ask -> {
            assertThat(left).as("asked once too often: " + ask).isNotEmpty();
            return left.removeFirst().answer();
        });
        player.restarts = true;
        if (!one.imported().isEmpty()) {
            player.put(one.imported());
        }
        String state = "";
        for (int round = 0; round < 100; round++) {
            Instant next = player.rest();
            Login under = player.stored == null ? null : player.stored.login();
            if (under != null && under.stage() == Login.Stage.VISITING) {
                state = under.value(Login.STATE);
                player.put(Map.of(Keys.REDIRECT_URL, one.code().replace("{state}", state)));
            } else if (left.isEmpty()) {
                break;
            } else {
                assertThat(next).as("waits for ever before " + left.getFirst()).isNotNull();
                player.now = next;
            }
        }

        assertThat(left).as("questions that were not asked").isEmpty();
        for (int turn = 0; turn < one.turns().size(); turn++) {
            check(player.asked.get(turn), one.turns().get(turn), state);
        }
        TokenSet tokens = player.stored.tokens();
        assertThat(wanted.vendor().missing(account, tokens)).isNull();
        assertThat(wanted.vendor().shown(tokens).reveal()).isEqualTo(one.shown());
        assertThat(tokens.facts()).containsAllEntriesOf(one.facts());
        assertThat(player.stored.login()).isNull();
    }

    private static void check(Ask ask, LoginDialog.Turn expected, String state) {
        assertThat(Player.name(ask)).isEqualTo(expected.ask());
        String all = (ask.headers() + "\n" + ask.body())
                .replace("Bearer ", "bearer ")
                .replace("Basic ", "basic ");
        expected.holds().forEach(part -> assertThat(all).as(Player.name(ask)).contains(part.replace("{state}", state)));
        assertThat(ask.toString()).doesNotContain("r-1").doesNotContain("a-1").doesNotContain("c-1");
    }

    @Test
    void everyFlowOfEveryLoginOfTheCatalogueIsPlayed() {
        Set<String> played =
                dialogs().map(one -> one.provider() + " " + one.flow()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> offered = new TreeSet<>();
        LOGINS.oauth()
                .forEach((provider, login) -> Stream.of(OAuthFlow.values())
                        .filter(flow -> login.flow(flow) != null)
                        .forEach(flow -> offered.add(provider + " " + flow)));
        assertThat(played).isEqualTo(offered);
    }

    @Test
    void cursorsMachineStaysTheSameForAnAccount() {
        TokenSet first = Vendor.of(io.ninerouter.operator.catalog.LoginKind.CURSOR_MACHINE)
                .completed(TokenSet.NONE.access("token-1", null, NOW));
        assertThat(first.fact("machineId")).hasSize(64);
        TokenSet next = Vendor.of(io.ninerouter.operator.catalog.LoginKind.CURSOR_MACHINE)
                .completed(first.access("token-2", null, NOW));
        assertThat(next.fact("machineId")).isEqualTo(first.fact("machineId"));
    }

    @Test
    void serviceAccountKeyMakesAssertionsThatItsPublicKeyVerifies() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getMimeEncoder(64, "\n".getBytes())
                        .encodeToString(pair.getPrivate().getEncoded())
                        .replace("\n", "\\n")
                + "\\n-----END PRIVATE KEY-----\\n";
        SecretText key =
                SecretText.of("{\"client_email\":\"sa@p.example\",\"private_key_id\":\"k\",\"project_id\":\"p-1\","
                        + "\"private_key\":\"" + pem + "\"}");
        assertThat(Mint.wrong(key)).isNull();
        Wanted wanted = Mint.wanted(LOGINS.serviceAccounts().get("vertex"), key, Map.of());

        Ask ask = wanted.vendor()
                .refresh(
                        wanted.account(),
                        wanted.tokens(null),
                        wanted.vendor().renewal(wanted.account(), wanted.tokens(null), NOW),
                        NOW);

        assertThat(ask.body()).contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
        String assertion = ask.body().replaceFirst(".*assertion=([^&]*).*", "$1");
        int dot = assertion.lastIndexOf('.');
        Signature verify = Signature.getInstance("SHA256withRSA");
        verify.initVerify(pair.getPublic());
        verify.update(assertion.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        assertThat(verify.verify(Base64.getUrlDecoder().decode(assertion.substring(dot + 1))))
                .isTrue();
        assertThat(Json.text(Json.claims(assertion), "/iss")).isEqualTo("sa@p.example");
        assertThat(Json.text(Json.claims(assertion), "/aud")).isEqualTo("https://oauth2.googleapis.com/token");
        assertThat(Mint.wrong(SecretText.of("{}"))).contains("client_email");
    }
}
