package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One content block of an answer, whole or growing. Blocks of providers are read leniently. Not thread-safe.
 */
final class AnswerBlock {
    private static final Set<String> TOOL_USE = Set.of("type", "id", "name", "input", "cache_control");

    private final Exchange exchange;
    private final Members block;
    private final String type;
    /** Arguments of a tool that the provider runs. */
    private final StringBuilder input = new StringBuilder();

    private final StringBuilder signature = new StringBuilder();
    /** What deltas added to a block that the neutral model does not know. */
    private final Map<String, RawJson> added = new LinkedHashMap<>();

    private boolean fragments;

    /** A block as it starts; {@code json} has to outlive the call. */
    AnswerBlock(RawJson json, Exchange exchange) {
        this.exchange = exchange;
        this.block = Members.of(json);
        this.type = block.type();
    }

    /** Tells its start, and what it already holds. */
    void open(PartSink out) {
        BlockDecoder.unknown(block, type)
                .keySet()
                .forEach(name -> exchange.losses().dropped(Feature.VENDOR_FIELDS, type + "." + name));
        switch (type) {
            case "text" -> {
                out.start(new PartHead.Text());
                out.fragment(text(block, "text"));
                citations(out);
            }
            case "thinking" -> {
                out.start(new PartHead.Reasoning(null));
                out.fragment(text(block, "thinking"));
                signature.append(text(block, "signature"));
            }
            case "redacted_thinking" -> {
                out.start(new PartHead.Reasoning(null));
                out.delta(new Delta.Sealed(seal(Seal.Kind.REDACTED, text(block, "data"))));
            }
            case "tool_use" -> {
                Extras extras = block.extras(TOOL_USE);
                String id = exchange.callId(block.lenientText("id"));
                out.start(new PartHead.ToolCall(id, ToolName.function(text(block, "name")), null, extras));
            }
            default -> {
                // Told whole, once it is.
            }
        }
    }

    /** Tells more of it. */
    void delta(Members delta, PartSink out) {
        switch (delta.type()) {
            case "text_delta" -> fragment("text", text(delta, "text"), out);
            case "thinking_delta" -> fragment("thinking", text(delta, "thinking"), out);
            case "signature_delta" -> signature.append(text(delta, "signature"));
            case "input_json_delta" -> {
                String piece = text(delta, "partial_json");
                fragments |= type.equals("tool_use") && !piece.isEmpty();
                input.append(type.equals("tool_use") ? "" : piece);
                fragment("tool_use", piece, out);
            }
            case "citations_delta" -> {
                RawJson citation = delta.raw("citation");
                if (citation != null && type.equals("text")) {
                    out.delta(new Delta.Cited(BlockDecoder.citation(citation.copy())));
                }
            }
            default -> delta.rest(Set.of("type")).forEach((name, value) -> added.put(name, value.copy()));
        }
    }

    /** Tells its end. */
    void close(PartSink out) {
        switch (type) {
            case "text", "redacted_thinking" -> out.end();
            case "thinking" -> {
                if (!signature.isEmpty()) {
                    out.delta(new Delta.Sealed(seal(Seal.Kind.SIGNATURE, signature.toString())));
                }
                out.end();
            }
            case "tool_use" -> {
                RawJson whole = block.raw("input");
                if (!fragments && whole != null && !whole.equals(RawJson.EMPTY_OBJECT)) {
                    out.fragment(whole.isText() ? text(block, "input") : whole.text());
                }
                out.end();
            }
            default -> {
                Members whole = Members.of(whole());
                out.start(new PartHead.Whole(BlockDecoder.other(whole, type, null)));
                out.end();
            }
        }
    }

    private void fragment(String of, String piece, PartSink out) {
        if (type.equals(of)) {
            out.fragment(piece);
        }
    }

    private void citations(PartSink out) {
        RawJson list = block.raw("citations");
        if (list == null) {
            return;
        }
        try (JsonReader in = list.read()) {
            if (in.lenientArray()) {
                while (in.nextElement()) {
                    out.delta(new Delta.Cited(BlockDecoder.citation(in.raw())));
                }
            }
        }
    }

    private Seal seal(Seal.Kind kind, String data) {
        return new Seal(kind, data, Dialect.ANTHROPIC, exchange.target().family());
    }

    /** The block with everything that deltas brought. */
    private RawJson whole() {
        if (input.isEmpty() && added.isEmpty()) {
            return block.json();
        }
        Map<String, RawJson> members = block.rest(Set.of());
        members.putAll(added);
        if (!input.isEmpty()) {
            members.put("input", arguments());
        }
        return SettingsDecoder.object(members);
    }

    private RawJson arguments() {
        try {
            return RawJson.of(input.toString());
        } catch (IllegalArgumentException _) {
            // Cut by a token limit: the text is all there is.
            ByteBuilder out = new ByteBuilder(input.length() + 16);
            new JsonWriter(out).text(input.toString());
            byte[] bytes = out.take();
            return new RawJson(Utf8.slice(bytes, 0, bytes.length));
        }
    }

    private static String text(Members members, String name) {
        String text = members.lenientText(name);
        return text == null ? "" : text;
    }
}
