package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.catalog.LoginKind;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.OAuthLogin.AuthorizationCode;
import io.ninerouter.operator.catalog.OAuthLogin.Client;
import io.ninerouter.operator.catalog.OAuthLogin.ClientSecret;
import io.ninerouter.operator.catalog.OAuthLogin.DeviceCode;
import io.ninerouter.operator.catalog.OAuthLogin.Encoding;
import io.ninerouter.operator.catalog.OAuthLogin.Import;
import io.ninerouter.operator.catalog.OAuthLogin.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accounts of an invented vendor, and of those of the catalogue. */
final class Logins {
    static final Duration AHEAD = Duration.ofMinutes(2);

    private Logins() {}

    static OAuthLogin of(LoginKind kind, boolean rotates, @Nullable Duration grace, Map<String, String> urls) {
        Refresh refresh =
                new Refresh("https://vendor.example/token", Encoding.FORM, Map.of(), false, rotates, AHEAD, grace);
        return new OAuthLogin(
                new Client("client", ClientSecret.OPTIONAL, false, false),
                List.of("openid", "offline"),
                Map.of(),
                new AuthorizationCode(
                        kind,
                        "https://vendor.example/authorize",
                        "https://vendor.example/token",
                        Encoding.FORM,
                        "http://localhost:1455/callback",
                        "redirect_uri",
                        true,
                        Map.of("prompt", "consent"),
                        Map.of(),
                        null),
                new DeviceCode(
                        kind,
                        "https://vendor.example/device",
                        "https://vendor.example/token",
                        Encoding.FORM,
                        false,
                        Map.of(),
                        null),
                new Import(kind, Set.of("refresh-token"), "from elsewhere", null),
                refresh,
                urls,
                null,
                Set.of());
    }

    static Account account(OAuthFlow flow, boolean rotates, @Nullable Duration grace) {
        return new Account(of(LoginKind.STANDARD, rotates, grace, Map.of()), flow, Map.of(), null);
    }

    static Account account(LoginKind kind, OAuthFlow flow, Map<String, String> urls, Map<String, String> settings) {
        return new Account(of(kind, true, null, urls), flow, settings, SecretText.of("shh"));
    }

    static Account ofCatalogue(String provider, OAuthFlow flow) {
        Map<String, String> settings =
                Map.of("baseUrl", "https://gitlab.example", "editorVersion", "e/1", "ssoRegion", "us-east-1");
        OAuthLogin login = CatalogueLoader.load().logins().oauth().get(provider);
        return new Account(login, flow, settings, SecretText.of("shh"));
    }

    /** The Secret of an account whose login's token yields a second pair, an hour old, that ends then. */
    static Map<String, String> twoLevels(Instant now, Instant end) {
        return Map.of(
                "refresh-token",
                "login-0",
                "source-refresh-token",
                "second-0",
                "source-obtained-at",
                now.minusSeconds(3_600).toString(),
                "source-expires-at",
                end.toString());
    }
}
