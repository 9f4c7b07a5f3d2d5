package io.ninerouter.gateway.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.RequestScanner;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.recorded.Recordings;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Vertex gets no ids of calls and results, whether a request is told to it or passes as it is. */
class VertexTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aRequestThatIsToldHasNoIds() {
        Translation translation = new Translation(List.of(new ChatCodec(), new GeminiCodec()));
        ChatRequest request = translation.decode(Dialect.OPENAI_CHAT, Utf8.of("""
                {"model":"m","messages":[{"role":"user","content":"Weather?"},
                 {"role":"assistant","tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"id\\":1}"}},
                  {"id":"c2","type":"function","function":{"name":"f","arguments":"{\\"id\\":2}"}}]},
                 {"role":"tool","tool_call_id":"c2","content":"two"},{"role":"tool","tool_call_id":"c1","content":"one"}]}"""));
        TargetModel target = new TargetModel(Dialect.GEMINI, "gemini-2.5-pro", null, Map.of(), Profile.VERTEX);
        byte[] body =
                translation.encode(new Exchange(Dialect.OPENAI_CHAT, request, target, new Ids(new Random(1), 1)), 0);

        JsonNode contents = JSON.readTree(body).path("contents");
        assertThat(contents.path(1).path("parts").toString())
                .isEqualTo("[{\"functionCall\":{\"name\":\"f\",\"args\":{\"id\":1}}},"
                        + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"id\":2}}}]");
        assertThat(contents.path(2)
                        .path("parts")
                        .path(0)
                        .path("functionResponse")
                        .has("id"))
                .isFalse();
        assertThat(contents.path(2).path("parts").path(0).toString())
                .as("in the order of the calls")
                .contains("one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"id\":\"a\",\"name\":\"f\",\"args\":{\"id\":1}};{\"name\":\"f\",\"args\":{\"id\":1}}",
                "{\"name\":\"f\",\"id\":\"a\"};{\"name\":\"f\"}",
                "{\"name\":\"f\" , \"id\" : \"a\" , \"args\":{}};{\"name\":\"f\" , \"args\":{}}",
                "{\"id\":\"a\"};{}",
                "{ \"id\" : null };{ }",
                "{\"id\":\"a\",\"id\":\"b\"};{}",
                "{\"name\":\"f\",\"id\":\"a\",\"id\":\"b\"};{\"name\":\"f\"}",
                "{\"id\":\"a\",\"name\":\"f\",\"id\":\"b\"};{\"name\":\"f\"}",
                "{\"name\":\"id\",\"args\":{\"id\":\"x\"}};{\"name\":\"id\",\"args\":{\"id\":\"x\"}}",
                "null;null",
            })
    void idsAreCutOutOfABodyThatPasses(String call, String left) {
        for (String name : List.of("functionCall", "functionResponse", "function_call", "function_response")) {
            String front = "{\"id\":7,\"contents\":[{\"id\":1,\"parts\":[{\"text\":\"id\"},{\"" + name + "\":";
            String back = ",\"id\":2},{\"functionCall\":{\"id\":\"z\",\"name\":\"g\"}}]}],\"tools\":[]}";

            String cut = cut(front + call + back);

            assertThat(JSON.readTree(cut)).isEqualTo(JSON.readTree(front + left + back.replace("\"id\":\"z\",", "")));
            assertThat(cut).startsWith(front);
        }
    }

    @Test
    void whatRealClientsSendStaysAsItWasButForIds() {
        Recordings.requests().forEach((name, body) -> {
            JsonNode before = JSON.readTree(body);
            if (!before.path("contents").isArray()) {
                return;
            }
            for (JsonNode content : before.path("contents")) {
                for (JsonNode part : content.path("parts")) {
                    for (String call : List.of("functionCall", "functionResponse")) {
                        if (part.path(call).isObject()) {
                            ((ObjectNode) part.path(call)).remove("id");
                        }
                    }
                }
            }
            assertThat(JSON.readTree(cut(new String(body, StandardCharsets.UTF_8))))
                    .as(name)
                    .isEqualTo(before);
        });
    }

    /** Cut at every piece size that a buffer may have. */
    private static String cut(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        BodySplice plain = BodySplice.of(scanner.finish(), null);
        CallIdScan whole = new CallIdScan();
        whole.feed(body, 0, body.length);
        CallIdScan pieces = new CallIdScan();
        for (int at = 0; at < body.length; at += 5) {
            pieces.feed(body, at, Math.min(body.length, at + 5));
        }
        assertThat(pieces.ranges()).isEqualTo(whole.ranges());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BodySplice.Segment segment : plain.without(whole.ranges()).segments()) {
            BodySplice.Kept kept = (BodySplice.Kept) segment;
            out.write(body, kept.from(), kept.length());
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
