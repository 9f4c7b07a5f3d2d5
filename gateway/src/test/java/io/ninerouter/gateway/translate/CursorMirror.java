package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.fake.Cursor.Fields;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.cursor.CursorCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Cursor with both sides. What it hears is words, tools and a level of thinking; it answers in frames. */
final class CursorMirror extends Mirror {
    private static final String INSTRUCTIONS = "[System Instructions]\n";

    private final CursorCodec codec;

    CursorMirror() {
        this(new CursorCodec());
    }

    private CursorMirror(CursorCodec codec) {
        super(codec);
        this.codec = codec;
    }

    @Override
    public boolean isJson() {
        return codec.isJson();
    }

    @Override
    public void encodeBody(ChatRequest request, Exchange exchange, ByteBuilder out) {
        codec.encodeBody(request, exchange, out);
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        Fields chat = Cursor.asked(body.toBytes());
        List<Message> messages =
                chat.messages(1).stream().map(CursorMirror::message).toList();
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : chat.messages(34)) {
            tools.add(new Tool.Function(
                    ToolName.function(tool.text(1)), tool.text(2), RawJson.of(tool.text(3)), null, Tool.Options.NONE));
        }
        String effort = List.of("none", "medium", "high").get((int) chat.number(49));
        Settings settings =
                new Settings(Sampling.NONE, OutputWish.NONE, ReasoningWish.ofEffort(effort), Delivery.UNARY);
        ToolChoice choice = chat.number(48) == 1 ? new ToolChoice.None() : null;
        return ChatRequest.of(chat.message(5).text(1), messages)
                .with(new Tooling(tools, choice, null))
                .with(settings);
    }

    private static Message message(Fields message) {
        String said = message.text(1);
        if (message.number(2) == 2) {
            return Message.of(Role.ASSISTANT, List.of(new Part.Text(said)));
        }
        return said.startsWith(INSTRUCTIONS)
                ? Message.of(Role.SYSTEM, List.of(new Part.Text(said.substring(INSTRUCTIONS.length()))))
                : Message.of(Role.USER, List.of(new Part.Text(said)));
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        throw new IllegalArgumentException("answer in one piece (expected: a stream)");
    }

    /** {@inheritDoc} Each event is a frame in hex: see {@link #frames}. */
    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        PartHead[] open = new PartHead[1];
        return event -> {
            byte[] frame = switch (event) {
                case StreamEvent.PartStarted(int choice, int part, PartHead head) -> {
                    open[0] = head;
                    yield head instanceof PartHead.ToolCall call
                            ? Cursor.call(call.id(), call.name().name(), "", false)
                            : null;
                }
                case StreamEvent.PartDelta(int choice, int part, Delta.Fragment(String text)) ->
                    switch (open[0]) {
                        case PartHead.Text _ -> Cursor.text(text);
                        case PartHead.Reasoning _ -> Cursor.thinking(text);
                        case PartHead.ToolCall call -> Cursor.call(call.id(), "", text, false);
                        default -> null;
                    };
                case StreamEvent.PartEnded _ ->
                    open[0] instanceof PartHead.ToolCall call ? Cursor.call(call.id(), "", "", true) : null;
                case StreamEvent.Ended _ -> Cursor.END;
                default -> null;
            };
            if (frame != null) {
                out.begin("").text(HexFormat.of().formatHex(frame));
                out.end();
            }
        };
    }

    /** The frames that the encoder's events are. */
    static byte[] frames(byte[] events) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String line : new String(events, StandardCharsets.UTF_8).split("\n+")) {
            frames.writeBytes(HexFormat.of().parseHex(line.substring("data: \"".length(), line.length() - 1)));
        }
        return frames.toByteArray();
    }
}
