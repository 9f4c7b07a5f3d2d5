package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.ollama.OllamaCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ollama with both sides. Its requests are read as what they say in chat completions, which they are near to. */
public final class OllamaMirror extends Mirror {
    private static final ChatCodec CHAT = new ChatCodec();

    public OllamaMirror() {
        super(new OllamaCodec());
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        ObjectNode chat = (ObjectNode) Fixture.JSON.readTree(body.toBytes());
        chat.path("messages").forEach(message -> message((ObjectNode) message));
        JsonNode options = chat.remove("options");
        options.properties().forEach(option -> {
            String name = option.getKey().equals("num_predict") ? "max_tokens" : option.getKey();
            chat.set(name, option.getValue());
        });
        JsonNode format = chat.remove("format");
        if (format != null && format.isString()) {
            chat.putObject("response_format").put("type", "json_object");
        } else if (format != null) {
            chat.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .set("schema", format);
        }
        JsonNode think = chat.remove("think");
        if (think != null) {
            chat.put("reasoning_effort", think.isString() ? think.asString() : "none");
        }
        return CHAT.decodeRequest(Utf8.of(chat.toString()));
    }

    private static void message(ObjectNode message) {
        JsonNode thinking = message.remove("thinking");
        if (thinking != null) {
            message.set("reasoning_content", thinking);
        }
        message.remove("tool_name");
        JsonNode images = message.remove("images");
        if (images != null) {
            ArrayNode content = Fixture.JSON.createArrayNode();
            content.addObject()
                    .put("type", "text")
                    .put("text", message.path("content").asString());
            images.forEach(image -> content.addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .put("url", "data:image/png;base64," + image.asString()));
            message.set("content", content);
        }
        message.path("tool_calls").forEach(call -> {
            ((ObjectNode) call).put("type", "function");
            ObjectNode function = (ObjectNode) call.path("function");
            function.put("arguments", function.path("arguments").toString());
        });
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        Said said = new Said(exchange);
        completion.emit(said);
        said.line(out, true);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        Said said = new Said(exchange);
        return event -> {
            said.accept(event);
            if (event instanceof StreamEvent.Ended || said.hasNews()) {
                said.line(out.begin(""), event instanceof StreamEvent.Ended);
                out.end();
            }
        };
    }

    /** What was said since the last line. */
    private static final class Said implements Consumer<StreamEvent> {
        private final Exchange exchange;
        private final StringBuilder content = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final ArrayNode calls = Fixture.JSON.createArrayNode();
        private final StringBuilder arguments = new StringBuilder();
        private PartHead head = new PartHead.Text();
        private String model = "";
        private RawJson logprobs;
        private String error;
        private StopReason.Kind reason = StopReason.Kind.STOP;
        private Usage usage = Usage.NONE;

        Said(Exchange exchange) {
            this.exchange = exchange;
        }

        boolean hasNews() {
            return error != null || !content.isEmpty() || !thinking.isEmpty() || !calls.isEmpty();
        }

        @Override
        public void accept(StreamEvent event) {
            switch (event) {
                case StreamEvent.Started started -> model = started.model();
                case StreamEvent.PartStarted started -> {
                    head = started.head();
                    lose(started.choice(), head);
                }
                case StreamEvent.PartDelta delta when delta.choice() == 0 -> delta(delta.delta());
                case StreamEvent.PartEnded ended
                when ended.choice() == 0 && head instanceof PartHead.ToolCall call -> call(call);
                case StreamEvent.UsageReported reported -> usage = reported.usage();
                case StreamEvent.Finished finished when finished.choice() == 0 -> finished(finished.reason());
                case StreamEvent.Failed failed -> error = failed.error().message();
                default -> {}
            }
        }

        private void lose(int choice, PartHead head) {
            if (choice > 0) {
                exchange.losses().dropped(Feature.CHOICES, "one at a time");
            } else if (head instanceof PartHead.Refusal) {
                exchange.losses().approximated(Feature.REFUSAL, "as text");
            }
        }

        private void delta(Delta delta) {
            switch (delta) {
                case Delta.Fragment(String text) ->
                    (switch (head) {
                                case PartHead.Reasoning _ -> thinking;
                                case PartHead.ToolCall _ -> arguments;
                                default -> content;
                            })
                            .append(text);
                case Delta.Logprobs(RawJson json) -> logprobs = json;
                default -> {}
            }
        }

        private void call(PartHead.ToolCall call) {
            ToolInput input = ToolInput.ofArguments(arguments.toString());
            arguments.setLength(0);
            if (input instanceof ToolInput.Broken) {
                exchange.losses().dropped(Feature.TOOL_CALL_ARGUMENTS, "no JSON");
            }
            ObjectNode function = calls.addObject().put("id", call.id()).putObject("function");
            function.put("name", call.name().name());
            function.set(
                    "arguments", Fixture.JSON.readTree(input.object("input").text()));
        }

        private void finished(StopReason stop) {
            reason = stop.kind();
            if (reason != StopReason.Kind.STOP
                    && reason != StopReason.Kind.TOOL_USE
                    && reason != StopReason.Kind.LENGTH) {
                exchange.losses().dropped(Feature.STOP_REASON, "stop or length");
            }
        }

        void line(JsonWriter out, boolean last) {
            if (error != null) {
                out.object().text("error", error).endObject();
                return;
            }
            out.object()
                    .text("model", model)
                    .text("created_at", "2023-11-14T22:13:20Z")
                    .object("message");
            out.text("role", "assistant").text("content", content.toString());
            if (!thinking.isEmpty()) {
                out.text("thinking", thinking.toString());
            }
            if (!calls.isEmpty()) {
                out.raw("tool_calls", RawJson.of(calls.toString()));
            }
            out.endObject();
            if (logprobs != null) {
                out.raw(
                        "logprobs",
                        RawJson.of(Fixture.JSON
                                .readTree(logprobs.text())
                                .path("content")
                                .toString()));
            }
            out.bool("done", last);
            if (last) {
                out.text("done_reason", reason == StopReason.Kind.LENGTH ? "length" : "stop");
                out.number("prompt_eval_count", usage.prompt()).number("eval_count", usage.output());
            }
            out.endObject();
            content.setLength(0);
            thinking.setLength(0);
            calls.removeAll();
            logprobs = null;
        }
    }

    /** The bytes of a stream as its server sends them: lines instead of events. */
    static byte[] lines(byte[] events) {
        return new String(events, StandardCharsets.UTF_8)
                .replaceAll("(?m)^data: ", "")
                .replace("\n\n", "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
