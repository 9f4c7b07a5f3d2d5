package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.operator.catalog.LoginKind;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.util.Map;
import java.util.TreeMap;

/** Tokens of a login as 9Router keeps them, under the keys that the operator reads (operator/docs/login.md). Pure. */
final class LegacyTokens {
    private static final String ACCESS = "access-token";
    private static final String REFRESH = "refresh-token";

    /** Members of a connection, or of its {@code providerSpecificData}, that every login may have. */
    private static final Map<String, String> TOKENS = Map.of(
            "refreshToken", REFRESH,
            "accessToken", ACCESS,
            "idToken", "id-token",
            "expiresAt", "expires-at",
            "email", "email");

    /** The same for facts, which stand for what a provider's entry lists; by name of the fact. */
    private static final Map<String, Fact> FACTS = Map.of(
            "project", new Fact("projectId", "project"),
            "profileArn", new Fact("profileArn", "profile-arn"),
            "machineId", new Fact("machineId", "machine-id"),
            "accountId", new Fact("chatgptAccountId", "account-id"),
            "organizationId", new Fact("orgId", "organization-id"));

    private LegacyTokens() {}

    private record Fact(String legacy, String key) {}

    /** The values for a Secret; empty when there is no token. */
    static Map<String, String> values(JsonNode connection, OAuthLogin login, OAuthLogin.Import imported) {
        Map<String, String> values = new TreeMap<>();
        TOKENS.forEach((legacy, key) -> put(values, key, connection, legacy));
        FACTS.forEach((name, fact) -> {
            if (login.facts().contains(name)) {
                put(values, fact.key(), connection, fact.legacy());
            }
        });
        String host = AccountSettings.value(connection, "resourceUrl");
        if (host != null && login.facts().contains("baseUrl")) {
            values.put("base-url", address(host));
        }
        if (imported.kind() == LoginKind.KIRO_SOCIAL) {
            // A login through AWS: its tokens are bound to the client that was registered for it.
            put(values, "client-id", connection, "clientId");
            put(values, "client-secret", connection, "clientSecret");
        }
        if (imported.kind() == LoginKind.COPILOT_TOKEN) {
            // What was kept is GitHub's token, of which the one for chat is made; what belongs to it stands under other
            // keys, as a refresh token would be taken for it.
            move(values, REFRESH, "source-refresh-token");
            move(values, "expires-at", "source-expires-at");
            values.remove("id-token");
        }
        return values.containsKey(REFRESH) || values.containsKey(ACCESS) ? values : Map.of();
    }

    private static void move(Map<String, String> values, String from, String to) {
        String value = values.remove(from);
        if (value != null) {
            values.put(to, value);
        }
    }

    private static void put(Map<String, String> values, String key, JsonNode connection, String legacy) {
        String value = AccountSettings.value(connection, legacy);
        if (value != null) {
            values.put(key, value);
        }
    }

    /** Qwen tells a host; some tell a whole address. */
    private static String address(String host) {
        String address = (host.contains("://") ? host : "https://" + host).replaceAll("/+$", "");
        return address.endsWith("/v1") ? address : address + "/v1";
    }
}
