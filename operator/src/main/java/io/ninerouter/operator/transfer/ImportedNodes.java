package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ProviderNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compatible nodes become ProviderNodes: facts/providers of 9Router call them by type, prefix and base address. */
final class ImportedNodes {
    private final Taking taking;

    ImportedNodes(Taking taking) {
        this.taking = taking;
    }

    void take(LegacyDatabase database) {
        database.list("providerNodes").forEach(this::node);
    }

    private void node(JsonNode node) {
        String id = LegacyDatabase.text(node, "id");
        String title = Objects.requireNonNullElse(LegacyDatabase.text(node, "name", "prefix", "id"), "without a name");
        String what = "node " + title;
        String baseUrl = LegacyDatabase.text(node, "baseUrl", "baseURL", "url");
        String dialect = dialect(node);
        if (id == null || dialect == null) {
            taking.report().left(what, id == null ? "has no id" : "type " + type(node) + " has no counterpart");
            return;
        }
        if (baseUrl == null || !isAddress(baseUrl)) {
            taking.report().left(what, "has no base address (expected: an absolute http or https URL)");
            return;
        }
        List<String> remarks = new ArrayList<>();
        String name = taking.names().take("ProviderNode", title, id);
        String prefix = prefix(node, name, remarks);
        taking.node(id, new Taking.Node(name, prefix));
        ObjectNode spec =
                Specs.object().put("prefix", prefix).put("dialect", dialect).put("baseUrl", trimmed(baseUrl));
        if (dialect.equals("Anthropic")) {
            spec.putObject("auth").put("scheme", "Header").put("name", "x-api-key");
        }
        String now = taking.add(Specs.of(ProviderNode::new, taking.named(name), ProviderNode.Spec.class, spec));
        taking.report().taken(what, now, remarks);
    }

    private String prefix(JsonNode node, String name, List<String> remarks) {
        String wish = LegacyDatabase.text(node, "prefix");
        if (wish == null) {
            return name;
        }
        String prefix = wish.replaceAll("[^A-Za-z0-9_.-]+", "-");
        prefix = prefix.substring(0, Math.min(63, prefix.length()));
        if (!prefix.equals(wish)) {
            remarks.add("its prefix " + wish + " is " + prefix + " now");
        }
        if (taking.isBuiltIn(prefix)) {
            remarks.add(
                    "its prefix " + prefix + "/ was that of a built-in provider, which won then; now the node wins");
        }
        return prefix;
    }

    private static String type(JsonNode node) {
        return Objects.requireNonNullElse(LegacyDatabase.text(node, "type"), "none");
    }

    /** The dialect of a node; null where none of ours is meant. */
    private static @Nullable String dialect(JsonNode node) {
        String type = (type(node) + " " + LegacyDatabase.text(node, "id")).toLowerCase(Locale.ROOT);
        if (type.contains("embedding") || type.contains("openai")) {
            boolean responses = "responses".equals(LegacyDatabase.text(node, "apiType")) || type.contains("responses");
            return responses ? "OpenAIResponses" : "OpenAIChat";
        }
        return type.contains("anthropic") ? "Anthropic" : null;
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String trimmed(String url) {
        return url.replaceAll("/+$", "");
    }
}
