package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one answer. A block of text begins without a start; usage comes after the reason to end, in
 * {@code metadata}; each event has padding, which means nothing.
 */
final class ConverseStreamDecoder implements StreamDecoder {
    private final AnswerSink answer;
    /** Blocks of tools that the provider runs. */
    private final Set<Long> theirs = new HashSet<>();

    ConverseStreamDecoder(AnswerSink answer) {
        this.answer = answer;
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (answer.isOver()) {
            return;
        }
        JsonFields fields = JsonFields.of(data, from, to);
        switch (name) {
            case "messageStart" -> answer.start();
            case "contentBlockStart" -> start(fields);
            case "contentBlockDelta" -> delta(fields, data, from, to);
            case "contentBlockStop" -> answer.endBlock();
            case "messageStop" -> answer.stopped(orEmpty(fields.text("stopReason")));
            case "metadata" -> answer.usage(usage(data, from, to));
            default -> answer.alive();
        }
    }

    private static @Nullable Usage usage(byte[] data, int from, int to) {
        Usage usage = null;
        try (JsonReader in = JsonReader.of(data, from, to)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("usage")) {
                        usage = TokenUsage.read(in);
                    }
                }
            }
        }
        return usage;
    }

    private void start(JsonFields fields) {
        String name = orEmpty(fields.text("start.toolUse.name"));
        boolean provided = "server_tool_use".equals(fields.text("start.toolUse.type"))
                || fields.hasAny("start.toolResult.toolUseId", "start.toolResult.type", "start.toolResult.status");
        if (provided) {
            theirs.add(fields.count("contentBlockIndex"));
            answer.serverTool(name);
        } else if (fields.hasAny("start.toolUse.name", "start.toolUse.toolUseId")) {
            answer.call(orEmpty(fields.text("start.toolUse.toolUseId")), name);
        } else if (fields.hasAny("start.image.format")) {
            answer.media("image");
        }
        // Any other block says by its pieces what it is.
    }

    private void delta(JsonFields fields, byte[] data, int from, int to) {
        if (theirs.contains(fields.count("contentBlockIndex"))) {
            answer.alive();
            return;
        }
        String text = fields.text("delta.text");
        String arguments = fields.text("delta.toolUse.input");
        if (text != null) {
            answer.text(text);
        } else if (arguments != null) {
            answer.arguments(arguments);
        } else if (fields.hasAny(
                "delta.reasoningContent.text",
                "delta.reasoningContent.signature",
                "delta.reasoningContent.redactedContent")) {
            reasoning(fields);
        } else {
            RawJson citation = citation(data, from, to);
            if (citation != null) {
                answer.cite(citation);
            }
        }
    }

    private void reasoning(JsonFields fields) {
        answer.reasoning(orEmpty(fields.text("delta.reasoningContent.text")));
        String signature = orEmpty(fields.text("delta.reasoningContent.signature"));
        String redacted = orEmpty(fields.text("delta.reasoningContent.redactedContent"));
        if (!signature.isEmpty()) {
            answer.seal(Seal.Kind.SIGNATURE, signature);
        } else if (!redacted.isEmpty()) {
            answer.seal(Seal.Kind.REDACTED, redacted);
        }
    }

    private static @Nullable RawJson citation(byte[] data, int from, int to) {
        RawJson citation = null;
        try (JsonReader in = JsonReader.of(data, from, to)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("delta") && in.lenientObject()) {
                        while (in.nextField()) {
                            citation = in.name().equals("citation") ? in.rawOrNull() : citation;
                        }
                    }
                }
            }
        }
        return citation;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void alive() {
        answer.alive();
    }

    @Override
    public boolean failing() {
        return answer.isFailing();
    }

    @Override
    public void end() {
        answer.end();
    }
}
