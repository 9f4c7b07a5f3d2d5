package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.config.BodyEdits;
import java.util.Map;

/** Edits of a body as they are said, carried out on a tree. */
final class TreeEdits {
    private TreeEdits() {}

    /** Puts everything into a request that the edits say something of, so that each of them has something to do. */
    static void provoke(ObjectNode request, BodyEdits edits) {
        edits.remove().forEach(name -> putIfAbsent(request, name, 1));
        edits.rename().keySet().forEach(name -> putIfAbsent(request, name, 2));
        edits.caps().forEach((name, most) -> request.put(name, most + 1));
        edits.replace().forEach((name, values) -> {
            String first = values.keySet().iterator().next();
            put(request, name, first);
        });
        edits.implies()
                .forEach((name, values) -> values.forEach((value, implied) -> {
                    if (!request.has(name)) {
                        put(request, name, value);
                    }
                    implied.remove().forEach(removed -> putIfAbsent(request, removed, 3));
                }));
        edits.streamDefaults().forEach((name, value) -> {
            if (value.isObject() && !request.has(name)) {
                request.putObject(name).put("mine", true);
            }
        });
        BodyEdits.Messages forms = edits.messages();
        if (forms != null && request.path("messages") instanceof ArrayNode messages) {
            forms.roles().keySet().forEach(role -> {
                ObjectNode message = messages.insertObject(0).put("role", role).put("content", "Well?");
                forms.remove().forEach(name -> message.put(name, "gone"));
            });
        }
        BodyEdits.History history = edits.history();
        if (history != null && request.path("messages") instanceof ArrayNode messages) {
            ObjectNode past = messages.insertObject(0).put("role", "assistant").put("content", "Well.");
            history.remove().forEach(name -> past.put(name, "gone"));
            history.rename().keySet().forEach(name -> past.put(name, "kept"));
            messages.insertObject(0).put("role", "user").put("content", "Well?");
        }
    }

    /** A value that is known by this key. */
    private static void put(ObjectNode request, String name, String key) {
        if (key.equals("*")) {
            request.putObject(name).put("type", "unheard-of");
        } else {
            request.put(name, key);
        }
    }

    private static void putIfAbsent(ObjectNode request, String name, int value) {
        if (!request.has(name)) {
            request.put(name, value);
        }
    }

    /** @param chat whether the request is one of chat completions */
    static void apply(ObjectNode request, BodyEdits edits, boolean chat) {
        request.remove(edits.remove());
        edits.rename().forEach((from, to) -> {
            JsonNode value = request.remove(from);
            if (value != null && !request.has(to)) {
                request.set(to, value);
            }
        });
        edits.set().forEach(request::set);
        edits.defaults().forEach((name, value) -> {
            if (!request.has(name)) {
                request.set(name, value);
            }
        });
        if (request.path("stream").asBoolean()) {
            edits.streamDefaults().forEach((name, value) -> merge(request, name, value));
        }
        edits.caps().forEach((name, most) -> {
            if (request.path(name).isNumber() && request.path(name).asLong() > most) {
                request.put(name, most);
            }
        });
        edits.replace().forEach((name, values) -> {
            JsonNode instead = of(request.path(name), values);
            if (instead != null) {
                request.set(name, instead);
            }
        });
        edits.implies().forEach((name, values) -> {
            BodyEdits.Implied implied = of(request.path(name), values);
            if (implied != null) {
                request.remove(implied.remove());
                implied.set().forEach(request::set);
            }
        });
        if (edits.messages() != null) {
            request.path("messages").forEach(message -> form((ObjectNode) message, edits.messages()));
        }
        BodyEdits.Placeholder placeholder = edits.placeholder();
        if (placeholder != null && chat) {
            request.path("messages").forEach(message -> fill((ObjectNode) message, placeholder));
        }
        BodyEdits.History history = edits.history();
        if (history != null && chat) {
            request.path("messages").forEach(message -> rewrite((ObjectNode) message, history));
        }
    }

    private static <T> T of(JsonNode there, Map<String, T> values) {
        if (there.isMissingNode()) {
            return null;
        }
        T found = values.get(there.isObject() ? there.path("type").asText() : there.asText());
        return found == null && there.isObject() ? values.get("*") : found;
    }

    /** Contents that are driven here are texts. */
    private static void form(ObjectNode message, BodyEdits.Messages forms) {
        String role = message.path("role").asText();
        message.put("role", forms.roles().getOrDefault(role, role));
        message.remove(forms.remove());
    }

    private static void rewrite(ObjectNode message, BodyEdits.History history) {
        if (message.path("role").asText().equals("assistant")) {
            message.remove(history.remove());
            history.rename().forEach((from, to) -> {
                JsonNode value = message.remove(from);
                if (value != null && !message.has(to)) {
                    message.set(to, value);
                }
            });
        }
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        if (!into.has(name)) {
            into.set(name, value.deepCopy());
        } else if (into.get(name) instanceof ObjectNode inner && value.isObject()) {
            value.properties().forEach(each -> merge(inner, each.getKey(), each.getValue()));
        }
    }

    private static void fill(ObjectNode message, BodyEdits.Placeholder placeholder) {
        boolean concerned = message.path("role").asText().equals("assistant")
                && (!placeholder.withToolCallsOnly() || message.has("tool_calls"));
        if (concerned && !message.has(placeholder.field())) {
            message.set(placeholder.field(), TextNode.valueOf(" "));
        }
    }
}
