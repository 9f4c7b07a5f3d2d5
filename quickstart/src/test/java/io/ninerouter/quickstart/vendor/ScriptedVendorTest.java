package io.ninerouter.quickstart.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripted vendor keeps the rules of RFC 6749, 7636 and 8628. */
class ScriptedVendorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ORIGIN = "http://127.0.0.1:20127";
    private static final String REDIRECT = "http://localhost:1455/auth/callback";
    private static final String VERIFIER = "v".repeat(43);
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

    private final AtomicInteger numbers = new AtomicInteger();
    private final ScriptedVendor vendor = new ScriptedVendor(() -> "name%04d".formatted(numbers.incrementAndGet()));

    @ParameterizedTest
    @CsvSource({
        "'', 1, authorization_pending",
        "no, 1, access_denied",
        "yes, 1, ''",
        "yes, 600, expired_token",
        "'', 600, expired_token"
    })
    void deviceCodeGivesTokensOnceAPersonAgreesInTime(String consent, int seconds, String error) {
        JsonNode shown = json(ask("POST /api/v1/oauth2/device/code", NOW, "client_id", "c"));
        String user = shown.path("user_code").asText();
        assertThat(shown.path("verification_uri").asText()).isEqualTo(ORIGIN + "/device");
        if (!consent.isEmpty()) {
            ask("POST /device", NOW, "user_code", user.toLowerCase(java.util.Locale.ROOT), "consent", consent);
        }
        JsonNode answer = json(poll(shown.path("device_code").asText(), NOW.plusSeconds(seconds)));
        assertThat(answer.path("error").asText("")).isEqualTo(error);
        assertThat(answer.has("access_token")).isEqualTo(error.isEmpty());
    }

    @Test
    void deviceCodeIsGoodForOneUseAndAWrongUserCodeForNone() {
        JsonNode shown = json(ask("POST /api/v1/oauth2/device/code", NOW, "client_id", "c"));
        assertThat(ask("POST /device", NOW, "user_code", "XXXX-0000", "consent", "yes")
                        .status())
                .isEqualTo(404);
        ask("POST /device", NOW, "user_code", shown.path("user_code").asText(), "consent", "yes");
        String device = shown.path("device_code").asText();
        assertThat(poll(device, NOW).status()).isEqualTo(200);
        assertThat(json(poll(device, NOW)).path("error").asText()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({"true, true, 0, 200", "false, true, 0, 400", "true, false, 0, 400", "true, true, 600, 400"})
    void codeIsExchangedForItsVerifierAndItsAddressInTime(boolean verifier, boolean redirect, int late, int status) {
        String location = authorize("yes").headers().get("location");
        assertThat(location).startsWith(REDIRECT + "?code=").endsWith("&state=s+1");
        String code = location.replaceFirst(".*code=([^&]*).*", "$1");
        Reply reply = ask(
                "POST /oauth/token",
                NOW.plusSeconds(late),
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                redirect ? REDIRECT : "http://localhost:1/other",
                "code_verifier",
                verifier ? VERIFIER : "w".repeat(43));
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aPersonWhoDeniesIsSentBackWithTheErrorAndOneWhoIsAskedSeesBothLinks() {
        assertThat(authorize("no").headers().get("location")).isEqualTo(REDIRECT + "?error=access_denied&state=s+1");
        assertThat(authorize("").body()).contains("consent=yes", "consent=no");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:1455/cb, c, 302", "https://evil.example/, c, 400", "http://localhost:1455/cb, '', 400"
    })
    void browsersAreSentToThisMachineAlone(String redirect, String client, int status) {
        Reply reply = ask("GET /oauth/authorize", NOW, "redirect_uri", redirect, "client_id", client, "consent", "yes");
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void whatPagesShowCannotBecomeMarkup() {
        String hostile = "\"><script>x</script>";
        assertThat(ask("GET /device", NOW, "user_code", hostile).body()).doesNotContain("<script>");
        Reply page = ask("GET /oauth/authorize", NOW, "redirect_uri", REDIRECT, "client_id", hostile);
        assertThat(page.body()).contains("Agree").doesNotContain("<script>");
    }

    @Test
    void refreshTokenIsGoodForOneUse() {
        JsonNode first = json(refresh(Grants.ELSEWHERE));
        assertThat(json(refresh(Grants.ELSEWHERE)).path("error").asText()).isEqualTo("refresh_token_reused");
        assertThat(refresh(first.path("refresh_token").asText()).status()).isEqualTo(200);
        assertThat(json(refresh("unknown")).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void accessTokenIsTakenUntilItsEndOrUntilItIsTakenBack() {
        JsonNode given = json(refresh(Grants.ELSEWHERE));
        String access = given.path("access_token").asText();
        Instant end = NOW.plusSeconds(given.path("expires_in").asLong());
        assertThat(vendor.takes(access, end.minusMillis(1))).isTrue();
        assertThat(vendor.takes(access, end)).isFalse();
        ask("POST /revoke", NOW);
        assertThat(vendor.takes(access, NOW)).isFalse();
    }

    private Reply authorize(String consent) {
        return ask(
                "GET /oauth/authorize",
                NOW,
                "redirect_uri",
                REDIRECT,
                "client_id",
                "c",
                "state",
                "s 1",
                "code_challenge",
                Grants.challenge(VERIFIER),
                "consent",
                consent);
    }

    private Reply refresh(String token) {
        return ask("POST /oauth/token", NOW, "grant_type", "refresh_token", "refresh_token", token);
    }

    private Reply poll(String device, Instant now) {
        return ask("POST /api/v1/oauth2/token", now, "grant_type", DEVICE, "device_code", device);
    }

    private Reply ask(String what, Instant now, String... parameters) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        String[] both = what.split(" ");
        assertThat(vendor.isAt(both[0], both[1])).isTrue();
        return vendor.answer(both[0], both[1], ORIGIN, all, now).orElseThrow();
    }

    private static JsonNode json(Reply reply) {
        try {
            return new ObjectMapper().readTree(reply.body());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
