package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Map;

/** Small conversations. */
final class Said {
    static final RawJson SCHEMA =
            RawJson.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");

    private Said() {}

    static ChatRequest request(Message... messages) {
        return ChatRequest.of("m", List.of(messages));
    }

    static Message system(String text) {
        return Message.of(Role.SYSTEM, List.of(text(text)));
    }

    static Message user(String text) {
        return user(text(text));
    }

    static Message user(Part... parts) {
        return Message.of(Role.USER, List.of(parts));
    }

    static Message assistant(Part... parts) {
        return Message.of(Role.ASSISTANT, List.of(parts));
    }

    static Part text(String text) {
        return new Part.Text(text);
    }

    static Part call(String id, String name) {
        return call(id, name, "{\"city\":\"Paris\"}");
    }

    static Part call(String id, String name, String arguments) {
        return new Part.ToolCall(id, ToolName.function(name), new ToolInput.Json(RawJson.of(arguments)));
    }

    static Message result(String id, Part... parts) {
        return Message.of(Role.TOOL, List.of(new Part.ToolResult(id, List.of(parts), false, null, Extras.NONE)));
    }

    static Tool function(String name) {
        return new Tool.Function(ToolName.function(name), "Tells the weather", SCHEMA, null, Tool.Options.NONE);
    }

    /** A conversation with a tool. */
    static ChatRequest tooled(Message... messages) {
        return request(messages).with(new Tooling(List.of(function("get_weather")), null, null));
    }

    /** The tool was called so, and this came of it. */
    static ChatRequest called(ToolInput input, Message result) {
        Part call = new Part.ToolCall("c1", ToolName.function("get_weather"), input);
        return tooled(user("Weather?"), assistant(call), result);
    }

    /** A thought before a call. */
    static ChatRequest thought(Seal seal) {
        boolean onCall = seal != null && seal.origin() == Dialect.GEMINI;
        Part.ToolCall plain = (Part.ToolCall) call("c1", "get_weather");
        Part call =
                onCall ? new Part.ToolCall(plain.id(), plain.name(), plain.input(), seal, null, Extras.NONE) : plain;
        Part thought = Part.Reasoning.of("Where is it?", onCall ? null : seal);
        return tooled(user("Weather?"), assistant(thought, call), result("c1", text("rain")));
    }

    static Seal seal(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT ->
                new Seal(
                        Seal.Kind.ENCRYPTED,
                        "[{\"type\":\"reasoning.encrypted\",\"data\":\"Y2hhdA==\"}]",
                        dialect,
                        null);
            case OPENAI_RESPONSES -> new Seal(Seal.Kind.ENCRYPTED, "cmVzcG9uc2Vz", dialect, null);
            case ANTHROPIC -> new Seal(Seal.Kind.SIGNATURE, "YW50aHJvcGlj", dialect, null);
            case GEMINI -> new Seal(Seal.Kind.SIGNATURE, "Z2VtaW5p", dialect, null);
            case KIRO -> new Seal(Seal.Kind.SIGNATURE, "a2lybw==", dialect, null);
            case BEDROCK_CONVERSE -> new Seal(Seal.Kind.SIGNATURE, "YmVkcm9jaw==", dialect, null);
            case CODE_ASSIST, CURSOR, OLLAMA -> throw dialect.notClients();
        };
    }

    static Part opaque(Dialect dialect) {
        String json = switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "{\"type\":\"x_future\",\"x\":1}";
            case ANTHROPIC -> "{\"type\":\"container_upload\",\"file_id\":\"f1\"}";
            case GEMINI -> "{\"xFuture\":{\"x\":1}}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
        String type = switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "x_future";
            case ANTHROPIC -> "container_upload";
            case GEMINI -> "xFuture";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
        return new Part.Opaque(dialect, type, RawJson.of(json));
    }

    static Extras extras(Dialect dialect) {
        return new Extras(dialect, Map.of("xFuture", RawJson.of("{\"x\":1}")));
    }

    static ChatRequest withExtras(ChatRequest request, Extras extras) {
        return new ChatRequest(
                request.model(), request.messages(), request.tooling(), request.settings(), request.session(), extras);
    }

    static ChatRequest withSession(Session session) {
        ChatRequest plain = request(user("Hello"));
        return new ChatRequest(
                plain.model(), plain.messages(), plain.tooling(), plain.settings(), session, Extras.NONE);
    }
}
