package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.credential.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An operator that is killed after each single effect, and after each two of them, before it learns what came of it: not by
 * chance, but all of them. A login and its first renewals.
 */
class KilledAtEveryStepTest {
    private static final io.ninerouter.operator.catalog.Logins LOGINS =
            CatalogueLoader.load().logins();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** One vendor with codes and refresh tokens that are good for one use. */
    private static final class Vendor {
        final Set<String> live = new HashSet<>(Set.of("r-0"));
        final Set<String> codes = new HashSet<>(Set.of("c-1"));
        final Map<String, Instant> ends = new HashMap<>();
        final List<String> shownTwiceWhileServing = new ArrayList<>();
        final Set<String> spent = new HashSet<>();
        Player player;
        int number;
        boolean agreed;

        Answer answer(Ask ask) {
            if (Player.name(ask).endsWith("/device/code")) {
                String device = "d-" + ++number;
                codes.add(device);
                return came(200, """
                        {"device_code":"%s","user_code":"U-%d","verification_uri":"https://v.example","expires_in":600}""".formatted(device, number));
            }
            String body = ask.body();
            if (body.contains("grant_type=refresh_token")) {
                return taken(live, value(body, "refresh_token"));
            }
            if (body.contains("device_code") && !agreed) {
                return came(400, "{\"error\":\"authorization_pending\"}");
            }
            return taken(codes, value(body, body.contains("device_code=") ? "device_code" : "code"));
        }

        private Answer taken(Set<String> good, String shown) {
            if (!good.remove(shown)) {
                if (spent.contains(shown) && good == live && player.tokens().isLive(player.now)) {
                    shownTwiceWhileServing.add(shown);
                }
                return came(400, "{\"error\":\"invalid_grant\"}");
            }
            spent.add(shown);
            String access = "a-" + ++number;
            String refresh = "r-" + number;
            ends.put(access, player.now.plusSeconds(3_600));
            live.add(refresh);
            return came(200, """
                    {"access_token":"%s","refresh_token":"%s","expires_in":3600}""".formatted(access, refresh));
        }

        private static String value(String form, String name) {
            return form.replaceFirst("(?:.*&)?" + name + "=([^&]*).*", "$1");
        }

        private static Answer came(int status, String body) {
            return new Answer.Came(status, null, Json.read(body));
        }
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                Arguments.of("qwen", OAuthFlow.DeviceCode),
                Arguments.of("codex", OAuthFlow.AuthorizationCode),
                Arguments.of("codex", OAuthFlow.Import));
    }

    @ParameterizedTest
    @MethodSource("logins")
    void noKillLosesALoginSilentlyOrShowsASpentTokenWhileRequestsAreServed(String provider, OAuthFlow flow) {
        Player whole = play(provider, flow, Set.of());
        assertThat(whole.standing().standing().state()).isEqualTo(State.LOGGED_IN);
        int effects = whole.effects;
        assertThat(effects).isGreaterThan(8);
        int well = 0;
        for (int first = 1; first <= effects; first++) {
            for (int second = first; second <= effects; second++) {
                Player player = play(provider, flow, new HashSet<>(List.of(first, second)));
                well += player.standing().standing().state() == State.LOGGED_IN ? 1 : 0;
            }
        }
        // Only where the answer with the tokens dies is anything lost: of the effects that is one in four at most.
        assertThat(well).as("logins that no person has to do again").isGreaterThan(effects * (effects + 1) / 4);
    }

    private static Player play(String provider, OAuthFlow flow, Set<Integer> kills) {
        Vendor vendor = new Vendor();
        Account account = new Account(LOGINS.oauth().get(provider), flow, Map.of(), SecretText.of("shh"));
        Player player = new Player(Wanted.of(account, "", Set.of()), NOW, vendor::answer);
        vendor.player = player;
        player.kills = kills;
        if (flow == OAuthFlow.Import) {
            player.put(Map.of(Keys.REFRESH, "r-0"));
        }
        player.run(Duration.ofMinutes(1));
        vendor.agreed = true;
        Login login = player.stored.login();
        if (login != null && login.stage() == Login.Stage.VISITING) {
            player.put(Map.of(
                    Keys.REDIRECT_URL,
                    "http://localhost:1455/auth/callback?code=c-1&state=" + login.value(Login.STATE)));
        }
        player.run(Duration.ofHours(4));

        String killed = provider + " " + flow + " killed after " + kills;
        assertThat(vendor.shownTwiceWhileServing).as(killed).isEmpty();
        Standing standing = player.standing().standing();
        TokenSet tokens = player.tokens();
        if (standing.state() == State.LOGGED_IN && tokens.isLive(player.now)) {
            assertThat(vendor.ends).as(killed).containsKey(tokens.access().reveal());
            assertThat(vendor.live.contains(tokens.refresh().reveal()) || player.trouble() != null)
                    .as(killed + ": what is kept can be renewed, or people are told")
                    .isTrue();
        } else {
            assertThat(standing.message()).as(killed).isNotBlank();
            assertThat(standing.state() == State.LOGGED_IN ? player.trouble() : standing.message())
                    .as(killed + ": people are told what to do")
                    .isNotNull();
        }
        return player;
    }
}
