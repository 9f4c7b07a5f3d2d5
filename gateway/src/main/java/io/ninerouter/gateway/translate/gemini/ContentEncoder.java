package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code systemInstruction} and {@code contents}. Neighbouring turns of the model become one: a turn that calls
 * functions has to come right after one of the user. Results of a turn stand in one content, with nothing else in it.
 */
final class ContentEncoder {
    private final GeminiModel model;
    private final Losses losses;
    private final JsonWriter out;
    private final PartEncoder parts;
    private static final String BEGIN = "[The conversation begins here.]";

    /** Names of the functions called, by id of the call: a result has to name its function. */
    private final Map<String, String> called = new HashMap<>();
    /** Role of the content that is open; empty = none is. */
    private String open = "";
    /** Whether any content was written: there has to be one. */
    private boolean began;
    /** Whether the open content of the model has a call already. */
    private boolean calls;

    ContentEncoder(Exchange exchange, GeminiModel model, JsonWriter out) {
        this.model = model;
        this.losses = exchange.losses();
        this.out = out;
        this.parts = new PartEncoder(model, exchange, out);
    }

    /**
     * Writes both.
     *
     * @param instruction one more, of ours; null = none
     */
    void write(List<Message> messages, @Nullable String instruction) {
        int leading = 0;
        while (leading < messages.size() && messages.get(leading).isSystem()) {
            leading++;
        }
        boolean only = leading == messages.size() && leading > 0;
        if (only) {
            losses.approximated(Feature.SYSTEM_IN_PLACE, "as words of the user, who said nothing");
            leading = 0;
        }
        system(messages.subList(0, leading), instruction);
        out.array("contents");
        for (Message message : messages.subList(leading, messages.size())) {
            message(message, only);
        }
        close();
        if (!began) {
            losses.approximated(Feature.TURN_ORDER, "with a first turn of the user");
            user(List.of(new Part.Text(BEGIN)));
            close();
        }
        out.endArray();
    }

    private void system(List<Message> messages, @Nullable String instruction) {
        List<Part> said = new ArrayList<>();
        for (Message message : messages) {
            count(message);
            said.addAll(message.parts());
        }
        if (said.isEmpty() && instruction == null) {
            return;
        }
        out.object("systemInstruction").array("parts");
        said.forEach(parts::said);
        if (instruction != null) {
            parts.text(instruction);
        }
        out.endArray().endObject();
    }

    private void message(Message message, boolean counted) {
        count(message);
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> {
                if (!counted) {
                    losses.approximated(Feature.SYSTEM_IN_PLACE, "as words of the user");
                }
                user(message.parts());
            }
            case USER -> user(message.parts());
            case ASSISTANT -> model(message.parts());
            case TOOL -> results(message.parts());
        }
    }

    private void count(Message message) {
        if (message.role() == Role.DEVELOPER) {
            losses.approximated(Feature.DEVELOPER_ROLE, "as system");
        }
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "no such thing in Gemini");
        }
        // Those of our own dialect stood beside parts that have no room for them any more.
        message.extras().members().keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
    }

    private void user(List<Part> said) {
        close();
        for (Part part : said) {
            if (!PartEncoder.isEmpty(part)) {
                enter("user");
                parts.said(part);
            }
        }
    }

    private void model(List<Part> said) {
        if (!open.equals("model")) {
            close();
        }
        for (Part part : said) {
            if (part instanceof Part.ToolCall call) {
                enter("model");
                called.put(call.id(), call.name().name());
                parts.call(call, !calls && model.needsSignatures());
                calls = true;
            } else if (parts.knows(part)) {
                enter("model");
                parts.said(part);
            }
        }
    }

    private void results(List<Part> results) {
        close();
        List<Part> media = new ArrayList<>();
        for (Part part : results) {
            Part.ToolResult result = (Part.ToolResult) part;
            enter("user");
            String name = called.getOrDefault(result.callId(), "unknown_function");
            media.addAll(parts.result(result, name, model.mediaInResults()));
        }
        if (!media.isEmpty()) {
            losses.approximated(Feature.TOOL_RESULT_MEDIA, "as words of the user, after the results");
            user(media);
        }
    }

    private void enter(String role) {
        if (!open.equals(role)) {
            close();
            out.object().text("role", role).array("parts");
            began = true;
            open = role;
        }
    }

    private void close() {
        if (!open.isEmpty()) {
            out.endArray().endObject();
            open = "";
        }
        calls = false;
    }
}
