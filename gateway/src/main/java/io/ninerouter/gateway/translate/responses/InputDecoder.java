package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input. What the model said in one turn comes as many items, of which one message of the model is made: up to
 * the next message item that has members of its own, for a message has one place for them.
 */
final class InputDecoder {
    private final ToolDecoder tools;
    private final List<Message> messages = new ArrayList<>();
    private final Set<String> customCalls = new HashSet<>();
    private final List<Part> turn = new ArrayList<>();
    private Extras turnExtras = Extras.NONE;
    private boolean turnSpoke;

    private InputDecoder(ToolDecoder tools) {
        this.tools = tools;
    }

    /**
     * The messages of the input.
     *
     * @param tools gets the tools that are declared in it
     */
    static List<Message> messages(JsonReader in, ToolDecoder tools) {
        if (in.kind() == JsonKind.TEXT) {
            return List.of(Message.of(Role.USER, List.of(new Part.Text(String.valueOf(in.text())))));
        }
        InputDecoder decoder = new InputDecoder(tools);
        if (in.array()) {
            for (int index = 0; in.nextElement(); index++) {
                decoder.item(new InputItem(in, index));
            }
        }
        decoder.endTurn();
        return decoder.messages;
    }

    private void item(InputItem item) {
        String type = item.text("type");
        String role = item.text("role");
        switch (type == null ? (role == null ? "" : "message") : type) {
            case "message" -> message(item, role == null ? "" : role);
            case "function_call" -> call(item, false);
            case "custom_tool_call" -> call(item, true);
            case "function_call_output" -> result(item, false);
            case "custom_tool_call_output" -> result(item, true);
            case "reasoning" -> reasoning(item);
            case "additional_tools" -> inserted(item);
            case "tool_search_call" -> search(item);
            case "tool_search_output" -> found(item);
            case "" -> throw item.missing("type");
            default -> other(item, String.valueOf(type));
        }
    }

    private void message(InputItem item, String role) {
        Role speaker = switch (role) {
            case "system" -> Role.SYSTEM;
            case "developer" -> Role.DEVELOPER;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default ->
                throw new BadJsonException(item.place("role") + ": " + (role.isEmpty() ? "missing" : "unknown")
                        + " (expected: system, developer, user or assistant)");
        };
        List<Part> parts = ContentDecoder.parts(item.take("content"), item.place("content"));
        Extras extras = item.rest();
        if (speaker != Role.ASSISTANT) {
            endTurn();
            messages.add(new Message(speaker, parts, null, extras));
            return;
        }
        if (turnSpoke && !extras.equals(Extras.NONE)) {
            endTurn();
        }
        turnExtras = turnSpoke ? turnExtras : extras;
        turnSpoke = true;
        turn.addAll(parts);
    }

    private void endTurn() {
        if (turnSpoke || !turn.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, SealCarrier.unload(turn), null, turnExtras));
        }
        turn.clear();
        turnExtras = Extras.NONE;
        turnSpoke = false;
    }

    private void call(InputItem item, boolean custom) {
        String id = item.required("call_id");
        ToolName name = new ToolName(item.required("name"), item.text("namespace"), custom);
        ToolInput input;
        if (custom) {
            String text = item.text("input");
            input = new ToolInput.Free(text == null ? "" : text);
            customCalls.add(id);
        } else {
            input = arguments(item.take("arguments"));
        }
        turn.add(new Part.ToolCall(id, name, input, null, null, item.rest()));
    }

    /** A string that holds JSON; some clients write the JSON itself. */
    private static ToolInput arguments(@Nullable RawJson value) {
        if (value == null) {
            return new ToolInput.Json(RawJson.EMPTY_OBJECT);
        }
        if (!value.isText()) {
            return new ToolInput.Json(value);
        }
        try (JsonReader in = value.read()) {
            return ToolInput.ofArguments(String.valueOf(in.text()));
        }
    }

    private void result(InputItem item, boolean custom) {
        String id = item.required("call_id");
        RawJson output = item.take("output");
        List<Part> parts = (output == null || output.isText() || output.isArray())
                ? ContentDecoder.parts(output, item.place("output"))
                : List.of(new Part.Text(output.text()));
        if (custom && !customCalls.contains(id)) {
            // Its call is in an earlier response: nothing else tells the kind.
            item.keep("type", RawJson.of("\"custom_tool_call_output\""));
        }
        endTurn();
        Part result = new Part.ToolResult(id, parts, false, null, item.rest());
        messages.add(Message.of(Role.TOOL, List.of(result)));
    }

    private void reasoning(InputItem item) {
        String id = item.text("id");
        List<Part.Section> sections = new ArrayList<>();
        sections(item.take("summary"), true, sections);
        sections(item.take("content"), false, sections);
        String sealed = item.text("encrypted_content");
        Seal seal = (sealed == null || sealed.isEmpty())
                ? null
                : SealEnvelope.open(sealed, Seal.Kind.ENCRYPTED, Dialect.OPENAI_RESPONSES);
        if (id != null || seal != null || !sections.isEmpty()) {
            turn.add(new Part.Reasoning(id, sections, seal));
        }
    }

    private static void sections(@Nullable RawJson list, boolean summary, List<Part.Section> sections) {
        if (list == null) {
            return;
        }
        try (JsonReader in = list.read()) {
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    WireContent content = WireContent.read(in);
                    if (!content.text().isEmpty()) {
                        sections.add(new Part.Section(summary, content.text()));
                    }
                }
            }
        }
    }

    private void inserted(InputItem item) {
        RawJson list = item.take("tools");
        if (list != null) {
            try (JsonReader in = list.read()) {
                tools.tools(in, true);
            }
        }
    }

    private void search(InputItem item) {
        String id = item.text("call_id");
        if (id == null || id.isEmpty() || !ClientSearch.isClient(item.peek(ClientSearch.EXECUTION))) {
            other(item, "tool_search_call");
            return;
        }
        ToolInput input = arguments(item.take("arguments"));
        turn.add(new Part.ToolCall(id, ClientSearch.NAME, input, null, null, item.rest()));
    }

    private void found(InputItem item) {
        String id = item.text("call_id");
        RawJson list = item.peek("tools");
        boolean readable = list != null && list.isArray() && ClientSearch.isClient(item.peek(ClientSearch.EXECUTION));
        if (id == null || id.isEmpty() || list == null || !readable) {
            other(item, "tool_search_output");
            return;
        }
        ToolDecoder found = new ToolDecoder();
        try (JsonReader in = list.read()) {
            found.tools(in, true);
        }
        try (JsonReader in = list.read()) {
            tools.tools(in, true);
        }
        endTurn();
        Part told = new Part.Text(ClientSearch.told(found.tooling().tools()));
        Part result = new Part.ToolResult(id, List.of(told), false, null, item.rest());
        messages.add(Message.of(Role.TOOL, List.of(result)));
    }

    /** What only this dialect has. It stays at its place: among the words of the model, or of those who answer it. */
    private void other(InputItem item, String type) {
        boolean answers = type.endsWith("_output") || type.equals("mcp_approval_response") || type.endsWith("_trigger");
        boolean step = type.endsWith("_call") || type.startsWith("mcp_");
        if (answers) {
            endTurn();
            Part opaque = new Part.Opaque(Dialect.OPENAI_RESPONSES, type, item.raw());
            messages.add(Message.of(Role.USER, List.of(opaque)));
        } else if (step) {
            turn.add(new Part.ServerTool(Dialect.OPENAI_RESPONSES, type, item.raw(), null));
        } else {
            turn.add(new Part.Opaque(Dialect.OPENAI_RESPONSES, type, item.raw()));
        }
    }
}
