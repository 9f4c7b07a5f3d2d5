package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is to be seen in requests and answers, for comparing. */
final class Seen {
    private Seen() {}

    /** Parts of a type, those within tool results too, in order. */
    static <P extends Part> List<P> parts(List<Part> parts, Class<P> type) {
        List<P> found = new ArrayList<>();
        for (Part part : parts) {
            if (type.isInstance(part)) {
                found.add(type.cast(part));
            }
            if (part instanceof Part.ToolResult result) {
                found.addAll(parts(result.parts(), type));
            }
        }
        return found;
    }

    static <P extends Part> List<P> parts(ChatRequest request, Class<P> type) {
        return request.messages().stream()
                .flatMap(message -> parts(message.parts(), type).stream())
                .toList();
    }

    static <P extends Part> List<P> parts(Completion completion, Class<P> type) {
        return completion.choices().stream()
                .flatMap(choice -> parts(choice.parts(), type).stream())
                .toList();
    }

    static <P extends Part> Function<ChatRequest, Object> said(Class<P> type, Function<P, ?> what) {
        return request ->
                parts(request, type).stream().map(what).map(Seen::orNothing).toList();
    }

    static <P extends Part> Function<Completion, Object> answered(Class<P> type, Function<P, ?> what) {
        return completion ->
                parts(completion, type).stream().map(what).map(Seen::orNothing).toList();
    }

    /** Who said what, neighbours of one role as one. */
    static Object turns(ChatRequest request) {
        List<String> turns = new ArrayList<>();
        Role last = null;
        for (Message message : request.messages()) {
            if (message.role() == last) {
                turns.set(turns.size() - 1, turns.getLast() + message.text());
            } else {
                turns.add(message.role() + ": " + message.text());
            }
            last = message.role();
        }
        return turns;
    }

    static Function<ChatRequest, Object> tools(Function<Tool, ?> what) {
        return request -> request.tooling().tools().stream()
                .map(what)
                .map(Seen::orNothing)
                .toList();
    }

    static Object calls(List<Part> parts) {
        return parts(parts, Part.ToolCall.class).stream()
                .map(call -> call.name() + " " + Expectation.arguments(call.input()))
                .toList();
    }

    static Object seals(List<Part> parts) {
        return parts.stream()
                .flatMap(part -> switch (part) {
                    case Part.Reasoning reasoning -> Stream.ofNullable(reasoning.seal());
                    case Part.ToolCall call -> Stream.ofNullable(call.seal());
                    case Part.Text text -> Stream.ofNullable(text.seal());
                    default -> Stream.empty();
                })
                .filter(seal -> !seal.data().isEmpty())
                .map(seal -> opened(seal.data()))
                .toList();
    }

    /** A seal that was wrapped for the client goes back as what is in it. */
    private static String opened(String data) {
        Seal wrapped = SealEnvelope.unwrap(data.startsWith(">") ? data.substring(1) : data);
        return wrapped == null ? data : wrapped.data();
    }

    static List<Part> all(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .toList();
    }

    static List<Part> all(Completion completion) {
        return completion.choices().stream()
                .flatMap(choice -> choice.parts().stream())
                .toList();
    }

    static JsonNode tree(RawJson json) {
        return Fixture.JSON.readTree(json.text());
    }

    static Object orNothing(Object value) {
        return Objects.requireNonNullElse(value, "nothing");
    }
}
