package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.FormatInWords;
import io.ninerouter.gateway.codec.NamedUuid;
import io.ninerouter.gateway.json.ByteBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes a request: one message, in a frame that is not packed. */
final class RequestEncoder {
    private final ChatRequest request;
    private final Exchange exchange;

    RequestEncoder(ChatRequest request, Exchange exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    void encode(ByteBuilder out) {
        ByteBuilder chat = new ByteBuilder(1 << 10);
        chat(new ProtoWriter(chat));
        byte[] inner = chat.take();
        ByteBuilder head = new ByteBuilder(16);
        new ProtoWriter(head).head(1, inner.length);
        int length = head.length() + inner.length;
        out.append(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.append(length >>> shift);
        }
        out.append(head.take());
        out.append(inner);
    }

    private void chat(ProtoWriter out) {
        SettingLosses losses = new SettingLosses(exchange.losses());
        List<Tool.Function> tools = losses.tools(request.tooling());
        losses.settings(request.settings());
        losses.session(request.session());
        losses.extras(request.extras());
        boolean agentic = !tools.isEmpty();
        String format = FormatInWords.of(request.settings().output().format(), exchange.losses());
        List<Turn> turns = TurnWriter.write(request.messages(), format, exchange.losses());
        UUID conversation = conversation();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            String id = messageId(conversation, i);
            boolean last = i == turns.size() - 1;
            out.message(1, message -> MessageWriter.turn(message, turn, id, agentic, last));
        }
        out.number(2, 1)
                .text(3, "")
                .number(4, 1)
                .message(5, model -> MessageWriter.model(model, request.model()))
                .text(8, "")
                .number(13, 1)
                .message(15, MessageWriter::setting)
                .number(19, 1)
                .text(23, conversation.toString())
                .message(26, this::client)
                .flag(27, agentic);
        if (agentic) {
            out.bytes(29, MessageWriter.ONE_KIND);
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            String id = messageId(conversation, i);
            out.message(30, message -> MessageWriter.id(message, turn, id));
        }
        tools.forEach(tool -> out.message(34, message -> MessageWriter.tool(message, tool)));
        out.number(35, 0)
                .number(38, 0)
                .number(46, agentic ? MessageWriter.AGENT : MessageWriter.CHAT)
                .text(47, "")
                .flag(48, !agentic)
                .number(49, losses.thinking(request.settings().reasoning()))
                .number(51, 0)
                .number(53, 1)
                .text(54, agentic ? "Agent" : "Ask");
    }

    /** What is asking, and when: there is no machine of a user whose data could stand here. */
    private void client(ProtoWriter out) {
        out.text(1, "linux")
                .text(2, "")
                .text(3, "NineRouter")
                .text(4, "/")
                .text(5, Instant.ofEpochSecond(exchange.ids().nowSeconds()).toString());
    }

    /**
     * The same for all turns of a conversation: by the key that the caller gave it, else by how it begins.
     */
    private UUID conversation() {
        String key = exchange.request().session().caching().key();
        if (key != null && !key.isEmpty()) {
            return NamedUuid.of("key:" + key);
        }
        StringBuilder opening = new StringBuilder("opening:");
        for (Message message : exchange.request().messages()) {
            opening.append('\n').append(message.role()).append(':').append(message.text());
            if (message.role() == Role.USER) {
                break;
            }
        }
        return NamedUuid.of(opening.toString());
    }

    private static String messageId(UUID conversation, int index) {
        return NamedUuid.of(conversation + "/" + index).toString();
    }
}
