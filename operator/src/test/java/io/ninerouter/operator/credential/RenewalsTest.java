package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Renewals that take more than one question, or go wrong, at the vendors of the catalogue; in virtual time. */
class RenewalsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Answer SILENCE = new Answer.None(true, "no answer");
    private static final String COPILOT = "GET https://api.github.com/copilot_internal/v2/token";
    private static final String GITHUB = "POST https://github.com/login/oauth/access_token";
    private static final String DIRECT = "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access";
    private static final String REGISTER = "POST https://oidc.us-east-1.amazonaws.com/client/register";
    private static final String AWS = "POST https://oidc.us-east-1.amazonaws.com/token";

    /** What the vendor says to each question, by how that begins. */
    private final Map<String, Supplier<Answer>> answers = new LinkedHashMap<>();

    private int number;

    private Player player(String provider, OAuthFlow flow, Map<String, String> secret) {
        return player(Wanted.of(Logins.ofCatalogue(provider, flow), "", Set.of()), secret);
    }

    private Player player(Wanted wanted, Map<String, String> secret) {
        Player player = new Player(wanted, NOW, this::answer);
        player.put(secret);
        return player;
    }

    private Answer answer(Ask ask) {
        return answers.entrySet().stream()
                .filter(one -> Player.name(ask).startsWith(one.getKey()))
                .findFirst()
                .map(one -> one.getValue().get())
                .orElseGet(() -> came(404, "{}"));
    }

    private static Answer came(int status, String body) {
        return new Answer.Came(status, null, Json.read(body));
    }

    /** What makes others of itself: an answer with a token that lasts half an hour. */
    private Answer made(Player player) {
        return came(
                200,
                "{\"token\":\"made-%d\",\"expires_at\":%d}"
                        .formatted(++number, player.now.plusSeconds(1_800).getEpochSecond()));
    }

    private Answer login(String life) {
        number++;
        return came(
                200,
                "{\"access_token\":\"login-%d\",\"refresh_token\":\"second-%d\"%s}".formatted(number, number, life));
    }

    @Test
    void questionThatSpendsNothingIsPutAgainHoweverOftenNobodyAnswers() {
        Player player = player("gitlab", OAuthFlow.Import, Map.of("refresh-token", "login-0"));
        answers.put(DIRECT, () -> SILENCE);
        player.run(Duration.ofHours(1));

        assertThat(player.count(DIRECT)).isGreaterThan(3);
        assertThat(player.trouble()).doesNotContain("spent");
        answers.put(DIRECT, () -> made(player));
        player.run(Duration.ofMinutes(15));
        assertThat(player.shown()).isEqualTo("made-1");
    }

    @Test
    void questionThatSpendsATokenIsNotPutTwiceWhileWhatWasMadeServes() {
        Player player = player("github", OAuthFlow.DeviceCode, Logins.twoLevels(NOW, NOW.plusSeconds(60)));
        answers.put(COPILOT, () -> made(player));
        answers.put(GITHUB, () -> SILENCE);
        player.put(Map.of(
                "access-token", "made-0",
                "obtained-at", NOW.minusSeconds(1_500).toString(),
                "expires-at", NOW.plusSeconds(600).toString()));
        player.run(Duration.ofSeconds(590));

        assertThat(player.count(GITHUB)).isEqualTo(1);
        assertThat(player.trouble()).contains("may be spent");
        assertThat(player.shown()).isEqualTo("made-0");
    }

    @Test
    void whatWasMadeGoesOnServingWhileTheLoginsTokenIsRenewed() {
        Player player = player("github", OAuthFlow.DeviceCode, Logins.twoLevels(NOW, NOW.plusSeconds(60)));
        player.put(Map.of(
                "access-token", "made-0", "expires-at", NOW.plusSeconds(240).toString()));
        answers.put(COPILOT, () -> came(503, "{}"));
        answers.put(GITHUB, () -> login(",\"expires_in\":28800"));
        player.run(Duration.ofSeconds(200));

        assertThat(player.count(GITHUB)).isEqualTo(1);
        assertThat(player.tokens().refresh().reveal()).isEqualTo("login-1");
        assertThat(player.shown()).isEqualTo("made-0");
        answers.put(COPILOT, () -> made(player));
        player.run(Duration.ofMinutes(5));
        assertThat(player.shown()).isEqualTo("made-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":0", ",\"expires_in\":1", ",\"expires_in\":120", ",\"expires_in\":300"})
    void loginsTokenOfAShortOrUnknownLifeIsNotRenewedWithoutPause(String life) {
        Player player = player("github", OAuthFlow.DeviceCode, Logins.twoLevels(NOW, NOW.plusSeconds(60)));
        answers.put(COPILOT, () -> made(player));
        answers.put(GITHUB, () -> login(life));
        player.run(Duration.ofHours(3));

        assertThat(player.count(COPILOT)).isBetween(6L, 9L);
        assertThat(player.count(GITHUB)).isBetween(1L, 9L);
        assertThat(player.shown()).startsWith("made-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"Bad credentials\"}", "{\"error\":\"expired_token\"}"})
    void loginsTokenThatIsRefusedIsRenewedOnceAndThenALoginIsNeeded(String refusal) {
        Player player = player("github", OAuthFlow.Import, Logins.twoLevels(NOW, NOW.plusSeconds(100_000)));
        answers.put(COPILOT, () -> made(player));
        answers.put(GITHUB, () -> login(",\"expires_in\":28800"));
        player.run(Duration.ofMinutes(5));
        assertThat(player.count(GITHUB)).isZero();
        answers.put(COPILOT, () -> came(401, refusal));
        player.run(Duration.ofHours(2));

        assertThat(player.count(GITHUB)).as("renewed when refused").isEqualTo(1);
        assertThat(player.count(COPILOT)).as("at first, refused, refused again").isEqualTo(3);
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGIN_REQUIRED);
    }

    private Answer aws() {
        return came(
                200,
                "{\"accessToken\":\"a-%d\",\"refreshToken\":\"r-%d\",\"expiresIn\":3600}".formatted(++number, number));
    }

    private static Map<String, String> registered(Instant until) {
        Map<String, String> secret = new TreeMap<>(Map.of(
                "refresh-token", "r-0",
                "access-token", "a-0",
                "obtained-at", NOW.toString(),
                "expires-at", NOW.plusSeconds(3_600).toString(),
                "client-id", "first",
                "client-secret", "first-shh"));
        secret.put("client-obtained-at", NOW.minus(Duration.ofDays(80)).toString());
        secret.put("client-expires-at", until.toString());
        return secret;
    }

    private Answer registration(Player player) {
        return came(
                200,
                "{\"clientId\":\"second\",\"clientSecret\":\"second-shh\",\"clientSecretExpiresAt\":%d}"
                        .formatted(player.now.plus(Duration.ofDays(90)).getEpochSecond()));
    }

    @Test
    void registrationThatEndsIsRenewedAheadAndTheRefreshTokenKept() {
        Player player = player("kiro", OAuthFlow.DeviceCode, registered(NOW.plusSeconds(3_500)));
        answers.put(REGISTER, () -> registration(player));
        answers.put(AWS, this::aws);
        player.run(Duration.ofHours(3));

        assertThat(player.count(REGISTER)).isEqualTo(1);
        assertThat(player.asked.stream().map(Player::name).limit(2)).containsExactly(REGISTER, AWS);
        assertThat(player.asked.get(1).body()).contains("\"clientId\":\"second\"", "\"refreshToken\":\"r-0\"");
        assertThat(player.shown()).startsWith("a-");
    }

    @Test
    void registrationThatIsTakenNoMoreIsReplacedOnce() {
        Player player = player("kiro", OAuthFlow.DeviceCode, registered(NOW.plus(Duration.ofDays(10))));
        answers.put(REGISTER, () -> registration(player));
        answers.put(
                AWS,
                () -> player.asked.getLast().body().contains("second")
                        ? aws()
                        : came(401, "{\"error\":\"invalid_client\"}"));
        player.run(Duration.ofHours(3));

        assertThat(player.count(REGISTER)).isEqualTo(1);
        assertThat(player.shown()).startsWith("a-");
        assertThat(player.stored.values().get("client-id").reveal()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client", "invalid_grant", "expired_token", "access_denied"})
    void whereTheNewRegistrationIsOfNoUseALoginFollowsInsteadOfQuestionsForEver(String code) {
        Player player = player("kiro", OAuthFlow.DeviceCode, registered(NOW.plusSeconds(3_500)));
        answers.put(REGISTER, () -> registration(player));
        answers.put(
                AWS, () -> came(400, "{\"error\":\"" + (isRenewal(player.asked.getLast()) ? code : PENDING) + "\"}"));
        answers.put(
                "POST https://oidc.us-east-1.amazonaws.com/device_authorization",
                () -> came(
                        200,
                        "{\"deviceCode\":\"d\",\"userCode\":\"U\",\"verificationUri\":\"https://v.example\","
                                + "\"expiresIn\":600}"));
        player.run(Duration.ofMinutes(60));

        assertThat(player.asked.stream().filter(RenewalsTest::isRenewal)).hasSize(1);
        assertThat(player.count(REGISTER))
                .as("for the renewal and for the login")
                .isEqualTo(2);
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.AWAITING_LOGIN);
        assertThat(player.standing().standing().authorization().code()).isEqualTo("U");
    }

    private static final String PENDING = "authorization_pending";

    private static boolean isRenewal(Ask ask) {
        return String.valueOf(ask.body()).contains("\"refreshToken\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 500, 502})
    void registrationThatFailsTakesNothingAwayAndIsTriedAgain(int status) {
        Player player = player("kiro", OAuthFlow.DeviceCode, registered(NOW.minusSeconds(1)));
        answers.put(REGISTER, () -> came(status, "{}"));
        answers.put(AWS, this::aws);
        player.run(Duration.ofHours(2));
        assertThat(player.count(REGISTER)).isBetween(5L, 40L);
        assertThat(player.tokens().refresh().reveal()).isEqualTo("r-0");
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGGED_IN);

        answers.put(REGISTER, () -> registration(player));
        player.run(Duration.ofMinutes(15));
        assertThat(player.shown()).startsWith("a-").isNotEqualTo("a-0");
    }

    @Test
    void renewalThatIsDeniedIsNotAskedForAgain() {
        Player player = player("kimi-coding", OAuthFlow.Import, Map.of("refresh-token", "r-0"));
        answers.put("POST https://auth.kimi.com", () -> came(400, "{\"error\":\"access_denied\"}"));
        player.run(Duration.ofHours(1));
        assertThat(player.asked).hasSize(1);
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.LOGIN_REQUIRED);
    }

    @Test
    void kimisDeviceStaysTheSameForAnAccount() {
        Player player = player("kimi-coding", OAuthFlow.Import, Map.of("refresh-token", "r-0"));
        answers.put(
                "POST https://auth.kimi.com",
                () -> came(
                        200,
                        "{\"access_token\":\"a-%1$d\",\"refresh_token\":\"r-%1$d\",\"expires_in\":900}"
                                .formatted(++number)));
        player.run(Duration.ofHours(1));
        assertThat(player.asked.size()).isGreaterThan(3);
        assertThat(player.asked.stream()
                        .map(ask -> ask.headers().get("x-msh-device-id"))
                        .distinct())
                .containsExactly(player.tokens().fact("machineId"));
        assertThat(player.tokens().fact("machineId")).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"refresh_token\":\"r-%1$d\"", ""})
    void refusedKeyOfIFlowIsReplacedByTheOneThatAnotherTokenTells(String refresh) {
        Player player = player("iflow", OAuthFlow.Import, Map.of("refresh-token", "r-0"));
        answers.put(
                "POST https://iflow.cn/oauth/token",
                () -> came(
                        200,
                        ("{\"access_token\":\"a-%1$d\"" + refresh + ",\"expires_in\":172800}").formatted(++number)));
        answers.put(
                "GET https://iflow.cn/api/oauth/getUserInfo",
                () -> came(200, "{\"success\":true,\"data\":{\"apiKey\":\"key-" + number + "\",\"phone\":\"1\"}}"));
        player.run(Duration.ofMinutes(10));
        assertThat(player.shown()).isEqualTo("key-1");
        Account account = Logins.ofCatalogue("iflow", OAuthFlow.Import);
        player.want(Wanted.of(account, "", Set.of(Stored.digest(SecretText.of("key-1")))));
        player.run(Duration.ofMinutes(10));

        assertThat(player.shown()).isEqualTo("key-2");
        assertThat(player.count("POST")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"200, 11217", "200, 10008", "200, 14001", "400, 11217", "403, 10008"})
    void codeBuddysPendingCodesWaitAndOthersGoOnWaitingUntilTheAddressEnds(int status, int code) {
        Player player = player("codebuddy", OAuthFlow.DeviceCode, Map.of("other", "x"));
        answers.put(
                "POST https://copilot.tencent.com/v2/plugin/auth/state",
                () -> came(200, "{\"code\":0,\"data\":{\"state\":\"s\",\"authUrl\":\"https://visit.example\"}}"));
        answers.put(
                "GET https://copilot.tencent.com/v2/plugin/auth/token", () -> came(status, "{\"code\":" + code + "}"));
        player.run(Duration.ofMinutes(5));
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.AWAITING_LOGIN);
        assertThat(player.standing().standing().authorization().visit()).isEqualTo("https://visit.example");
    }

    @Test
    void codeBuddyThatSaysNoInA200HasSpentNothing() {
        Player player = player("codebuddy", OAuthFlow.Import, Map.of("access-token", "a-0", "refresh-token", "r-0"));
        player.put(Map.of("expires-at", NOW.plusSeconds(60).toString()));
        answers.put(
                "POST https://copilot.tencent.com/v2/plugin/auth/token/refresh",
                () -> came(200, "{\"code\":14001,\"msg\":\"r-0 is busy\"}"));
        player.run(Duration.ofMinutes(30));
        assertThat(player.asked.size()).isGreaterThan(3);
        assertThat(player.trouble()).contains("14001").doesNotContain("r-0").doesNotContain("spent");
    }
}
