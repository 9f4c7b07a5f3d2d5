package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A dialect of AWS with the ear of the provider alone: it does not answer. */
abstract class FramedMirror extends Mirror {
    FramedMirror(DialectCodec codec) {
        super(codec);
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        throw dialect().notClients();
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        throw dialect().notClients();
    }

    /** What one turn says: results of tools are told apart, before the words of the user. */
    static List<Message> said(Role role, List<Part> parts) {
        List<Part> results =
                parts.stream().filter(Part.ToolResult.class::isInstance).toList();
        List<Part> rest = parts.stream()
                .filter(part -> !(part instanceof Part.ToolResult))
                .toList();
        List<Message> messages = new ArrayList<>();
        if (!results.isEmpty()) {
            messages.add(Message.of(Role.TOOL, results));
        }
        if (!rest.isEmpty()) {
            messages.add(Message.of(role, rest));
        }
        return messages;
    }

    /** A member that is a text; null = it is not there. */
    static String text(JsonNode object, String name) {
        return object.has(name) ? object.path(name).asString() : null;
    }

    /** A member that is a whole number; null = it is not there. */
    static Long number(JsonNode object, String name) {
        return object.has(name) ? (Long) object.path(name).asLong() : null;
    }

    /** A member that is a number; null = it is not there. */
    static Double decimal(JsonNode object, String name) {
        return object.has(name) ? (Double) object.path(name).asDouble() : null;
    }
}
