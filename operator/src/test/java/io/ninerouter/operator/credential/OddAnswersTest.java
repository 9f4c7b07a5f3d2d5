package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.credential.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a renewal comes to when the vendor answers otherwise than the standards say, late, or not at all; in virtual time. */
class OddAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration OLD = Duration.ofMinutes(55);

    private Answer answer = new Answer.None(false, "not reached");

    /** An account whose access token lasts five minutes more, and whose refresh token is good for one use. */
    private Player player() {
        Player player =
                new Player(Wanted.of(Logins.account(OAuthFlow.Import, true, null), "", Set.of()), NOW, _ -> answer);
        player.put(Map.of(
                "access-token",
                "a-0",
                "refresh-token",
                "r-0",
                "obtained-at",
                NOW.minus(OLD).toString(),
                "expires-at",
                NOW.plus(LIFE).minus(OLD).toString()));
        return player;
    }

    private static Answer came(int status, @Nullable Long wait, String body) {
        return new Answer.Came(status, wait, Json.read(body));
    }

    /** Whatever the status, words that mean the end mean it. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "400, '{\"error\":\"invalid_grant\"}'",
        "401, '{\"error\":{\"code\":\"refresh_token_reused\"}}'",
        "200, '{\"error\":\"invalid_grant\"}'",
        "200, '{\"error\":\"bad_refresh_token\"}'",
        "400, '{\"message\":\"no word that is known\"}'",
        "403, '{\"error\":\"unauthorized_client\"}'",
        "429, '{\"error\":\"invalid_grant\"}'"
    })
    void refusalForGoodStopsAndAsksForALogin(int status, String body) {
        Player player = player();
        answer = came(status, null, body);
        player.run(Duration.ofDays(2));
        player.restart();
        player.run(Duration.ofDays(2));

        assertThat(player.asked).hasSize(1);
        assertThat(player.standing().standing().state()).isEqualTo(State.LOGIN_REQUIRED);
        assertThat(player.tokens().refresh().reveal()).isEqualTo("r-0");
    }

    /** Nothing was spent: it is tried again, not faster than the vendor wants, and goes well in the end. */
    @ParameterizedTest(name = "{0} {1}, to come back after {2} s")
    @CsvSource({
        "429, '{\"error\":\"rate_limited\"}', , 0",
        "429, '', 120, 120",
        "503, '', 200, 200",
        "500, '{}', , 0",
        "403, '<html>blocked</html>', , 0",
        "404, '<html>moved</html>', , 0",
        "400, 'Bad Request', , 0",
        "302, '', , 0",
        "200, '{\"error\":\"server_error\"}', , 0",
        "400, '{\"error\":\"temporarily_unavailable\"}', , 0",
        "401, '{\"error\":\"invalid_client\"}', , 0",
        "429, '', 2592000, 3600"
    })
    void refusalThatMayPassIsTriedAgainAndLosesNothing(int status, String body, @Nullable Long wait, long least) {
        Player player = player();
        answer = came(status, wait, body);
        player.run(Duration.ofMinutes(4));
        int before = player.asked.size();
        assertThat(player.standing().standing().state()).isEqualTo(State.LOGGED_IN);
        assertThat(player.trouble()).contains(Integer.toString(status)).doesNotContain("spent");
        if (least == 0) {
            assertThat(before).isBetween(2, 40);
        }
        Instant asked = player.now;
        answer = came(200, null, "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600}");
        player.run(Duration.ofMinutes(70));
        assertThat(player.asked).hasSizeGreaterThan(before);
        assertThat(player.tokens().refresh().reveal()).startsWith("r-1");
        assertThat(player.trouble()).isNull();
        assertThat(player.tokens().obtainedAt()).isAfterOrEqualTo(NOW.plusSeconds(least));
        assertThat(asked).isAfter(NOW);
    }

    /** Nobody knows whether it was spent: it is not shown while requests are served, once more then, and never again. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"0, ''", "502, ''", "504, '<html>'", "200, ''", "200, '{}'", "200, '<html>'", "204, ''"})
    void answerThatTellsNothingIsNotAskedForTwiceWhileTheAccessTokenLasts(int status, String body) {
        Player player = player();
        answer = status == 0 ? new Answer.None(true, "no answer within 30 s") : came(status, null, body);
        player.run(Duration.ofMinutes(4));
        assertThat(player.asked).hasSize(1);
        assertThat(player.shown()).isEqualTo("a-0");
        assertThat(player.trouble()).contains("may be spent");

        player.restart();
        player.run(Duration.ofDays(1));
        assertThat(player.asked).hasSize(2);
        assertThat(player.trouble()).contains("given up");
    }

    @ParameterizedTest(name = "told to last {0}")
    @ValueSource(strings = {"", ",\"expires_in\":\"soon\"", ",\"expires_in\":null"})
    void tokenWithoutAnEndServesUntilTheProviderRefusesIt(String end) {
        Player player = player();
        answer = came(200, null, "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\"" + end + "}");
        player.run(Duration.ofDays(9));

        assertThat(player.asked).hasSize(1);
        assertThat(player.shown()).isEqualTo("a-1");
        assertThat(player.tokens().expiresAt()).isNull();
        player.want(refused("a-1"));
        player.run(Duration.ofSeconds(30));
        assertThat(player.asked).hasSize(2);
    }

    /** Such as a vendor that gives a token out again until it ends, and a provider that refuses it for a reason of its own. */
    @Test
    void sameAccessTokenThatIsRefusedForEverIsAskedForEverMoreSeldom() {
        Player player = player();
        answer = came(200, null, "{\"access_token\":\"a-0\",\"refresh_token\":\"r-0\",\"expires_in\":86400}");
        player.want(refused("a-0"));
        player.run(Duration.ofHours(1));
        assertThat(player.asked.size()).isBetween(3, 8);
        player.run(Duration.ofHours(4));
        assertThat(player.asked.size()).isBetween(9, 16);
    }

    private static Wanted refused(String access) {
        return Wanted.of(
                Logins.account(OAuthFlow.Import, true, null), "", Set.of(Stored.digest(SecretText.of(access))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"refresh_token\":\"r-0\"", ",\"refresh_token\":null"})
    void refreshTokenThatIsNotReplacedIsKeptAndUsedAgain(String refresh) {
        Player player = player();
        answer = came(200, null, "{\"access_token\":\"a-1\",\"expires_in\":3600" + refresh + "}");
        player.run(Duration.ofHours(5));

        assertThat(player.tokens().refresh().reveal()).isEqualTo("r-0");
        assertThat(player.asked.size()).isBetween(5, 7);
        assertThat(player.standing().standing().state()).isEqualTo(State.LOGGED_IN);
        assertThat(player.trouble()).isNull();
    }

    /** A vendor that says when, not how long: its clock or ours may be wrong. */
    @ParameterizedTest(name = "the vendor is {0} minutes ahead")
    @ValueSource(longs = {-1_440, -90, -25, -5, 0, 5, 25, 90, 1_440})
    void clocksThatDisagreeMakeNoFlood(long minutes) {
        Player[] self = new Player[1];
        Player player = new Player(
                Wanted.of(Logins.ofCatalogue("github", OAuthFlow.Import), "", Set.of()),
                NOW,
                ask -> Player.name(ask).endsWith("/user")
                        ? came(200, null, "{\"id\":1,\"login\":\"octo\"}")
                        : came(
                                200,
                                null,
                                "{\"token\":\"made-%d\",\"expires_at\":%d}"
                                        .formatted(
                                                self[0].asked.size(),
                                                self[0].now
                                                        .plus(Duration.ofMinutes(minutes + 30))
                                                        .getEpochSecond())));
        self[0] = player;
        player.put(Map.of("refresh-token", "login-0"));
        player.run(Duration.ofHours(3));

        assertThat(player.count("GET https://api.github.com/copilot_internal")).isBetween(1L, 200L);
        assertThat(player.shown()).startsWith("made-");
        assertThat(player.trouble()).isNull();
    }

    @Test
    void answerToATokenThatAPersonHasReplacedMeanwhileIsDropped() {
        Player player = player();
        Player[] self = {player};
        Player slow = new Player(Wanted.of(Logins.account(OAuthFlow.Import, true, null), "", Set.of()), NOW, _ -> {
            self[0].put(Map.of("refresh-token", "brought", "access-token", "a-brought"));
            return came(200, null, "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600}");
        });
        self[0] = slow;
        slow.put(Map.of("refresh-token", "r-0"));
        slow.rest();
        assertThat(slow.tokens().refresh().reveal()).isEqualTo("brought");
        assertThat(slow.shown()).isEqualTo("a-brought");
    }
}
