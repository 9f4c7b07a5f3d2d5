package io.ninerouter.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.routing.ModelList;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of models as each dialect's clients read them. Pure. */
final class ModelShapes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A moment that no list of ours changes with: clients want one, nobody uses it. */
    private static final String EPOCH = "1970-01-01T00:00:00Z";

    private ModelShapes() {}

    /** All models. */
    static byte[] list(Dialect shape, List<ModelList.Entry> entries) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode all = JSON.createArrayNode();
        entries.forEach(entry -> all.add(node(shape, entry)));
        switch (shape) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> {
                root.put("object", "list");
                root.set("data", all);
            }
            case ANTHROPIC -> {
                root.set("data", all);
                root.put("has_more", false);
                root.put(
                        "first_id",
                        entries.isEmpty() ? null : entries.getFirst().id());
                root.put("last_id", entries.isEmpty() ? null : entries.getLast().id());
            }
            case GEMINI -> root.set("models", all);
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw shape.notClients();
        }
        return bytes(root);
    }

    /** One model. */
    static byte[] one(Dialect shape, ModelList.Entry entry) {
        return bytes(node(shape, entry));
    }

    private static ObjectNode node(Dialect shape, ModelList.Entry entry) {
        ObjectNode node = JSON.createObjectNode();
        switch (shape) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> {
                node.put("id", entry.id());
                node.put("object", "model");
                node.put("created", 0);
                node.put("owned_by", entry.owner());
                put(node, "context_window", entry.contextWindow());
                put(node, "max_output_tokens", entry.maxOutputTokens());
            }
            case ANTHROPIC -> {
                node.put("type", "model");
                node.put("id", entry.id());
                node.put("display_name", entry.id());
                node.put("created_at", EPOCH);
                put(node, "max_input_tokens", entry.contextWindow());
                put(node, "max_tokens", entry.maxOutputTokens());
            }
            case GEMINI -> {
                node.put("name", "models/" + entry.id());
                node.put("displayName", entry.id());
                put(node, "inputTokenLimit", entry.contextWindow());
                put(node, "outputTokenLimit", entry.maxOutputTokens());
                node.putArray("supportedGenerationMethods")
                        .add("generateContent")
                        .add("streamGenerateContent")
                        .add("countTokens");
            }
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw shape.notClients();
        }
        more(node, entry);
        return node;
    }

    /** What no dialect has a field for stands under ours in all of them: clients leave alone what they do not know. */
    private static void more(ObjectNode node, ModelList.Entry entry) {
        PriceConfig price = entry.price();
        if (price != null) {
            ObjectNode pricing = node.putObject("pricing");
            put(pricing, "input", price.input());
            put(pricing, "output", price.output());
            put(pricing, "cache_read", price.cacheRead());
            put(pricing, "cache_write", price.cacheWrite());
            pricing.put("unit", "USD per million tokens");
        }
        if (entry.subscription()) {
            node.put("subscription", true);
        }
        if (entry.retires() != null) {
            node.put("deprecation", entry.retires());
        }
    }

    private static void put(ObjectNode node, String field, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(field, value.toPlainString());
        }
    }

    private static void put(ObjectNode node, String field, @Nullable Long value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree has a JSON form", e);
        }
    }
}
