package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an answer in one piece: {@code output.message.content}, {@code stopReason} and {@code usage}. */
final class CompletionDecoder {
    private final Exchange exchange;
    private final AnswerSink answer;
    private boolean message;

    private CompletionDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        this.exchange = exchange;
        this.answer = new AnswerSink(exchange, out);
    }

    static void read(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        new CompletionDecoder(exchange, out).read(body);
    }

    private void read(Utf8 body) {
        String stop = "";
        Usage usage = null;
        answer.start();
        try (JsonReader in = JsonReader.of(body)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "output" -> output(in);
                        case "stopReason" -> stop = orEmpty(in.lenientText());
                        case "usage" -> usage = TokenUsage.read(in);
                        default -> {
                            // Metrics and traces.
                        }
                    }
                }
            }
        }
        if (!message) {
            throw new BadJsonException("output.message: missing (expected: an answer)");
        }
        answer.usage(usage);
        answer.stopped(stop);
        answer.end();
    }

    private void output(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            if (in.name().equals("message") && in.lenientObject()) {
                message = true;
                while (in.nextField()) {
                    if (in.name().equals("content") && in.lenientArray()) {
                        while (in.nextElement()) {
                            block(in);
                        }
                    }
                }
            }
        }
    }

    private void block(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            switch (in.name()) {
                case "text" -> answer.text(orEmpty(in.lenientText()));
                case "toolUse" -> toolUse(in);
                case "reasoningContent" -> reasoning(in);
                case "citationsContent" -> cited(in);
                case "toolResult" -> answer.serverTool("");
                case "image", "video", "audio" -> exchange.losses().dropped(Feature.OUTPUT_MEDIA, in.name());
                default -> exchange.losses().dropped(Feature.VENDOR_PARTS, in.name());
            }
        }
        answer.endBlock();
    }

    private void toolUse(JsonReader in) {
        String id = "";
        String name = "";
        String type = "";
        String input = "";
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "toolUseId" -> id = orEmpty(in.lenientText());
                    case "name" -> name = orEmpty(in.lenientText());
                    case "type" -> type = orEmpty(in.lenientText());
                    case "input" -> input = in.raw().text();
                    default -> {
                        // Nothing that is needed.
                    }
                }
            }
        }
        if (type.equals("server_tool_use")) {
            answer.serverTool(name);
        } else {
            answer.call(id, name);
            answer.arguments(input);
        }
    }

    private void reasoning(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            if (in.name().equals("redactedContent")) {
                String data = in.lenientText();
                if (data != null) {
                    answer.seal(Seal.Kind.REDACTED, data);
                }
            } else if (in.name().equals("reasoningText") && in.lenientObject()) {
                String text = "";
                String signature = "";
                while (in.nextField()) {
                    String value = in.lenientText();
                    text = in.name().equals("text") ? orEmpty(value) : text;
                    signature = in.name().equals("signature") ? orEmpty(value) : signature;
                }
                answer.reasoning(text);
                if (!signature.isEmpty()) {
                    answer.seal(Seal.Kind.SIGNATURE, signature);
                }
            }
        }
    }

    /** The citations may stand before the text. */
    private void cited(JsonReader in) {
        StringBuilder text = new StringBuilder();
        RawJson citations = null;
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (in.name().equals("content") && in.lenientArray()) {
                    CitationWords.texts(in, text);
                } else if (in.name().equals("citations")) {
                    citations = in.rawOrNull();
                }
            }
        }
        answer.text(text.toString());
        if (citations != null) {
            try (JsonReader each = citations.read()) {
                if (each.lenientArray()) {
                    while (each.nextElement()) {
                        answer.cite(each.raw());
                    }
                }
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
