package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one message of a request. */
final class ChatMessageDecoder {
    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private final List<Part> content = new ArrayList<>();
    private final List<Part> calls = new ArrayList<>();
    private final ChatReasoning.Details details = new ChatReasoning.Details();
    private final int index;
    private String role = "";
    private @Nullable String name;
    private @Nullable String callId;
    private String reasoning = "";
    private @Nullable String refusal;

    private ChatMessageDecoder(int index) {
        this.index = index;
    }

    static List<Message> messages(JsonReader in) {
        List<Message> messages = new ArrayList<>();
        String legacyCall = "";
        if (in.array()) {
            while (in.nextElement()) {
                ChatMessageDecoder decoder = new ChatMessageDecoder(messages.size());
                if (!in.object()) {
                    throw in.expected("object");
                }
                while (in.nextField()) {
                    if (in.kind() != JsonKind.NULL) {
                        decoder.member(in);
                    }
                }
                messages.add(decoder.message(legacyCall));
                legacyCall = decoder.callId == null ? legacyCall : decoder.callId;
            }
        }
        return messages;
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "role" -> role = or(in.text());
            case "content" -> content.addAll(ChatPartDecoder.content(in));
            case "name" -> name = in.text();
            case "tool_call_id" -> callId = in.text();
            case "tool_calls" -> toolCalls(in);
            case "function_call" -> legacyCall(in);
            case "refusal" -> refusal = in.text();
            // Some clients send the same thought under both names.
            case "reasoning_content", "reasoning" -> reasoning = reasoning.isEmpty() ? or(in.lenientText()) : reasoning;
            case "reasoning_details" -> {
                if (in.lenientArray()) {
                    while (in.nextElement()) {
                        details.add(in.raw());
                    }
                }
            }
            default -> extras.put(in.name(), in.raw());
        }
    }

    /**
     * The message.
     *
     * @param legacyCall id given to the last call of the kind that had none, for its result
     */
    private Message message(String legacyCall) {
        return switch (role) {
            case "system" -> plain(Role.SYSTEM);
            case "developer" -> plain(Role.DEVELOPER);
            case "user" -> plain(Role.USER);
            case "assistant" -> assistant();
            case "tool" -> result(or(callId));
            case "function" -> result(legacyCall);
            default ->
                throw new BadJsonException("messages." + index + ".role: " + (role.isEmpty() ? "missing" : "unknown")
                        + " (expected: system, developer, user, assistant or tool)");
        };
    }

    private Message plain(Role as) {
        return new Message(as, content, name, extras());
    }

    private Message assistant() {
        List<Part> parts = new ArrayList<>(content.size() + calls.size() + 2);
        String thought = reasoning.isEmpty() ? details.text() : reasoning;
        Seal seal = details.seal(null);
        if (!thought.isEmpty() || seal != null) {
            parts.add(Part.Reasoning.of(thought, seal));
        }
        parts.addAll(content);
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        parts.addAll(calls);
        return new Message(Role.ASSISTANT, parts, name, extras());
    }

    private Message result(String id) {
        if (id.isEmpty()) {
            throw new BadJsonException("messages." + index + ".tool_call_id: missing (expected: the id of a call)");
        }
        Part result = new Part.ToolResult(id, content, false, null, extras());
        return Message.of(Role.TOOL, List.of(result));
    }

    private void toolCalls(JsonReader in) {
        if (in.array()) {
            while (in.nextElement()) {
                Call call = new Call();
                if (in.object()) {
                    while (in.nextField()) {
                        call.member(in);
                    }
                }
                calls.add(call.part("call_" + index + "_" + calls.size()));
            }
        }
    }

    private void legacyCall(JsonReader in) {
        Call call = new Call();
        call.function(in);
        callId = "call_fn_" + index;
        calls.add(call.part(callId));
    }

    private Extras extras() {
        return new Extras(Dialect.OPENAI_CHAT, extras);
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Reads one call. */
    private static final class Call {
        private final Map<String, RawJson> extras = new LinkedHashMap<>();
        private String id = "";
        private String name = "";
        private String input = "";
        private boolean custom;
        private @Nullable Seal seal;

        void member(JsonReader in) {
            switch (in.name()) {
                case "id" -> id = or(in.text());
                case "type" -> custom |= "custom".equals(in.lenientText());
                case "function" -> function(in);
                case "custom" -> function(in);
                case "extra_content" -> {
                    RawJson raw = in.raw();
                    try (JsonReader inner = raw.read()) {
                        seal = ChatReasoning.signature(inner, null);
                    }
                    if (seal == null) {
                        extras.put("extra_content", raw);
                    }
                }
                // A position in a stream: clients that join the pieces leave it.
                case "index" -> in.skip();
                default -> extras.put(in.name(), in.raw());
            }
        }

        void function(JsonReader in) {
            if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "name" -> name = or(in.text());
                        case "arguments", "input" ->
                            input = in.kind() == JsonKind.OBJECT ? in.raw().text() : or(in.text());
                        default -> in.skip();
                    }
                }
            }
        }

        Part part(String otherwise) {
            ToolName tool = new ToolName(name, null, custom);
            ToolInput given = custom ? new ToolInput.Free(input) : ToolInput.ofArguments(input);
            return new Part.ToolCall(
                    id.isEmpty() ? otherwise : id, tool, given, seal, null, new Extras(Dialect.OPENAI_CHAT, extras));
        }
    }
}
