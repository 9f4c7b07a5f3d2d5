package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The smallest conversation of each dialect that providers alone speak: where they are asked, what has to stand in the request
 * of {@link WireDialog#request} in OpenAI's chat when it arrives, and the answer "Hello" in their framing.
 */
final class ProviderDialog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProviderDialog() {}

    /** An answer as bytes; {@code type} is its content type. */
    record Answer(String type, byte[] body) {
        static Answer of(String type, String body) {
            return new Answer(type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Where a provider is asked, below its address. */
    static String path(Dialect dialect, String model, boolean stream) {
        return switch (dialect) {
            case CODE_ASSIST -> stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
            case KIRO -> "/generateAssistantResponse";
            case CURSOR -> "/aiserver.v1.ChatService/StreamUnifiedChatWithTools";
            case BEDROCK_CONVERSE ->
                "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8)
                        + (stream ? "/converse-stream" : "/converse");
            case OLLAMA -> "/chat";
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI -> WireDialog.providerPath(dialect, model, stream);
        };
    }

    /** What a provider answers; Kiro and Cursor stream always. */
    static Answer answer(Dialect dialect, boolean stream) {
        return switch (dialect) {
            case CODE_ASSIST -> {
                String whole = "{\"response\":" + WireDialog.answer(Dialect.GEMINI, false) + "}";
                yield stream
                        ? Answer.of("text/event-stream", "data: " + whole + "\n\n")
                        : Answer.of("application/json", whole);
            }
            case KIRO ->
                new Answer(
                        "application/vnd.amazon.eventstream",
                        joined(event("assistantResponseEvent", "{\"content\":\"Hello\",\"modelId\":\"m\"}")));
            case CURSOR ->
                new Answer(
                        "application/connect+proto",
                        joined(
                                connect(0, field(2, field(1, "Hello".getBytes(StandardCharsets.UTF_8)))),
                                connect(2, "{}".getBytes(StandardCharsets.UTF_8))));
            case BEDROCK_CONVERSE -> stream ? converseStream() : Answer.of("application/json", """
                    {"output":{"message":{"role":"assistant","content":[{"text":"Hello"}]}},"stopReason":"end_turn",
                     "usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},"metrics":{"latencyMs":1}}""");
            case OLLAMA -> {
                String last =
                        "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
                                + "\"content\":\"%s\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":1}\n";
                yield stream
                        ? Answer.of(
                                "application/x-ndjson",
                                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"done\":false}\n"
                                        + last.formatted(""))
                        : Answer.of("application/json", last.formatted("Hello"));
            }
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI ->
                Answer.of(stream ? "text/event-stream" : "application/json", WireDialog.answer(dialect, stream));
        };
    }

    private static Answer converseStream() {
        return new Answer(
                "application/vnd.amazon.eventstream",
                joined(
                        event("messageStart", "{\"role\":\"assistant\"}"),
                        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}"),
                        event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                        event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                        event("metadata", "{\"usage\":{\"inputTokens\":1,\"outputTokens\":1,\"totalTokens\":2}}")));
    }

    /** Whether a request asks for a stream. */
    static boolean streams(Dialect dialect, String uri, String body) {
        return switch (dialect) {
            case KIRO, CURSOR -> true;
            case BEDROCK_CONVERSE -> uri.endsWith("-stream");
            case GEMINI, CODE_ASSIST -> uri.contains("alt=sse");
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, OLLAMA -> body.contains("\"stream\":true");
        };
    }

    /**
     * Looks at a request that arrived: every word that was said, the model, and what the account says of itself.
     *
     * @param values facts and settings of the account
     */
    static void checkBody(
            Dialect dialect, String model, boolean stream, Map<String, String> values, RecordingProvider.Asked arrived)
            throws IOException {
        assertThat(arrived.body()).contains("Hi", "Yes", "Look", "Nothing");
        if (dialect == Dialect.CURSOR) {
            ByteBuffer frame = ByteBuffer.wrap(arrived.bytes());
            assertThat(frame.get()).as("flags of the frame").isZero();
            assertThat(frame.getInt()).as("length of the frame").isEqualTo(arrived.bytes().length - 5);
            assertThat(arrived.body()).contains(model);
            return;
        }
        ObjectNode body = (ObjectNode) JSON.readTree(arrived.body());
        switch (dialect) {
            case CODE_ASSIST -> {
                text(body, "/project", values.get("project"));
                text(body, "/model", model);
                text(body, "/request/contents/0/parts/0/text", "Hi");
            }
            case KIRO -> {
                text(body, "/profileArn", values.get("profileArn"));
                text(body, "/conversationState/currentMessage/userInputMessage/modelId", model);
                text(body, "/conversationState/history/1/assistantResponseMessage/content", "Yes");
            }
            case BEDROCK_CONVERSE -> {
                text(body, "/messages/0/content/0/text", "Hi");
                text(body, "/messages/3/content/0/toolUse/name", "look");
            }
            case OLLAMA -> {
                text(body, "/model", model);
                text(body, "/messages/0/content", "Hi");
                assertThat(body.path("stream").isBoolean()).isTrue();
                assertThat(body.path("stream").asBoolean()).isEqualTo(stream);
            }
            case CURSOR, OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI ->
                throw new IllegalArgumentException(
                        "dialect: " + dialect + " (expected: one that providers alone speak, in JSON)");
        }
    }

    private static void text(JsonNode body, String place, String expected) {
        assertThat(body.at(place).asText()).as("%s of %s", place, body).isEqualTo(expected);
    }

    /** A message of an AWS event stream: two lengths, their checksum, headers, payload, the checksum of all. */
    private static byte[] event(String type, String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        byte[] headers = joined(
                header(":event-type", type),
                header(":content-type", "application/json"),
                header(":message-type", "event"));
        int total = 16 + headers.length + payload.length;
        ByteBuffer out = ByteBuffer.allocate(total).putInt(total).putInt(headers.length);
        out.putInt(checksum(out.array(), 8)).put(headers).put(payload);
        return out.putInt(checksum(out.array(), total - 4)).array();
    }

    /** A header of type text, which is 7. */
    private static byte[] header(String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length() + text.length + 4)
                .put((byte) name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 7)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** A frame of the Connect protocol. */
    private static byte[] connect(int flags, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /** A protobuf field that has a length, which is below 128 here. */
    private static byte[] field(int number, byte[] value) {
        return joined(new byte[] {(byte) (number << 3 | 2), (byte) value.length}, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
