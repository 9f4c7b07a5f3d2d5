package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others leave in the Secret: people who bring other tokens than those that were there, and the operator of the release
 * before. In virtual time.
 */
class HandoversTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String COPILOT = "GET https://api.github.com/copilot_internal/v2/token";
    private static final String GITHUB = "POST https://github.com/login/oauth/access_token";
    private static final String DIRECT = "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access";
    private static final String REGISTER = "POST https://oidc.us-east-1.amazonaws.com/client/register";
    private static final String AWS = "POST https://oidc.us-east-1.amazonaws.com/token";

    /** The login's tokens, or clients, that the vendor takes. */
    private final Set<String> taken = new HashSet<>();

    private Player player;
    private int number;

    private Player player(String provider, Map<String, String> secret) {
        player = new Player(Wanted.of(Logins.ofCatalogue(provider, OAuthFlow.Import), "", Set.of()), NOW, this::answer);
        player.put(secret);
        return player;
    }

    private Answer answer(Ask ask) {
        String name = Player.name(ask);
        number++;
        return switch (name) {
            case COPILOT, DIRECT -> {
                String shown = ask.headers().get("authorization").replaceFirst("^\\w+ ", "");
                yield taken.contains(shown) ? made(shown) : came(401, "{\"message\":\"Bad credentials\"}");
            }
            case GITHUB -> {
                taken.add("login-" + number);
                yield came(
                        200,
                        "{\"access_token\":\"login-%1$d\",\"refresh_token\":\"second-%1$d\",\"expires_in\":28800}"
                                .formatted(number));
            }
            case REGISTER -> {
                taken.add("client-" + number);
                yield came(
                        200,
                        "{\"clientId\":\"client-%1$d\",\"clientSecret\":\"shh-%1$d\",\"clientSecretExpiresAt\":%2$d}"
                                .formatted(number, in(Duration.ofHours(2)).getEpochSecond()));
            }
            case AWS ->
                taken.contains(Json.read(ask.body()).path("clientId").asText())
                        ? came(200, "{\"accessToken\":\"a-%d\",\"expiresIn\":3600}".formatted(number))
                        : came(401, "{\"error\":\"invalid_client\"}");
            default -> came(404, "{}");
        };
    }

    private Answer made(String of) {
        return came(
                200,
                "{\"token\":\"made-%d-of-%s\",\"expires_at\":%d}"
                        .formatted(number, of, in(Duration.ofMinutes(30)).getEpochSecond()));
    }

    private static Answer came(int status, String body) {
        return new Answer.Came(status, null, Json.read(body));
    }

    private Instant in(Duration span) {
        return player.now.plus(span);
    }

    private String secret(String key) {
        SecretText value = player.stored.values().get(key);
        return value == null ? "none" : value.reveal();
    }

    /** An account whose registration was renewed here, so that its times stand in the Secret. */
    private void registered() {
        player("kiro", registration(NOW.plusSeconds(60)));
        player.run(Duration.ofMinutes(10));
        assertThat(player.count(REGISTER)).isEqualTo(1);
    }

    @Test
    void registrationThatAPersonBringsIsNotReplacedWhenTheOneBeforeItEnds() {
        registered();
        taken.add("brought");
        player.put(Map.of("refresh-token", "r-9", "client-id", "brought", "client-secret", "brought-shh"));
        player.run(Duration.ofHours(6));

        assertThat(player.count(REGISTER)).isEqualTo(1);
        assertThat(secret("client-id")).isEqualTo("brought");
        assertThat(player.asked.getLast().body()).contains("\"clientId\":\"brought\"", "\"refreshToken\":\"r-9\"");
    }

    @Test
    void timesThatTheReleaseBeforeWroteAreThoseOfTheRegistrationBesideThem() {
        taken.addAll(List.of("client-0", "brought"));
        player("kiro", registration(NOW.plus(Duration.ofHours(2))));
        player.rest();
        player.put(Map.of("refresh-token", "r-9", "client-id", "brought", "client-secret", "brought-shh"));
        player.run(Duration.ofHours(6));

        assertThat(player.count(REGISTER)).isZero();
        assertThat(secret("client-id")).isEqualTo("brought");
    }

    @Test
    void registrationThatAPersonBringsAndTheVendorDoesNotTakeIsReplacedOnce() {
        registered();
        player.put(Map.of("refresh-token", "r-9", "client-id", "brought", "client-secret", "brought-shh"));
        player.run(Duration.ofHours(2));

        assertThat(player.asked.stream()
                        .filter(ask -> String.valueOf(ask.body()).contains("\"brought\"")))
                .hasSize(1);
        assertThat(player.count(REGISTER)).isEqualTo(2);
        assertThat(player.asked.getLast().body()).contains("\"refreshToken\":\"r-9\"");
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGGED_IN);
    }

    @Test
    void registrationOfOursIsStillRenewedAheadOfItsEnd() {
        registered();
        player.run(Duration.ofHours(3));
        assertThat(player.count(REGISTER)).isEqualTo(2);
    }

    @Test
    void accessTokenThatAPersonBringsInPlaceOfTheOneMadeIsTheLoginsToken() {
        for (Map.Entry<String, String> one :
                Map.of("gitlab", DIRECT, "github", COPILOT).entrySet()) {
            taken.add("first");
            player(one.getKey(), Map.of("access-token", "first"));
            player.run(Duration.ofMinutes(5));
            assertThat(player.shown()).matches("made-\\d+-of-first");
            taken.clear();
            player.run(Duration.ofHours(1));
            assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGIN_REQUIRED);

            taken.add("another");
            player.put(Map.of("access-token", "another"));
            player.rest();

            assertThat(player.shown()).matches("made-\\d+-of-another");
            assertThat(secret("refresh-token")).isEqualTo("another");
            assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGGED_IN);
            long before = player.count(one.getValue());
            player.run(Duration.ofMinutes(10));
            assertThat(player.count(one.getValue())).as("what was made is ours").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitlab", "github"})
    void tokenOfALoginReachesNoGatewayWhileItStandsWhereAccessTokensStand(String provider) {
        taken.addAll(List.of("first", "another"));
        player(provider, Map.of("access-token", "first"));
        assertThat(player.standing().credential()).isNull();
        player.rest();
        assertThat(player.standing().credential()).isNotNull();

        player.put(Map.of("access-token", "another"));
        assertThat(player.standing().credential()).isNull();
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.INCOMPLETE);
    }

    @Test
    void nothingOfTheLoginBeforeStaysBesideTheTokenThatAPersonBrings() {
        Map<String, String> first = new HashMap<>(Logins.twoLevels(NOW, NOW.plus(Duration.ofHours(3))));
        first.put("account-id", "17");
        taken.addAll(List.of("login-0", "another"));
        player("github", first);
        player.run(Duration.ofMinutes(5));
        player.put(Map.of("access-token", "another"));
        player.run(Duration.ofHours(6));

        assertThat(player.shown()).matches("made-\\d+-of-another");
        assertThat(player.count(GITHUB)).isZero();
        assertThat(player.stored.values().keySet())
                .doesNotContain("source-refresh-token", "source-obtained-at", "source-expires-at", "account-id");
    }

    @Test
    void renewalOfTheLoginsTokenThatTheReleaseBeforeHasBegunIsNotDoneBesideIt() {
        taken.add("login-0");
        player("github", Logins.twoLevels(NOW, NOW.plusSeconds(60)));
        // That release marked each question with the login's token, whichever it showed.
        player.mark(Keys.BEGUN, Stored.digest(SecretText.of("login-0")) + " " + NOW + " " + NOW + " 1");
        player.run(Agenda.FENCE.minusSeconds(1));
        assertThat(player.count(GITHUB)).as("somebody may be at it").isZero();

        player.run(Duration.ofSeconds(2));
        assertThat(player.count(GITHUB)).isEqualTo(1);
        assertThat(player.shown()).matches("made-\\d+-of-login-\\d+");
    }

    private static Map<String, String> registration(Instant end) {
        return Map.of(
                "refresh-token",
                "r-0",
                "client-id",
                "client-0",
                "client-secret",
                "shh-0",
                "client-obtained-at",
                NOW.minus(Duration.ofDays(80)).toString(),
                "client-expires-at",
                end.toString());
    }
}
