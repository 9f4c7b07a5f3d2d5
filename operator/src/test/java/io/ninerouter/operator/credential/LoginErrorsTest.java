package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.credential.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a login of each vendor comes to when a person or the vendor says no; the operator restarts after each step. */
class LoginErrorsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String STANDARD = "{\"device_code\":\"d-1\",\"user_code\":\"U-1\",\"verification_uri\":"
            + "\"https://visit.example\",\"expires_in\":600,\"interval\":5}";

    /** What each vendor answers when a device code is begun, by how the question ends. */
    private static final Map<String, String> BEGUN = Map.of(
            "/login/device/code",
            STANDARD,
            "/oauth2/device/code",
            STANDARD,
            "/oauth/device_authorization",
            STANDARD,
            "/client/register",
            "{\"clientId\":\"dyn\",\"clientSecret\":\"dyn-shh\"}",
            "amazonaws.com/device_authorization",
            "{\"deviceCode\":\"d-1\",\"userCode\":\"U-1\",\"verificationUri\":\"https://visit.example\","
                    + "\"expiresIn\":600,\"interval\":5}",
            "/device-auth/codes",
            "{\"code\":\"K-1\",\"verificationUrl\":\"https://visit.example\",\"expiresIn\":600}",
            "/auth/state?platform=CLI",
            "{\"code\":0,\"data\":{\"state\":\"s-1\",\"authUrl\":\"https://visit.example\"}}");

    private Answer polled = came(400, "{}");

    private static Answer came(int status, String body) {
        return new Answer.Came(status, null, Json.read(body));
    }

    private Player begun(String provider, OAuthFlow flow) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "baseUrl", "https://gitlab.example", "clientId", "own", "editorVersion", "e/1", "idp", "Google"));
        settings.put("ssoRegion", "eu-west-1");
        settings.put("region", "us-east-1");
        settings.put("platform", "ninerouter");
        Account account = new Account(
                CatalogueLoader.load().logins().oauth().get(provider),
                flow,
                settings,
                io.ninerouter.config.SecretText.of("shh"));
        Player player = new Player(Wanted.of(account, "", Set.of()), NOW, this::answer);
        player.restarts = true;
        player.rest();
        return player;
    }

    private Answer answer(Ask ask) {
        return BEGUN.entrySet().stream()
                .filter(one -> Player.name(ask).endsWith(one.getKey()))
                .findFirst()
                .map(one -> came(200, one.getValue()))
                .orElse(polled);
    }

    static Stream<String> loginsWithACode() {
        return CatalogueLoader.load().logins().oauth().entrySet().stream()
                .filter(one -> one.getValue().flow(OAuthFlow.AuthorizationCode) != null)
                .map(Map.Entry::getKey);
    }

    static Stream<Arguments> pasted() {
        return loginsWithACode()
                .flatMap(provider -> Stream.of(
                        Arguments.of(provider, "http://localhost/cb?code=c-1&state=another", "its state is another"),
                        Arguments.of(provider, "c-1#another", "its state is another"),
                        Arguments.of(provider, "http://localhost/cb?error=access_denied&state={state}", "denied"),
                        Arguments.of(provider, "http://localhost/cb?state={state}", "it holds no code")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void pasted(String provider, String address, String told) {
        Player player = begun(provider, OAuthFlow.AuthorizationCode);
        String url = url(player);
        paste(player, address);

        Standing standing = player.standing().standing();
        assertThat(standing.state()).isEqualTo(State.LOGIN_FAILED);
        assertThat(standing.message()).contains(told).contains("to try again open");
        assertThat(player.asked).as("no code goes to the vendor").isEmpty();
        assertThat(url(player)).as("the same address is good still").isEqualTo(url);
        assertThat(player.stored.values()).doesNotContainKey(Keys.REDIRECT_URL);
    }

    @ParameterizedTest
    @MethodSource("loginsWithACode")
    void codeThatTheVendorTakesNoMoreIsToldWithAnotherAddress(String provider) {
        Player player = begun(provider, OAuthFlow.AuthorizationCode);
        String url = url(player);
        polled = came(400, "{\"error\":\"invalid_grant\",\"error_description\":\"c-1 has expired\"}");
        paste(player, "http://localhost/cb?code=c-1&state={state}");

        Standing standing = player.standing().standing();
        assertThat(standing.state()).isEqualTo(State.LOGIN_FAILED);
        assertThat(standing.message()).contains("invalid_grant").doesNotContain("c-1");
        assertThat(player.asked).hasSize(1);
        assertThat(url(player)).startsWith("https://").isNotEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"503, '{}'", "429, '{}'", "404, '<html>'", "0, ''"})
    void codeIsShownAgainWhereTheVendorMayNotHaveSeenItAndThenALoginIsAskedFor(int status, String body) {
        Player player = begun("codex", OAuthFlow.AuthorizationCode);
        polled = status == 0 ? new Answer.None(false, "not reached") : came(status, body);
        paste(player, "http://localhost/cb?code=c-1&state={state}");
        assertThat(player.standing().standing().state()).isEqualTo(State.AWAITING_LOGIN);
        player.run(Duration.ofMinutes(30));
        assertThat(player.asked).hasSizeBetween(2, 3);
        assertThat(player.standing().standing().state()).isEqualTo(State.LOGIN_FAILED);
    }

    @ParameterizedTest(name = "{0} says {1} {2}")
    @CsvSource({
        "github, 200, '{\"error\":\"access_denied\"}'",
        "qwen, 400, '{\"error\":\"access_denied\"}'",
        "kimi-coding, 403, '{\"error\":\"access_denied\"}'",
        "kiro, 400, '{\"error\":\"access_denied\"}'",
        "kilocode, 403, '{}'"
    })
    void deniedDeviceCodeIsToldAndNotAskedAboutAgain(String provider, int status, String body) {
        Player player = begun(provider, OAuthFlow.DeviceCode);
        polled = came(status, body);
        player.run(Duration.ofHours(2));

        assertThat(player.standing().standing().state()).isEqualTo(State.LOGIN_FAILED);
        assertThat(player.standing().standing().message()).contains("the consent was denied");
        assertThat(player.asked.stream().filter(ask -> answer(ask) == polled)).hasSize(1);
    }

    @ParameterizedTest(name = "{0} says {1} {2}")
    @CsvSource({
        "github, 200, '{\"error\":\"expired_token\"}'",
        "qwen, 400, '{\"error\":\"expired_token\"}'",
        "kimi-coding, 400, '{\"error\":\"expired_token\"}'",
        "kiro, 400, '{\"__type\":\"com.amazonaws#ExpiredTokenException\"}'",
        "kilocode, 410, ",
        "codebuddy, 200, '{\"code\":11217}'"
    })
    void expiredDeviceCodeIsReplacedTwiceAndThenTold(String provider, int status, @Nullable String body) {
        Player player = begun(provider, OAuthFlow.DeviceCode);
        polled = came(status, body == null ? "" : body);
        player.run(Duration.ofHours(2));

        assertThat(player.standing().standing().state()).isEqualTo(State.LOGIN_FAILED);
        assertThat(player.standing().standing().message()).contains("nobody entered the code in time");
        assertThat(player.asked.stream()
                        .filter(ask -> answer(ask) != polled)
                        .filter(ask -> !Player.name(ask).endsWith("register")))
                .hasSize(LoginAgenda.ROUNDS);
    }

    @ParameterizedTest(name = "{0} says {1} {2}")
    @CsvSource({
        "github, 200, '{\"error\":\"slow_down\"}', 40",
        "qwen, 429, '{\"error\":\"slow_down\"}', 40",
        "kiro, 400, '{\"__type\":\"SlowDownException\"}', 40",
        "kimi-coding, 400, '{\"error\":\"authorization_pending\"}', 130",
        "kilocode, 202, '{}', 130",
        "qwen, 503, '<html>', 130"
    })
    void pendingDeviceCodeIsAskedAboutAtThePaceThatTheVendorWants(String provider, int status, String body, int most) {
        Player player = begun(provider, OAuthFlow.DeviceCode);
        player.restarts = false;
        polled = came(status, body);
        player.run(Duration.ofSeconds(590));

        assertThat(player.standing().standing().state()).isEqualTo(State.AWAITING_LOGIN);
        assertThat(player.asked.stream().filter(ask -> answer(ask) == polled)).hasSizeBetween(8, most);
    }

    private static String url(Player player) {
        return player.standing().standing().authorization().authorizeUrl();
    }

    private static void paste(Player player, String address) {
        player.put(Map.of(
                Keys.REDIRECT_URL,
                address.replace("{state}", player.stored.login().value(Login.STATE))));
        player.rest();
    }
}
