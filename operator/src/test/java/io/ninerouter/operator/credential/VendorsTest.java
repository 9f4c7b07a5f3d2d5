package io.ninerouter.operator.credential;

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

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> SETTINGS = Map.of(
            "ssoRegion", "eu-west-1",
            "region", "us-east-1",
            "idp", "Github",
            "baseUrl", "https://gitlab.example",
            "clientId", "own-client",
            "editorVersion", "vscode/1.110.0",
            "platform", "ninerouter");

    /**
     * One question and its answer.
     *
     * @param ask method and address
     * @param holds what its head or body holds
     */
    private record Turn(String ask, List<String> holds, int status, String body) {
        Answer answer() {
            return new Answer.Came(status, null, Json.read(body));
        }
    }

    /**
     * One login.
     *
     * @param code what the person pastes; empty = a device code, or an import
     * @param imported what the person brings; empty = nothing
     * @param turns from the beginning to the first renewal, in order
     * @param shown what requests show in the end
     * @param facts in the end
     */
    private record Case(
            String provider,
            OAuthFlow flow,
            String code,
            Map<String, String> imported,
            List<Turn> turns,
            String shown,
            Map<String, String> facts) {
        Case(String provider, OAuthFlow flow, String code, List<Turn> turns, String shown, Map<String, String> facts) {
            this(provider, flow, code, Map.of(), turns, shown, facts);
        }
    }

    private static Turn turn(String ask, List<String> holds, int status, String answer) {
        return new Turn(ask, holds, status, answer);
    }

    @TestFactory
    Stream<DynamicTest> logins() {
        return Stream.concat(cases().stream(), imports().stream())
                .map(one -> DynamicTest.dynamicTest(one.provider() + " " + one.flow(), () -> play(one)));
    }

    private static List<Case> cases() {
        String idToken = jwt("{\"email\":\"a@b.example\",\"https://api.openai.com/auth\":"
                + "{\"chatgpt_account_id\":\"acc-7\",\"chatgpt_plan_type\":\"plus\"}}");
        return List.of(
                new Case(
                        "codex",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:1455/auth/callback?code=c-1&state={state}",
                        List.of(
                                turn(
                                        "POST https://auth.openai.com/oauth/token",
                                        List.of(
                                                "grant_type=authorization_code",
                                                "code=c-1",
                                                "code_verifier=",
                                                "client_id=app_EMoamEEZ73f0CkXaXp7hrann",
                                                "redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"id_token\":\"" + idToken
                                                + "\",\"expires_in\":864000}"),
                                turn(
                                        "POST https://auth.openai.com/oauth/token",
                                        List.of(
                                                "grant_type=refresh_token",
                                                "refresh_token=r-1",
                                                "scope=openid+profile"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":864000}")),
                        "a-2",
                        Map.of("accountId", "acc-7", "plan", "plus", "email", "a@b.example")),
                new Case(
                        "claude",
                        OAuthFlow.AuthorizationCode,
                        "c-1#{state}",
                        List.of(
                                turn(
                                        "POST https://api.anthropic.com/v1/oauth/token",
                                        List.of(
                                                "\"grant_type\":\"authorization_code\"",
                                                "\"code\":\"c-1\"",
                                                "\"state\":\"{state}\"",
                                                "\"code_verifier\":"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":28800,"
                                                + "\"account\":{\"uuid\":\"u-1\",\"email_address\":\"a@b.example\"},"
                                                + "\"organization\":{\"uuid\":\"o-1\"}}"),
                                turn(
                                        "POST https://api.anthropic.com/v1/oauth/token",
                                        List.of(
                                                "\"grant_type\":\"refresh_token\"",
                                                "\"refresh_token\":\"r-1\"",
                                                "\"client_id\":"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":28800}")),
                        "a-2",
                        Map.of("accountId", "u-1", "email", "a@b.example", "organizationId", "o-1")),
                new Case(
                        "gemini-cli",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8085/callback?state={state}&code=c-1",
                        List.of(
                                turn(
                                        "POST https://oauth2.googleapis.com/token",
                                        List.of("code=c-1", "client_secret=shh"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3599}"),
                                turn(
                                        "POST https://cloudcode-pa.googleapis.com/v1internal:loadCodeAssist",
                                        List.of("bearer a-1", "\"pluginType\":\"GEMINI\""),
                                        200,
                                        "{\"allowedTiers\":[{\"id\":\"x\"},{\"id\":\"free-tier\",\"isDefault\":true}]}"),
                                turn(
                                        "POST https://cloudcode-pa.googleapis.com/v1internal:onboardUser",
                                        List.of("\"tierId\":\"free-tier\""),
                                        200,
                                        "{\"done\":false}"),
                                turn(
                                        "POST https://cloudcode-pa.googleapis.com/v1internal:onboardUser",
                                        List.of("\"tierId\":\"free-tier\""),
                                        200,
                                        "{\"done\":true,\"response\":{\"cloudaicompanionProject\":{\"id\":\"p-9\"}}}"),
                                turn(
                                        "GET https://www.googleapis.com/oauth2/v1/userinfo?alt=json",
                                        List.of("bearer a-1"),
                                        200,
                                        "{\"email\":\"a@b.example\"}"),
                                turn(
                                        "POST https://oauth2.googleapis.com/token",
                                        List.of("refresh_token=r-1", "client_secret=shh"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"expires_in\":3599}")),
                        "a-2",
                        Map.of("project", "p-9", "email", "a@b.example", "tier", "free-tier")),
                new Case(
                        "antigravity",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8085/callback?state={state}&code=c-1",
                        List.of(
                                turn(
                                        "POST https://oauth2.googleapis.com/token",
                                        List.of("code=c-1"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3599}"),
                                turn(
                                        "POST https://cloudcode-pa.googleapis.com/v1internal:loadCodeAssist",
                                        List.of("bearer a-1"),
                                        200,
                                        "{\"cloudaicompanionProject\":\"p-1\"}"),
                                turn(
                                        "GET https://www.googleapis.com/oauth2/v1/userinfo?alt=json",
                                        List.of("bearer a-1"),
                                        200,
                                        "{\"email\":\"b@b.example\"}"),
                                turn(
                                        "POST https://oauth2.googleapis.com/token",
                                        List.of("refresh_token=r-1"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"expires_in\":3599}")),
                        "a-2",
                        Map.of("project", "p-1")),
                new Case(
                        "github",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://github.com/login/device/code",
                                        List.of("client_id=Iv1.b507a08c87ecfe98", "scope=read%3Auser"),
                                        200,
                                        "{\"device_code\":\"d-1\",\"user_code\":\"U-1\",\"verification_uri\":"
                                                + "\"https://github.com/login/device\",\"expires_in\":899,\"interval\":5}"),
                                turn(
                                        "POST https://github.com/login/oauth/access_token",
                                        List.of("device_code=d-1"),
                                        200,
                                        "{\"error\":\"authorization_pending\"}"),
                                turn(
                                        "POST https://github.com/login/oauth/access_token",
                                        List.of("device_code=d-1"),
                                        200,
                                        "{\"access_token\":\"gh-1\",\"token_type\":\"bearer\"}"),
                                turn(
                                        "GET https://api.github.com/copilot_internal/v2/token",
                                        List.of("token gh-1", "vscode/1.110.0"),
                                        200,
                                        "{\"token\":\"cop-1\",\"expires_at\":" + (NOW.getEpochSecond() + 1_800)
                                                + ",\"endpoints\":{\"api\":\"https://api.business.githubcopilot.com\"}}"),
                                turn(
                                        "GET https://api.github.com/user",
                                        List.of("token gh-1"),
                                        200,
                                        "{\"id\":42,\"login\":\"octo\",\"email\":null}"),
                                turn(
                                        "GET https://api.github.com/copilot_internal/v2/token",
                                        List.of("token gh-1"),
                                        200,
                                        "{\"token\":\"cop-2\",\"expires_at\":" + (NOW.getEpochSecond() + 5_400) + "}")),
                        "cop-2",
                        Map.of(
                                "baseUrl",
                                "https://api.business.githubcopilot.com",
                                "accountId",
                                "42",
                                "email",
                                "octo")),
                new Case(
                        "qwen",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://qwen.ai/api/v1/oauth2/device/code",
                                        List.of("code_challenge=", "code_challenge_method=S256"),
                                        200,
                                        "{\"device_code\":\"d-1\",\"user_code\":\"U-1\",\"verification_uri\":"
                                                + "\"https://chat.qwen.ai/authorize\",\"expires_in\":900}"),
                                turn(
                                        "POST https://qwen.ai/api/v1/oauth2/token",
                                        List.of("code_verifier=", "device_code=d-1"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":21600,"
                                                + "\"resource_url\":\"portal.qwen.ai\"}"),
                                turn(
                                        "POST https://chat.qwen.ai/api/v1/oauth2/token",
                                        List.of("refresh_token=r-1"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":21600,"
                                                + "\"resource_url\":\"http://169.254.169.254/\"}")),
                        "a-2",
                        // An address that no vendor has is not taken.
                        Map.of("baseUrl", "https://portal.qwen.ai/v1")),
                new Case(
                        "iflow",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8087/oauth2callback?code=c-1&state={state}",
                        List.of(
                                turn(
                                        "POST https://iflow.cn/oauth/token",
                                        List.of(
                                                "code=c-1",
                                                "client_secret=shh",
                                                "basic "
                                                        + Base64.getEncoder()
                                                                .encodeToString("10009311001:shh".getBytes())),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":172800}"),
                                turn(
                                        "GET https://iflow.cn/api/oauth/getUserInfo?accessToken=a-1",
                                        List.of(),
                                        200,
                                        "{\"success\":true,\"data\":{\"apiKey\":\"k-1\",\"phone\":\"123\"}}"),
                                turn(
                                        "POST https://iflow.cn/oauth/token",
                                        List.of("refresh_token=r-1"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":172800}"),
                                turn(
                                        "GET https://iflow.cn/api/oauth/getUserInfo?accessToken=a-2",
                                        List.of(),
                                        200,
                                        "{\"success\":true,\"data\":{\"apiKey\":\"k-2\",\"phone\":\"123\"}}")),
                        "k-2",
                        Map.of("email", "123")),
                new Case(
                        "kiro",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://oidc.eu-west-1.amazonaws.com/client/register",
                                        List.of("\"clientType\":\"public\"", "codewhisperer:completions"),
                                        200,
                                        "{\"clientId\":\"dyn\",\"clientSecret\":\"dyn-shh\"}"),
                                turn(
                                        "POST https://oidc.eu-west-1.amazonaws.com/device_authorization",
                                        List.of(
                                                "\"clientId\":\"dyn\"",
                                                "\"startUrl\":\"https://view.awsapps.com/start\""),
                                        200,
                                        "{\"deviceCode\":\"d-1\",\"userCode\":\"U-1\",\"verificationUri\":"
                                                + "\"https://device.sso.example\",\"expiresIn\":600,\"interval\":1}"),
                                turn(
                                        "POST https://oidc.eu-west-1.amazonaws.com/token",
                                        List.of("\"deviceCode\":\"d-1\"", "\"clientSecret\":\"dyn-shh\""),
                                        400,
                                        "{\"error\":\"authorization_pending\"}"),
                                turn(
                                        "POST https://oidc.eu-west-1.amazonaws.com/token",
                                        List.of("\"deviceCode\":\"d-1\""),
                                        200,
                                        "{\"accessToken\":\"a-1\",\"refreshToken\":\"r-1\",\"expiresIn\":3600}"),
                                turn(
                                        "POST https://oidc.eu-west-1.amazonaws.com/token",
                                        List.of(
                                                "\"grantType\":\"refresh_token\"",
                                                "\"refreshToken\":\"r-1\"",
                                                "\"clientId\":\"dyn\""),
                                        200,
                                        "{\"accessToken\":\"a-2\",\"expiresIn\":3600}")),
                        "a-2",
                        Map.of("region", "us-east-1")),
                new Case(
                        "kiro",
                        OAuthFlow.AuthorizationCode,
                        "kiro://kiro.kiroAgent/authenticate-success?code=c-1&state={state}",
                        List.of(
                                turn(
                                        "POST https://prod.us-east-1.auth.desktop.kiro.dev/oauth/token",
                                        List.of("\"code\":\"c-1\"", "\"code_verifier\":"),
                                        200,
                                        "{\"accessToken\":\"a-1\",\"refreshToken\":\"r-1\",\"expiresIn\":3600,"
                                                + "\"profileArn\":\"arn:1\"}"),
                                turn(
                                        "POST https://prod.us-east-1.auth.desktop.kiro.dev/refreshToken",
                                        List.of("{\"refreshToken\":\"r-1\"}"),
                                        200,
                                        "{\"accessToken\":\"a-2\",\"refreshToken\":\"r-2\",\"expiresIn\":3600,"
                                                + "\"profileArn\":\"arn:2\"}")),
                        "a-2",
                        Map.of("profileArn", "arn:2")),
                new Case(
                        "kimi-coding",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://auth.kimi.com/api/oauth/device_authorization",
                                        List.of(
                                                "client_id=17e5f671-d194-4dfb-9706-5516cb48c098",
                                                "x-msh-platform=ninerouter",
                                                "x-msh-device-id="),
                                        200,
                                        "{\"device_code\":\"d-1\",\"user_code\":\"U-1\",\"verification_uri\":\"https://k.example\"}"),
                                turn(
                                        "POST https://auth.kimi.com/api/oauth/token",
                                        List.of("device_code=d-1"),
                                        200,
                                        "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":900}"),
                                turn(
                                        "POST https://auth.kimi.com/api/oauth/token",
                                        List.of("refresh_token=r-1"),
                                        200,
                                        "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":900}")),
                        "a-2",
                        Map.of()),
                new Case(
                        "kilocode",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://api.kilo.ai/api/device-auth/codes",
                                        List.of(),
                                        200,
                                        "{\"code\":\"K-1\",\"verificationUrl\":\"https://kilo.example\",\"expiresIn\":600}"),
                                turn("GET https://api.kilo.ai/api/device-auth/codes/K-1", List.of(), 202, "{}"),
                                turn(
                                        "GET https://api.kilo.ai/api/device-auth/codes/K-1",
                                        List.of(),
                                        200,
                                        "{\"status\":\"approved\",\"token\":\"a-1\",\"userEmail\":\"a@b.example\"}"),
                                turn(
                                        "GET https://api.kilo.ai/api/profile",
                                        List.of("bearer a-1"),
                                        200,
                                        "{\"organizations\":[{\"id\":\"o-1\"}]}")),
                        "a-1",
                        Map.of("email", "a@b.example", "organizationId", "o-1")),
                new Case(
                        "cline",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8086/callback?code="
                                + Base64.getUrlEncoder()
                                        .encodeToString(("{\"accessToken\":\"a-1\",\"refreshToken\":\"r-1\",\"email\":"
                                                        + "\"a@b.example\",\"expiresAt\":\"2026-01-01T01:00:00Z\"}trailing")
                                                .getBytes()),
                        List.of(turn(
                                "POST https://api.cline.bot/api/v1/auth/refresh",
                                List.of("\"refreshToken\":\"r-1\"", "\"clientType\":\"extension\""),
                                200,
                                "{\"data\":{\"accessToken\":\"a-2\",\"refreshToken\":\"r-2\",\"expiresAt\":"
                                        + "\"2026-01-01T05:00:00Z\"}}")),
                        "a-2",
                        Map.of("email", "a@b.example")),
                new Case(
                        "codebuddy",
                        OAuthFlow.DeviceCode,
                        "",
                        List.of(
                                turn(
                                        "POST https://copilot.tencent.com/v2/plugin/auth/state?platform=CLI",
                                        List.of(),
                                        200,
                                        "{\"code\":0,\"data\":{\"state\":\"s-1\",\"authUrl\":\"https://visit.example\"}}"),
                                turn(
                                        "GET https://copilot.tencent.com/v2/plugin/auth/token?state=s-1",
                                        List.of(),
                                        200,
                                        "{\"code\":11217}"),
                                turn(
                                        "GET https://copilot.tencent.com/v2/plugin/auth/token?state=s-1",
                                        List.of(),
                                        200,
                                        "{\"code\":0,\"data\":{\"accessToken\":\"a-1\",\"refreshToken\":\"r-1\","
                                                + "\"expiresIn\":5184000}}"),
                                turn(
                                        "POST https://copilot.tencent.com/v2/plugin/auth/token/refresh",
                                        List.of("x-refresh-token=r-1", "x-auth-refresh-source=plugin", "{}"),
                                        200,
                                        "{\"code\":0,\"data\":{\"accessToken\":\"a-2\",\"refreshToken\":\"r-2\","
                                                + "\"expiresIn\":5184000}}")),
                        "a-2",
                        Map.of()),
                new Case(
                        "gitlab",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8088/callback?code=c-1&state={state}",
                        List.of(
                                turn(
                                        "POST https://gitlab.example/oauth/token",
                                        List.of("client_id=own-client", "code_verifier="),
                                        200,
                                        "{\"access_token\":\"gl-1\",\"refresh_token\":\"gr-1\",\"expires_in\":7200}"),
                                turn(
                                        "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access",
                                        List.of("bearer gl-1"),
                                        200,
                                        "{\"token\":\"d-1\",\"expires_at\":" + (NOW.getEpochSecond() + 3_600)
                                                + ",\"headers\":{\"X-Gitlab-Realm\":\"saas\"}}"),
                                turn(
                                        "GET https://gitlab.example/api/v4/user",
                                        List.of("bearer gl-1"),
                                        200,
                                        "{\"id\":7,\"username\":\"jo\",\"email\":\"a@b.example\"}"),
                                turn(
                                        "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access",
                                        List.of("bearer gl-1"),
                                        200,
                                        "{\"token\":\"d-2\",\"expires_at\":" + (NOW.getEpochSecond() + 7_300) + "}"),
                                turn(
                                        "POST https://gitlab.example/oauth/token",
                                        List.of("refresh_token=gr-1"),
                                        200,
                                        "{\"access_token\":\"gl-2\",\"refresh_token\":\"gr-2\",\"expires_in\":7200}"),
                                turn(
                                        "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access",
                                        List.of("bearer gl-2"),
                                        200,
                                        "{\"token\":\"d-3\",\"expires_at\":" + (NOW.getEpochSecond() + 11_000) + "}")),
                        "d-3",
                        Map.of("x-gitlab-realm", "saas", "accountId", "7", "email", "a@b.example")),
                new Case(
                        "gitlab",
                        OAuthFlow.Import,
                        "",
                        Map.of("access-token", "glpat-1"),
                        List.of(
                                turn(
                                        "POST https://gitlab.example/api/v4/ai/third_party_agents/direct_access",
                                        List.of("bearer glpat-1"),
                                        200,
                                        "{\"token\":\"d-1\",\"expires_at\":" + (NOW.getEpochSecond() + 3_600) + "}"),
                                turn("GET https://gitlab.example/api/v4/user", List.of("bearer glpat-1"), 403, "{}")),
                        "d-1",
                        Map.of()),
                new Case(
                        "cline",
                        OAuthFlow.AuthorizationCode,
                        "http://localhost:8086/callback?code=opaque&state={state}",
                        List.of(turn(
                                "POST https://api.cline.bot/api/v1/auth/token",
                                List.of(
                                        "\"grant_type\":\"authorization_code\"",
                                        "\"code\":\"opaque\"",
                                        "\"client_type\":\"extension\"",
                                        "\"redirect_uri\":\"http://localhost:8086/callback\""),
                                200,
                                "{\"success\":true,\"data\":{\"accessToken\":\"a-1\",\"refreshToken\":\"r-1\","
                                        + "\"expiresAt\":\"2026-01-01T01:00:00Z\","
                                        + "\"userInfo\":{\"email\":\"a@b.example\"}}}")),
                        "a-1",
                        Map.of("email", "a@b.example")),
                new Case(
                        "cline",
                        OAuthFlow.Import,
                        "",
                        Map.of("refresh-token", "r-1"),
                        List.of(turn(
                                "POST https://api.cline.bot/api/v1/auth/refresh",
                                List.of("\"refreshToken\":\"r-1\"", "\"grantType\":\"refresh_token\""),
                                200,
                                "{\"data\":{\"accessToken\":\"a-2\",\"refreshToken\":\"r-2\"}}")),
                        "a-2",
                        Map.of()),
                new Case(
                        "kilocode",
                        OAuthFlow.Import,
                        "",
                        Map.of("access-token", "a-1"),
                        List.of(turn(
                                "GET https://api.kilo.ai/api/profile",
                                List.of("bearer a-1"),
                                200,
                                "{\"organizations\":[{\"id\":\"o-1\"}]}")),
                        "a-1",
                        Map.of("organizationId", "o-1")),
                new Case(
                        "kiro",
                        OAuthFlow.Import,
                        "",
                        Map.of("refresh-token", "r-1", "client-id", "their-client", "client-secret", "their-shh"),
                        List.of(turn(
                                "POST https://oidc.eu-west-1.amazonaws.com/token",
                                List.of(
                                        "\"refreshToken\":\"r-1\"",
                                        "\"clientId\":\"their-client\"",
                                        "\"clientSecret\":\"their-shh\""),
                                200,
                                "{\"accessToken\":\"a-2\",\"expiresIn\":3600}")),
                        "a-2",
                        Map.of()),
                new Case(
                        "kiro",
                        OAuthFlow.Import,
                        "",
                        Map.of("refresh-token", "r-1"),
                        List.of(turn(
                                "POST https://prod.us-east-1.auth.desktop.kiro.dev/refreshToken",
                                List.of("{\"refreshToken\":\"r-1\"}"),
                                200,
                                "{\"accessToken\":\"a-2\",\"refreshToken\":\"r-2\",\"expiresIn\":3600}")),
                        "a-2",
                        Map.of()));
    }

    private static Case imported(
            String provider, String token, List<Turn> turns, String shown, Map<String, String> facts) {
        return new Case(provider, OAuthFlow.Import, "", Map.of(token, "r-1"), turns, shown, facts);
    }

    private static final String RENEWED = "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":86400}";

    /** What a person brings from another program, to the first token that requests show. */
    private static List<Case> imports() {
        List<String> first = List.of("refresh_token=r-1", "grant_type=refresh_token");
        Turn project = turn(
                "POST https://cloudcode-pa.googleapis.com/v1internal:loadCodeAssist",
                List.of("bearer a-2"),
                200,
                "{\"cloudaicompanionProject\":\"p-1\"}");
        Turn user = turn(
                "GET https://www.googleapis.com/oauth2/v1/userinfo?alt=json",
                List.of("bearer a-2"),
                200,
                "{\"email\":\"a@b.example\"}");
        Turn google = turn("POST https://oauth2.googleapis.com/token", first, 200, RENEWED);
        Map<String, String> known = Map.of("project", "p-1", "email", "a@b.example");
        String id = jwt("{\"https://api.openai.com/auth\":{\"chatgpt_account_id\":\"acc-7\"}}");
        return List.of(
                imported(
                        "codex",
                        "refresh-token",
                        List.of(turn(
                                "POST https://auth.openai.com/oauth/token",
                                first,
                                200,
                                RENEWED.replace("}", ",\"id_token\":\"" + id + "\"}"))),
                        "a-2",
                        Map.of("accountId", "acc-7")),
                imported("claude", "access-token", List.of(), "r-1", Map.of()),
                imported(
                        "claude",
                        "refresh-token",
                        List.of(turn(
                                "POST https://api.anthropic.com/v1/oauth/token",
                                List.of("\"refresh_token\":\"r-1\""),
                                200,
                                RENEWED)),
                        "a-2",
                        Map.of()),
                imported("gemini-cli", "refresh-token", List.of(google, project, user), "a-2", known),
                imported("antigravity", "refresh-token", List.of(google, project, user), "a-2", known),
                imported(
                        "github",
                        "access-token",
                        List.of(
                                turn(
                                        "GET https://api.github.com/copilot_internal/v2/token",
                                        List.of("token r-1"),
                                        200,
                                        "{\"token\":\"cop-1\",\"expires_at\":" + (NOW.getEpochSecond() + 1_800) + "}"),
                                turn(
                                        "GET https://api.github.com/user",
                                        List.of("token r-1"),
                                        200,
                                        "{\"id\":42,\"login\":\"octo\"}")),
                        "cop-1",
                        Map.of("accountId", "42", "email", "octo")),
                imported(
                        "qwen",
                        "refresh-token",
                        List.of(turn("POST https://chat.qwen.ai/api/v1/oauth2/token", first, 200, RENEWED)),
                        "a-2",
                        Map.of()),
                imported(
                        "iflow",
                        "refresh-token",
                        List.of(
                                turn("POST https://iflow.cn/oauth/token", first, 200, RENEWED),
                                turn(
                                        "GET https://iflow.cn/api/oauth/getUserInfo?accessToken=a-2",
                                        List.of(),
                                        200,
                                        "{\"success\":true,\"data\":{\"apiKey\":\"k-2\",\"phone\":\"123\"}}")),
                        "k-2",
                        Map.of("email", "123")),
                imported(
                        "kimi-coding",
                        "refresh-token",
                        List.of(turn("POST https://auth.kimi.com/api/oauth/token", first, 200, RENEWED)),
                        "a-2",
                        Map.of()),
                imported("codebuddy", "access-token", List.of(), "r-1", Map.of()),
                new Case(
                        "cursor",
                        OAuthFlow.Import,
                        "",
                        Map.of("access-token", "r-1", "machine-id", "m-1"),
                        List.of(),
                        "r-1",
                        Map.of("machineId", "m-1")));
    }

    /** Plays a login through the machine itself, in virtual time, with all that lies between two steps in the Secret alone. */
    private static void play(Case one) {
        OAuthLogin login = LOGINS.oauth().get(one.provider());
        Account account = new Account(login, one.flow(), SETTINGS, SecretText.of("shh"));
        Wanted wanted = Wanted.of(account, "", Set.of());
        List<Turn> left = new LinkedList<>(one.turns());
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

    private static void check(Ask ask, Turn expected, String state) {
        assertThat(Player.name(ask)).isEqualTo(expected.ask());
        String all = (ask.headers() + "\n" + ask.body())
                .replace("Bearer ", "bearer ")
                .replace("Basic ", "basic ");
        expected.holds().forEach(part -> assertThat(all).as(Player.name(ask)).contains(part.replace("{state}", state)));
        assertThat(ask.toString()).doesNotContain("r-1").doesNotContain("a-1").doesNotContain("c-1");
    }

    @Test
    void everyFlowOfEveryLoginOfTheCatalogueIsPlayed() {
        Set<String> played = Stream.concat(cases().stream(), imports().stream())
                .map(one -> one.provider() + " " + one.flow())
                .collect(Collectors.toCollection(TreeSet::new));
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

    private static String jwt(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes()) + ".x";
    }
}
