package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The smallest conversation of each client dialect as it stands on the wire. */
final class WireDialog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WireDialog() {}

    /** What the caller speaks where this is spoken to the provider: the same, if clients speak it. */
    static Dialect caller(Dialect spoken) {
        return Dialect.CLIENTS.contains(spoken) ? spoken : Dialect.OPENAI_CHAT;
    }

    /** Where the gateway is asked. */
    static String path(Dialect dialect, String model, boolean stream) {
        return switch (dialect) {
            case OPENAI_CHAT -> "/v1/chat/completions";
            case OPENAI_RESPONSES -> "/v1/responses";
            case ANTHROPIC -> "/v1/messages";
            case GEMINI -> "/v1beta" + geminiPath(model, stream);
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    /** Where a provider is asked, below its address. */
    static String providerPath(Dialect dialect, String model, boolean stream) {
        return switch (dialect) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_RESPONSES -> "/responses";
            case ANTHROPIC -> "/messages";
            case GEMINI -> geminiPath(model, stream);
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static String geminiPath(String model, boolean stream) {
        return "/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    /** What is said. The assistant has spoken twice, once with a call. */
    static ObjectNode request(Dialect dialect, String model, boolean stream) {
        String body = switch (dialect) {
            case OPENAI_CHAT -> """
                {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes"},
                 {"role":"user","content":"Look"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1",
                 "type":"function","function":{"name":"look","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"call_1","content":"Nothing"}]}""";
            case OPENAI_RESPONSES ->
                "{\"instructions\":\"Be brief.\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
            case ANTHROPIC -> "{\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
            case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
        ObjectNode request = JSON.createObjectNode();
        if (dialect != Dialect.GEMINI) {
            request.put("model", model);
            if (stream) {
                request.put("stream", true);
            }
        }
        try {
            request.setAll((ObjectNode) JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request;
    }

    /** What a provider answers. */
    static String answer(Dialect dialect, boolean stream) {
        String whole = switch (dialect) {
            case OPENAI_CHAT -> stream ? """
                {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
                "delta":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""" : """
                {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";
            case OPENAI_RESPONSES -> """
                {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m","output":[{"id":"msg_1",\
                "type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello",\
                "annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";
            case ANTHROPIC -> """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello"}],\
                "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";
            case GEMINI -> """
                {"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"finishReason":"STOP","index":0}]}""";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
        return stream ? events(dialect, whole) : whole;
    }

    private static String events(Dialect dialect, String whole) {
        return switch (dialect) {
            case OPENAI_CHAT -> "data: " + whole + "\n\ndata: [DONE]\n\n";
            case OPENAI_RESPONSES ->
                event(
                                "response.created",
                                "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":"
                                        + whole.replace("completed\",\"model", "in_progress\",\"model") + "}")
                        + event(
                                "response.output_text.delta",
                                "{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\","
                                        + "\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}")
                        + event(
                                "response.completed",
                                "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":" + whole + "}");
            case ANTHROPIC ->
                event(
                                "message_start",
                                "{\"type\":\"message_start\",\"message\":"
                                        + whole.replace("[{\"type\":\"text\",\"text\":\"Hello\"}]", "[]")
                                                .replace("\"end_turn\"", "null")
                                        + "}")
                        + event(
                                "content_block_start",
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}")
                        + event(
                                "content_block_delta",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}")
                        + event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
                        + event(
                                "message_delta",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}")
                        + event("message_stop", "{\"type\":\"message_stop\"}");
            case GEMINI -> "data: " + whole + "\n\n";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
