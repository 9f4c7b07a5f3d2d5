package io.ninerouter.operator.credential;

import static io.ninerouter.operator.credential.LoginDialog.NOW;
import static io.ninerouter.operator.credential.LoginDialog.jwt;
import static io.ninerouter.operator.credential.LoginDialog.turn;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a person brings from another program, to the first token that requests show. */
final class ImportedLogins {
    private static final String RENEWED = "{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":86400}";

    private ImportedLogins() {}

    static List<LoginDialog> all() {
        return Stream.concat(refreshTokens().stream(), withMore().stream()).toList();
    }

    /** Those that bring more than one token, or are served by a host of their own. */
    private static List<LoginDialog> withMore() {
        return List.of(
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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

    private static LoginDialog imported(
            String provider, String token, List<LoginDialog.Turn> turns, String shown, Map<String, String> facts) {
        return new LoginDialog(provider, OAuthFlow.Import, "", Map.of(token, "r-1"), turns, shown, facts);
    }

    /** What a person brings from another program, to the first token that requests show. */
    private static List<LoginDialog> refreshTokens() {
        List<String> first = List.of("refresh_token=r-1", "grant_type=refresh_token");
        LoginDialog.Turn project = turn(
                "POST https://cloudcode-pa.googleapis.com/v1internal:loadCodeAssist",
                List.of("bearer a-2"),
                200,
                "{\"cloudaicompanionProject\":\"p-1\"}");
        LoginDialog.Turn user = turn(
                "GET https://www.googleapis.com/oauth2/v1/userinfo?alt=json",
                List.of("bearer a-2"),
                200,
                "{\"email\":\"a@b.example\"}");
        LoginDialog.Turn google = turn("POST https://oauth2.googleapis.com/token", first, 200, RENEWED);
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
                new LoginDialog(
                        "cursor",
                        OAuthFlow.Import,
                        "",
                        Map.of("access-token", "r-1", "machine-id", "m-1"),
                        List.of(),
                        "r-1",
                        Map.of("machineId", "m-1")));
    }
}
