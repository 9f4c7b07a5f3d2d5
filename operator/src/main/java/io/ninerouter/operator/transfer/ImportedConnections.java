package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Connections become ProviderConnections, their keys and tokens Secrets. */
final class ImportedConnections {
    private final Taking taking;
    private final ImportedAuth auth;
    private final Map<String, JsonNode> pools = new HashMap<>();

    ImportedConnections(Taking taking) {
        this.taking = taking;
        this.auth = new ImportedAuth(taking);
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
        String then = taking.provider(legacy);
        if (then == null) {
            taking.report().left(what, "provider " + legacy + " has no counterpart");
            return;
        }
        String provider = variant(then, connection);
        List<String> remarks = new ArrayList<>();
        if (!provider.equals(then)) {
            remarks.add("its models are " + provider + "/… now, not " + then + "/…");
        }
        String name = taking.names().take("ProviderConnection", provider + "-" + shortTitle(connection), provider);
        switch (auth.of(connection, name, provider, taking.extra(provider), remarks)) {
            case ImportedAuth.Outcome.Left(String why) -> taking.report().left(what, why);
            case ImportedAuth.Outcome.Taken(ObjectNode shown) -> {
                ObjectNode spec = spec(connection, name, provider, shown, remarks);
                String now = taking.add(
                        Specs.of(ProviderConnection::new, taking.named(name), ProviderConnection.Spec.class, spec));
                taking.account(then, provider);
                taking.report().taken(what, now, remarks);
            }
        }
    }

    /** What 9Router told apart by what a connection says are providers of their own here. */
    private String variant(String provider, JsonNode connection) {
        if (taking.extra(provider) == null) {
            return provider;
        }
        String key = LegacyDatabase.text(connection, "apiKey");
        return switch (provider) {
            case "azure" ->
                AccountSettings.value(connection, "azureDeployment", "deployment") == null
                        ? provider
                        : "azure-deployment";
            case "vertex" -> key == null || ImportedAuth.isServiceAccount(key) ? provider : "vertex-express";
            default -> provider;
        };
    }

    private ObjectNode spec(JsonNode connection, String name, String provider, ObjectNode shown, List<String> remarks) {
        ObjectNode spec = Specs.object().put("provider", provider);
        if (LegacyDatabase.isFalse(connection, "isActive")) {
            spec.put("active", false);
        }
        Integer priority = LegacyDatabase.whole(connection, "priority");
        if (priority != null && priority >= 0) {
            spec.put("priority", priority);
        }
        spec.set("auth", shown);
        JsonNode data = connection.path("providerSpecificData");
        List<String> models = LegacyDatabase.texts(data, "enabledModels");
        if (!models.isEmpty()) {
            models.forEach(spec.putArray("models")::add);
        }
        ObjectNode settings = AccountSettings.of(connection, provider, taking.extra(provider), remarks);
        if (!settings.isEmpty()) {
            spec.set("settings", settings);
        }
        egress(data, name, spec, remarks);
        return spec;
    }

    /** What was called after an address of a person gets no name that shows it. */
    private static String shortTitle(JsonNode connection) {
        String title = LegacyDatabase.text(connection, "name", "displayName");
        return title == null || title.contains("@") ? "" : title;
    }

    private void egress(JsonNode data, String name, ObjectNode spec, List<String> remarks) {
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
        LegacyProxy.of(url, exceptions, name + "-proxy", taking, remarks)
                .ifPresent(egress -> spec.set("egress", egress));
    }
}
