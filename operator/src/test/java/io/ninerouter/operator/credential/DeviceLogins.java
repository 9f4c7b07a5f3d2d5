package io.ninerouter.operator.credential;

import static io.ninerouter.operator.credential.LoginDialog.NOW;
import static io.ninerouter.operator.credential.LoginDialog.turn;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.util.List;
import java.util.Map;

/** Logins with a code that a person enters, from the beginning to the first renewal. */
final class DeviceLogins {
    private DeviceLogins() {}

    static List<LoginDialog> all() {
        return List.of(
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                new LoginDialog(
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
                        Map.of()));
    }
}
