package io.ninerouter.operator.catalog;

import io.ninerouter.operator.catalog.OAuthLogin.AuthorizationCode;
import io.ninerouter.operator.catalog.OAuthLogin.DeviceCode;
import io.ninerouter.operator.catalog.OAuthLogin.Flow;
import io.ninerouter.operator.catalog.OAuthLogin.Import;
import io.ninerouter.operator.catalog.OAuthLogin.Refresh;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How accounts of providers log in.
 *
 * @param oauth by provider
 * @param serviceAccounts by provider
 */
public record Logins(Map<String, OAuthLogin> oauth, Map<String, ServiceAccountLogin> serviceAccounts) {
    /** Nobody logs in. */
    public static final Logins NONE = new Logins(Map.of(), Map.of());

    /** Setting of a connection to a ProviderNode: the built-in provider whose login is used. */
    public static final String LIKE = "login";

    /** Setting of a connection to a ProviderNode: scheme, host and port that stand in place of the vendor's. */
    public static final String ORIGIN = "login.origin";

    public Logins {
        oauth = Copies.sorted(oauth);
        serviceAccounts = Copies.sorted(serviceAccounts);
    }

    static Logins of(Map<String, CatalogueEntry> entries) {
        Map<String, OAuthLogin> oauth = new TreeMap<>();
        Map<String, ServiceAccountLogin> serviceAccounts = new TreeMap<>();
        entries.forEach((id, entry) -> {
            OAuthLogin login = entry.extra().oauth();
            if (login != null) {
                oauth.put(id, login);
            }
            ServiceAccountLogin key = entry.extra().serviceAccountKey();
            if (key != null) {
                serviceAccounts.put(id, key);
            }
        });
        return new Logins(oauth, serviceAccounts);
    }

    /** Whether a setting says whose login is used, not what the provider is told. */
    public static boolean isOwn(String setting) {
        return setting.equals(LIKE) || setting.equals(ORIGIN);
    }

    /**
     * The login of a connection.
     *
     * @param ofUser whether the provider is a ProviderNode, to which no vendor's login belongs by its name alone
     * @return null = there is none
     */
    public @Nullable OAuthLogin find(String provider, boolean ofUser, Map<String, String> settings) {
        OAuthLogin login = oauth.get(ofUser ? settings.getOrDefault(LIKE, "") : provider);
        String origin = settings.get(ORIGIN);
        return login == null || !ofUser || origin == null ? login : at(login, origin);
    }

    /** The same for service account keys. */
    public @Nullable ServiceAccountLogin findServiceAccount(
            String provider, boolean ofUser, Map<String, String> settings) {
        ServiceAccountLogin login = serviceAccounts.get(ofUser ? settings.getOrDefault(LIKE, "") : provider);
        String origin = settings.get(ORIGIN);
        return login == null || !ofUser || origin == null
                ? login
                : new ServiceAccountLogin(moved(login.tokenUrl(), origin), login.scopes(), login.ahead());
    }

    private static OAuthLogin at(OAuthLogin login, String origin) {
        Map<String, String> urls = new TreeMap<>();
        login.urls().forEach((name, url) -> urls.put(name, moved(url, origin)));
        String user = login.userInfoUrl();
        return new OAuthLogin(
                login.client(),
                login.scopes(),
                login.headers(),
                (AuthorizationCode) at(login.authorizationCode(), origin),
                (DeviceCode) at(login.deviceCode(), origin),
                (Import) at(login.imported(), origin),
                at(login.refresh(), origin),
                urls,
                user == null ? null : moved(user, origin),
                login.facts());
    }

    private static @Nullable Flow at(@Nullable Flow flow, String origin) {
        return switch (flow) {
            case null -> null;
            case AuthorizationCode code ->
                new AuthorizationCode(
                        code.kind(),
                        moved(code.url(), origin),
                        moved(code.tokenUrl(), origin),
                        code.encoding(),
                        code.redirectUri(),
                        code.redirectParameter(),
                        code.pkce(),
                        code.parameters(),
                        code.tokenParameters(),
                        at(code.refresh(), origin));
            case DeviceCode code ->
                new DeviceCode(
                        code.kind(),
                        moved(code.url(), origin),
                        moved(code.tokenUrl(), origin),
                        code.encoding(),
                        code.pkce(),
                        code.parameters(),
                        at(code.refresh(), origin));
            case Import imported ->
                new Import(imported.kind(), imported.needs(), imported.how(), at(imported.refresh(), origin));
        };
    }

    private static @Nullable Refresh at(@Nullable Refresh refresh, String origin) {
        return refresh == null
                ? null
                : new Refresh(
                        moved(refresh.url(), origin),
                        refresh.encoding(),
                        refresh.parameters(),
                        refresh.scope(),
                        refresh.rotates(),
                        refresh.ahead(),
                        refresh.grace());
    }

    /** Everything behind the host stays; the host itself may have held placeholders. */
    private static String moved(String url, String origin) {
        int host = url.indexOf("//") + 2;
        int path = url.indexOf('/', host);
        return URI.create(origin).toString().replaceFirst("/+$", "") + (path < 0 ? "" : url.substring(path));
    }
}
