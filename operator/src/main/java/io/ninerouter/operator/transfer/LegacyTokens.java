package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tokens of a login as 9Router keeps them, under the keys of a Secret of ours. */
final class LegacyTokens {
    /** Members of a connection, and of its {@code providerSpecificData}; the first that is there counts. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("refreshToken", "refresh-token");
        KEYS.put("accessToken", "access-token");
        KEYS.put("idToken", "id-token");
        KEYS.put("expiresAt", "expires-at");
        KEYS.put("projectId", "project");
        KEYS.put("profileArn", "profile-arn");
        KEYS.put("clientId", "client-id");
        KEYS.put("clientSecret", "client-secret");
        KEYS.put("machineId", "machine-id");
        KEYS.put("chatgptAccountId", "account-id");
        KEYS.put("resourceUrl", "resource-url");
        KEYS.put("authMethod", "auth-method");
        KEYS.put("region", "region");
        KEYS.put("orgId", "organization");
    }

    /** The values for a Secret; empty when there is no token. */
    Map<String, String> values(JsonNode connection) {
        JsonNode data = connection.path("providerSpecificData");
        Map<String, String> values = new TreeMap<>();
        KEYS.forEach((legacy, ours) -> {
            String value = LegacyDatabase.text(connection, legacy);
            value = value == null ? LegacyDatabase.text(data, legacy) : value;
            if (value != null) {
                values.put(ours, value);
            }
        });
        return values.containsKey("refresh-token") || values.containsKey("access-token") ? values : Map.of();
    }
}
