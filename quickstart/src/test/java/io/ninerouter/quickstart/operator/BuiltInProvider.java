package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.ProviderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file of the built-in catalogue, and how somebody would use it.
 *
 * @param id its name
 * @param entry what it says
 */
record BuiltInProvider(String id, JsonNode entry) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a person would say where the file wants them to; by setting. */
    private static final Map<String, String> SAID = Map.of(
            "endpoint", "https://sample.test",
            "baseUrl", "http://sample.test:8080",
            "gatewayUrl", "https://sample.test",
            "deployment", "my-deployment",
            "region", "eu-west-1",
            "accountId", "0123456789abcdef0123456789abcdef",
            "editorVersion", "vscode/1.110.0",
            "integrationId", "vscode-chat");

    /** Every file, in order. */
    static List<BuiltInProvider> all() {
        return read("/providers/index")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(BuiltInProvider::of)
                .toList();
    }

    private static BuiltInProvider of(String id) {
        try {
            return new BuiltInProvider(id, YAML.readTree(read("/providers/" + id + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(id, e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = BuiltInProvider.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** A connection to it, with the Secret {@code shared} for whatever it takes. */
    String manifest() {
        StringBuilder settings = new StringBuilder();
        settings()
                .forEach((name, value) -> settings.append(", ")
                        .append(name)
                        .append(": \"")
                        .append(value)
                        .append('"'));
        return """
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: %s, namespace: default}
                spec: {provider: %s, auth: {%s}%s}
                """.formatted(id, id, auth(), settings.isEmpty() ? "" : ", settings: {" + settings.substring(2) + "}");
    }

    /** Whether nobody is served before a person, or the operator, has logged in. */
    boolean needsLogin() {
        return auth().startsWith("oauth") || auth().startsWith("serviceAccountKey");
    }

    /** The provider as the file says it. */
    ProviderConfig provider() {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", id).put("openModels", true).putArray("prefixes").add(id);
        node.putArray("dialects").add(entry.path("dialect")).addAll(list("additionalDialects"));
        for (String member :
                List.of("baseUrl", "auth", "tokenAuth", "headers", "tokenHeaders", "edits", "rules", "profile")) {
            if (entry.has(member)) {
                node.set(member, entry.get(member));
            }
        }
        ArrayNode models = node.putArray("models");
        list("models").forEach(model -> models.addObject().set("id", model.path("id")));
        try {
            return JSON.treeToValue(node, ProviderConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(id, e);
        }
    }

    /** Names of the facts that a login yields. */
    Set<String> facts() {
        Set<String> names = new TreeSet<>();
        entry.path("oauth").path("facts").forEach(name -> names.add(name.asText()));
        return names;
    }

    private List<JsonNode> list(String member) {
        List<JsonNode> all = new ArrayList<>();
        entry.path(member).forEach(all::add);
        return all;
    }

    /** The connection that the manifest makes, with what the file says where it says nothing. */
    ConnectionConfig connection() {
        Map<String, String> settings = settings();
        entry.path("settings").properties().forEach(each -> {
            if (each.getValue().has("default")) {
                settings.put(each.getKey(), each.getValue().path("default").asText());
            }
        });
        return new ConnectionConfig(id, id, 1, 1, List.of(), 0, true, false, settings, null, false, List.of());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        entry.path("settings").properties().forEach(each -> {
            if (each.getValue().path("required").asBoolean()) {
                String value = SAID.get(each.getKey());
                if (value == null) {
                    throw new AssertionError(
                            "setting " + each.getKey() + " of " + id + ": no sample (expected: one here)");
                }
                settings.put(each.getKey(), value);
            }
        });
        return settings;
    }

    private String auth() {
        JsonNode takes = entry.path("takes");
        String way = takes.isEmpty() ? "apiKey" : takes.path(0).asText();
        return switch (way) {
            case "apiKey", "serviceAccountKey" -> way + ": {secretRef: {name: shared}}";
            case "aws" -> "aws: {secretRef: {name: shared}}";
            case "none" -> "none: {}";
            case "oauth" ->
                "oauth: {secretRef: {name: shared}, flow: "
                        + (entry.path("oauth").has("deviceCode") ? "DeviceCode" : "AuthorizationCode") + "}";
            default ->
                throw new AssertionError("takes of " + id + ": " + way + " (expected: a way that is known here)");
        };
    }
}
