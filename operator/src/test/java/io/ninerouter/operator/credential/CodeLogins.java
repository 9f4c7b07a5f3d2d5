package io.ninerouter.operator.credential;

import static io.ninerouter.operator.credential.LoginDialog.NOW;
import static io.ninerouter.operator.credential.LoginDialog.jwt;
import static io.ninerouter.operator.credential.LoginDialog.turn;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Logins in a browser whose last address a person pastes, from the beginning to the first renewal. */
final class CodeLogins {
    private CodeLogins() {}

    static List<LoginDialog> all() {
        String idToken = jwt("{\"email\":\"a@b.example\",\"https://api.openai.com/auth\":"
                + "{\"chatgpt_account_id\":\"acc-7\",\"chatgpt_plan_type\":\"plus\"}}");
        return List.of(
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                        Map.of("email", "a@b.example")));
    }
}
