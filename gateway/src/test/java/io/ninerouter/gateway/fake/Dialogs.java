package io.ninerouter.gateway.fake;

import io.ninerouter.config.Dialect;
import java.util.List;

/** The smallest real conversation of each dialect: what to send where, and good answers to it. */
public final class Dialogs {
    private Dialogs() {}

    /** Where to ask; streamed or not. */
    public static String path(Dialect dialect, String model, boolean stream) {
        return switch (dialect) {
            case OPENAI_CHAT -> "/v1/chat/completions";
            case OPENAI_RESPONSES -> "/v1/responses";
            case ANTHROPIC -> "/v1/messages";
            case GEMINI -> "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
            case CODE_ASSIST -> "/v1internal" + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
            case OLLAMA -> "/api/chat";
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** What to send. */
    public static String request(Dialect dialect, String model, boolean stream) {
        String flag = stream ? ",\"stream\":true" : "";
        return switch (dialect) {
            case OPENAI_CHAT ->
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + flag + "}";
            case OPENAI_RESPONSES -> "{\"model\":\"" + model + "\",\"input\":\"Hi\"" + flag + "}";
            case ANTHROPIC ->
                "{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                        + flag + "}";
            case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    /** A good answer in one piece. */
    public static String answer(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
                {"role":"assistant","content":"Hello","refusal":null},"logprobs":null,"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";
            case OPENAI_RESPONSES -> RESPONSE.replace("in_progress", "completed");
            case ANTHROPIC -> """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello"}],\
                "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":2}}""";
            case GEMINI -> """
                {"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"finishReason":"STOP","index":0}],\
                "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5},"modelVersion":"m"}""";
            case CODE_ASSIST -> "{\"response\":" + answer(Dialect.GEMINI) + ",\"traceId\":\"t-1\"}";
            case OLLAMA -> """
                {"model":"m","created_at":"2023-11-14T22:13:20Z","message":{"role":"assistant","content":"Hello"},\
                "done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":2}""";
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** A good answer as events, the last one is the dialect's end. */
    public static List<String> events(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT ->
                List.of(
                        chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
                        chunk("{\"content\":\"Hel\"}", "null"),
                        chunk("{\"content\":\"lo\"}", "null"),
                        chunk("{}", "\"stop\""),
                        "data: [DONE]\n\n");
            case OPENAI_RESPONSES ->
                List.of(
                        event(
                                "response.created",
                                "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":"
                                        + RESPONSE.replaceAll("\"output\":\\[.*?\\}\\]\\}\\]", "\"output\":[]") + "}"),
                        event(
                                "response.output_text.delta",
                                "{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"i\",\"output_index\":0,"
                                        + "\"content_index\":0,\"delta\":\"Hello\",\"logprobs\":[]}"),
                        event(
                                "response.completed",
                                "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":"
                                        + RESPONSE.replace("in_progress", "completed") + "}"));
            case ANTHROPIC ->
                List.of(
                        event(
                                "message_start",
                                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                                        + "\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}"),
                        event(
                                "content_block_start",
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
                        event(
                                "content_block_delta",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}"),
                        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
                        event(
                                "message_delta",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                        + "\"usage\":{\"output_tokens\":2}}"),
                        event("message_stop", "{\"type\":\"message_stop\"}"));
            case GEMINI ->
                List.of(
                        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n",
                        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}],\"role\":\"model\"},"
                                + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":3,"
                                + "\"candidatesTokenCount\":2,\"totalTokenCount\":5}}\r\n\r\n");
            case CODE_ASSIST ->
                events(Dialect.GEMINI).stream()
                        .map(event ->
                                "data: {\"response\":" + event.substring(6).strip() + ",\"traceId\":\"t-1\"}\r\n\r\n")
                        .toList();
            case OLLAMA ->
                List.of(
                        line("Hel", "false"),
                        line("lo", "false"),
                        line("", "true,\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":2"));
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** How many events it takes until one says something. */
    public static int firstMeaningful(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC -> 2;
            case GEMINI -> 1;
            case CODE_ASSIST, OLLAMA -> 1;
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /**
     * What keeps a silent stream open, as it stands between chunks. Google's JavaScript client cannot read comments: it gets
     * an empty line.
     */
    public static String signOfLife(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "\n:";
            case ANTHROPIC -> "event: ping";
            case GEMINI -> "\r\n1\r\n\n\r\n";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    /** How many events it takes until one has text. */
    public static int untilText(Dialect dialect) {
        int count = 1;
        for (String event : events(dialect)) {
            if (event.contains("Hel")) {
                return count;
            }
            count++;
        }
        throw new AssertionError("no text in the dialog of " + dialect);
    }

    /** The events of a good answer up to the first text. */
    public static String beginning(Dialect dialect) {
        return String.join("", events(dialect).subList(0, untilText(dialect)));
    }

    /** What only the clean end of a stream has. */
    public static String end(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "[DONE]";
            case OPENAI_RESPONSES -> "response.completed";
            case ANTHROPIC -> "message_stop";
            case GEMINI -> "STOP";
            case CODE_ASSIST -> "STOP";
            case OLLAMA -> "done_reason";
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** A refusal in one piece. */
    public static String error(Dialect dialect, int status, String word, String message) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES ->
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"some_error\",\"param\":null,\"code\":\"" + word
                        + "\"}}";
            case ANTHROPIC ->
                "{\"type\":\"error\",\"error\":{\"type\":\"" + word + "\",\"message\":\"" + message + "\"}}";
            case GEMINI ->
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + word + "\"}}";
            case CODE_ASSIST -> error(Dialect.GEMINI, status, word, message);
            case OLLAMA -> "{\"error\":\"" + message + "\"}";
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** An error within a stream: the provider has too much to do. */
    public static String errorEvent(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT ->
                "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":503}}\n\n";
            case OPENAI_RESPONSES ->
                event(
                        "error",
                        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"overloaded\",\"param\":null,"
                                + "\"sequence_number\":9}");
            case ANTHROPIC ->
                event(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"overloaded\"}}");
            case GEMINI ->
                "data: {\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n";
            case CODE_ASSIST -> errorEvent(Dialect.GEMINI);
            case OLLAMA -> "{\"error\":\"overloaded\"}\n";
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }

    /** The head of a stream. */
    public static Reply stream(Dialect dialect) {
        return dialect == Dialect.OLLAMA
                ? Reply.of(200).header("content-type", "application/x-ndjson")
                : Reply.stream();
    }

    /** The address to configure for a provider of the dialect at {@code url}. */
    public static String base(Dialect dialect, String url) {
        return switch (dialect) {
            case CODE_ASSIST -> url + "/v1internal";
            case OLLAMA -> url + "/api";
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, KIRO, CURSOR, BEDROCK_CONVERSE -> url;
        };
    }

    /** A good answer as a reply. */
    public static Reply reply(Dialect dialect, boolean stream) {
        return stream ? stream(dialect).send(String.join("", events(dialect))) : Reply.json(200, answer(dialect));
    }

    private static final String RESPONSE = """
            {"id":"resp_1","object":"response","created_at":1,"status":"in_progress","background":false,"error":null,\
            "incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"m","output":[{"id":"i",\
            "type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],\
            "logprobs":[],"text":"Hello"}]}],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,\
            "summary":null},"store":false,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],\
            "top_p":1.0,"truncation":"disabled","usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},\
            "output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":5},"user":null,"metadata":{}}""";

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static String line(String content, String done) {
        return "{\"model\":\"m\",\"created_at\":\"2023-11-14T22:13:20Z\",\"message\":{\"role\":\"assistant\",\"content\":\""
                + content + "\"},\"done\":" + done + "}\n";
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
