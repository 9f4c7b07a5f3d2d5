package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Connections become ProviderConnections, their keys and tokens Secrets. */
final class ImportedConnections {
    /** Member of a connection (or of its {@code providerSpecificData}) to setting of ours. */
    private static final Map<String, String> SETTINGS = Map.of(
            "region", "region",
            "location", "location",
            "accountId", "accountId",
            "azureEndpoint", "endpoint",
            "endpoint", "endpoint",
            "deployment", "deployment",
            "azureDeployment", "deployment",
            "apiVersion", "apiVersion",
            "azureApiVersion", "apiVersion",
            "organization", "organization");

    private final Taking taking;
    private final LegacyTokens tokens = new LegacyTokens();
    private final Map<String, JsonNode> pools = new HashMap<>();

    ImportedConnections(Taking taking) {
        this.taking = taking;
    }

    void take(LegacyDatabase database) {
        database.list("proxyPools").forEach(pool -> {
            String id = LegacyDatabase.text(pool, "id");
            if (id != null) {
                pools.put(id, pool);
            }
        });
        database.list("providerConnections").forEach(this::connection);
    }

    private void connection(JsonNode connection) {
        String legacy = Objects.requireNonNullElse(LegacyDatabase.text(connection, "provider"), "none");
        String title = LegacyDatabase.text(connection, "name", "displayName", "email", "id");
        String what = "connection " + legacy + (title == null ? "" : " \"" + title + "\"");
        String provider = taking.provider(legacy);
        if (provider == null) {
            taking.report().left(what, "provider " + legacy + " has no counterpart");
            return;
        }
        List<String> remarks = new ArrayList<>();
        String name = taking.names().take("ProviderConnection", provider + "-" + shortTitle(connection), provider);
        ObjectNode auth = auth(connection, name, remarks);
        if (auth == null) {
            taking.report().left(what, "has no credential that could be taken over (" + way(connection) + ")");
            return;
        }
        ObjectNode spec = Specs.object().put("provider", provider);
        if (LegacyDatabase.isFalse(connection, "isActive")) {
            spec.put("active", false);
        }
        Integer priority = LegacyDatabase.whole(connection, "priority");
        if (priority != null && priority >= 0) {
            spec.put("priority", priority);
        }
        spec.set("auth", auth);
        JsonNode data = connection.path("providerSpecificData");
        List<String> models = LegacyDatabase.texts(data, "enabledModels");
        if (!models.isEmpty()) {
            models.forEach(spec.putArray("models")::add);
        }
        ObjectNode settings = settings(connection, data);
        if (!settings.isEmpty()) {
            spec.set("settings", settings);
        }
        egress(data, spec, remarks);
        String now =
                taking.add(Specs.of(ProviderConnection::new, taking.named(name), ProviderConnection.Spec.class, spec));
        taking.report().taken(what, now, remarks);
    }

    /** What was called after an address of a person gets no name that shows it. */
    private static String shortTitle(JsonNode connection) {
        String title = LegacyDatabase.text(connection, "name", "displayName");
        return title == null || title.contains("@") ? "" : title;
    }

    private static String way(JsonNode connection) {
        return Objects.requireNonNullElse(LegacyDatabase.text(connection, "authType"), "no authType");
    }

    private @Nullable ObjectNode auth(JsonNode connection, String name, List<String> remarks) {
        String way = way(connection);
        String key = LegacyDatabase.text(connection, "apiKey");
        if (way.equals("cookie")) {
            return null;
        }
        if (way.equals("oauth") || way.equals("access_token")) {
            Map<String, String> values = tokens.values(connection);
            if (values.isEmpty()) {
                return null;
            }
            remarks.add(
                    "whoever uses the same login elsewhere will be signed out by the first refresh: stop 9Router first");
            ObjectNode oauth = Specs.object().put("flow", "Import");
            oauth.set("secretRef", Specs.object().put("name", taking.addSecret(name, values)));
            return (ObjectNode) Specs.object().set("oauth", oauth);
        }
        if (key == null) {
            return way.equals("none") || way.equals("free")
                    ? (ObjectNode) Specs.object().set("none", Specs.object())
                    : null;
        }
        boolean serviceAccount = key.startsWith("{") && key.contains("private_key");
        String place = serviceAccount ? "service-account.json" : "api-key";
        String secret = taking.addSecret(name, Map.of(place, key));
        ObjectNode source = Specs.object();
        source.set("secretRef", Specs.secretRef(secret, place));
        return (ObjectNode) Specs.object().set(serviceAccount ? "serviceAccountKey" : "apiKey", source);
    }

    private static ObjectNode settings(JsonNode connection, JsonNode data) {
        Map<String, String> found = new TreeMap<>();
        SETTINGS.forEach((legacy, ours) -> {
            String value = LegacyDatabase.text(data, legacy);
            value = value == null ? LegacyDatabase.text(connection, legacy) : value;
            if (value != null) {
                found.put(ours, value);
            }
        });
        ObjectNode settings = Specs.object();
        found.forEach(settings::put);
        return settings;
    }

    private void egress(JsonNode data, ObjectNode spec, List<String> remarks) {
        String pool = LegacyDatabase.text(data, "connectionProxyPoolId");
        JsonNode entry = pool == null ? null : pools.get(pool);
        boolean own = LegacyDatabase.isTrue(data, "connectionProxyEnabled");
        if (entry == null && !own) {
            if (pool != null) {
                remarks.add("its proxy pool is not in the database");
            }
            return;
        }
        if (entry != null && "vercel".equals(LegacyDatabase.text(entry, "type"))) {
            remarks.add("its relay has no counterpart: it is reached directly");
            return;
        }
        String url = entry != null
                ? LegacyDatabase.text(entry, "proxyUrl")
                : LegacyDatabase.text(data, "connectionProxyUrl");
        String exceptions = entry != null
                ? LegacyDatabase.text(entry, "noProxy")
                : LegacyDatabase.text(data, "connectionNoProxy", "connectionProxyNoProxy");
        LegacyProxy.of(url, exceptions, remarks).ifPresent(egress -> spec.set("egress", egress));
    }
}
