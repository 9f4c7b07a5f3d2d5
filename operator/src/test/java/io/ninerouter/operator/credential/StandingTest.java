package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.LoginKind;
import io.ninerouter.operator.credential.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people are told of logins that come to nothing, with and without tokens that serve meanwhile. */
class StandingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private String answer = "{\"error\":\"authorization_pending\"}";

    private static Wanted wanted(OAuthFlow flow, String request) {
        return Wanted.of(Logins.account(LoginKind.STANDARD, flow, Map.of(), Map.of()), request, Set.of());
    }

    private Player player(OAuthFlow flow) {
        Player player = new Player(
                wanted(flow, ""),
                NOW,
                ask -> Player.name(ask).endsWith("/device")
                        ? new Answer.Came(
                                200,
                                null,
                                Json.read("{\"device_code\":\"d\",\"user_code\":\"U\",\"verification_uri\":"
                                        + "\"https://vendor.example/enter\",\"expires_in\":600}"))
                        : new Answer.Came(answer.contains("error") ? 400 : 200, null, Json.read(answer)));
        player.restarts = true;
        return player;
    }

    /** An account that serves, and of which another login was asked for. */
    private Player serving(OAuthFlow flow) {
        return serving(flow, Duration.ofDays(9));
    }

    private Player serving(OAuthFlow flow, Duration life) {
        Player player = player(flow);
        player.put(Map.of(
                "access-token",
                "a-0",
                "refresh-token",
                "r-0",
                "obtained-at",
                NOW.toString(),
                "expires-at",
                NOW.plus(life).toString()));
        player.rest();
        player.want(wanted(flow, "again"));
        player.rest();
        return player;
    }

    private static void paste(Player player, String address) {
        player.put(Map.of(Keys.REDIRECT_URL, address));
        player.rest();
    }

    @Test
    void codeThatNobodyEntersIsShownThreeTimesAndThenToldToHaveExpired() {
        Player player = player(OAuthFlow.DeviceCode);
        player.run(Duration.ofMinutes(25));
        assertThat(player.standing().standing().state()).isEqualTo(State.AWAITING_LOGIN);
        assertThat(player.count("POST https://vendor.example/device")).isEqualTo(3);
        player.run(Duration.ofHours(1));

        Standing standing = player.standing().standing();
        assertThat(player.count("POST https://vendor.example/device")).isEqualTo(3);
        assertThat(standing.state()).isEqualTo(State.LOGIN_FAILED);
        assertThat(standing.message())
                .contains("nobody entered the code in time")
                .contains("ninerouter.io/login");
        assertThat(standing.authorization()).isNull();
    }

    @Test
    void codeThatTheVendorSaysHasExpiredIsReplaced() {
        Player player = player(OAuthFlow.DeviceCode);
        player.rest();
        answer = "{\"error\":\"expired_token\"}";
        player.run(Duration.ofSeconds(10));
        assertThat(player.count("POST https://vendor.example/device")).isEqualTo(2);
        assertThat(player.standing().standing().state()).isEqualTo(State.AWAITING_LOGIN);
    }

    @Test
    void consentThatIsDeniedIsToldWhileTheTokensServeOn() {
        Player player = serving(OAuthFlow.DeviceCode);
        assertThat(player.standing().standing().message())
                .contains("logged in; visit")
                .contains("enter U");
        answer = "{\"error\":\"access_denied\"}";
        player.run(Duration.ofMinutes(1));

        Standing.Read read = player.standing();
        assertThat(read.credential().secret().reveal()).isEqualTo("a-0");
        assertThat(read.standing().state()).isEqualTo(State.LOGGED_IN);
        assertThat(read.standing().inVain()).isTrue();
        assertThat(read.standing().message())
                .isEqualTo(
                        "the account is logged in; another login came to nothing: the consent was denied; for another"
                                + " login give the annotation ninerouter.io/login of the connection a new value");
        player.run(Duration.ofHours(5));
        assertThat(player.count("POST https://vendor.example/device"))
                .as("not asked for again")
                .isEqualTo(1);
    }

    @Test
    void loginThatCameToNothingIsNotBegunAgainByTheRenewalOfTheTokensThatServeOn() {
        Player player = serving(OAuthFlow.DeviceCode, Duration.ofHours(1));
        answer = "{\"error\":\"access_denied\"}";
        player.run(Duration.ofMinutes(1));
        answer = "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600}";
        player.run(Duration.ofHours(5));

        assertThat(player.shown()).as("renewed").isEqualTo("a-1");
        assertThat(player.count("POST https://vendor.example/device"))
                .as("logins for one wish")
                .isEqualTo(1);
        player.want(wanted(OAuthFlow.DeviceCode, "once more"));
        player.rest();
        assertThat(player.count("POST https://vendor.example/device"))
                .as("logins for two")
                .isEqualTo(2);
    }

    @Test
    void tokensThatAreLostBeginALoginWhateverCameOfTheOneBefore() {
        Player player = serving(OAuthFlow.DeviceCode, Duration.ofHours(1));
        answer = "{\"error\":\"access_denied\"}";
        player.run(Duration.ofMinutes(1));
        answer = "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600}";
        player.run(Duration.ofHours(2));
        answer = "{\"error\":\"invalid_grant\"}";
        player.run(Duration.ofHours(2));
        assertThat(player.count("POST https://vendor.example/device")).isEqualTo(2);
    }

    @Test
    void pastedAddressThatIsOfNoUseIsToldWhileTheTokensServeOn() {
        Player player = serving(OAuthFlow.AuthorizationCode);
        String state = player.stored.login().value(Login.STATE);
        for (String[] one : new String[][] {
            {"http://localhost:1455/callback?code=c&state=another", "its state is another one"},
            {"http://localhost:1455/callback?code=c", "it holds no state"},
            {"http://localhost:1455/callback?error=access_denied&state=" + state, "the consent was denied"},
        }) {
            paste(player, one[0]);
            Standing standing = player.standing().standing();
            assertThat(standing.message())
                    .startsWith("the account is logged in; another login came to nothing")
                    .contains(one[1]);
            assertThat(standing.inVain()).isTrue();
            assertThat(standing.authorization().authorizeUrl()).contains(state);
        }
        answer = "{\"error\":\"invalid_grant\"}";
        paste(player, "http://localhost:1455/callback?code=late&state=" + state);
        assertThat(player.standing().standing().message())
                .contains("the code was not exchanged")
                .contains("invalid_grant");
        String next = player.stored.login().value(Login.STATE);
        assertThat(next)
                .as("a code is good for one exchange, an address for one code")
                .isNotEqualTo(state);

        answer = "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600}";
        paste(player, "http://localhost:1455/callback?code=good&state=" + next);
        assertThat(player.standing().standing().message()).isEqualTo("the account is logged in");
        assertThat(player.standing().credential().secret()).isEqualTo(SecretText.of("a-1"));
    }

    @Test
    void whatWentWrongBeforeTheTokensCameIsNotToldOfThem() {
        Player player = player(OAuthFlow.DeviceCode);
        player.rest();
        answer = "{\"error\":\"access_denied\"}";
        player.run(Duration.ofMinutes(1));
        assertThat(player.standing().standing().state()).isEqualTo(State.LOGIN_FAILED);
        player.put(Map.of(
                "access-token", "a-0", "obtained-at", player.now.plusSeconds(1).toString()));
        assertThat(player.standing().standing().inVain()).isFalse();
        assertThat(player.standing().standing().message()).isEqualTo("the account is logged in");
    }
}
