package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TranslatedPipeTest {
    private static final String CHUNKS = """
            data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hé"}}]}

            : waiting

            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"llo"},"finish_reason":"stop"}]}

            data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

            data: [DONE]

            """;
    private static final String WHOLE = """
            {"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Héllo"},
             "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""";

    private final ChatCodec codec = new ChatCodec();
    private Exchange exchange;

    @BeforeEach
    void anAttempt() {
        exchange = Decoding.exchange(codec.dialect());
    }

    @Test
    void makesOnePieceOfAStreamAndSaysNothingBeforeItsEnd() {
        AssemblingPipe pipe = new AssemblingPipe(codec, codec, exchange, Framing.SSE);
        for (ByteBuffer chunk : Cuts.every(bytes(CHUNKS), 3)) {
            pipe.feed(chunk);
        }
        pipe.end();
        JsonNode answer = Fixture.JSON.readTree(pipe.drain());
        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("Héllo");
        assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(5);
        assertThat(pipe.finished()).isTrue();
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    void makesAStreamOfOnePiece() {
        TranslatingPipe pipe = stream(Framing.UNARY);
        String out = run(pipe, WHOLE);
        assertThat(out)
                .contains("\"content\":\"Héllo\"")
                .contains("\"finish_reason\":\"stop\"")
                .endsWith("[DONE]\n\n");
        assertThat(pipe.usage()).isNotNull();
        assertThat(pipe.finished()).isTrue();
    }

    @Test
    void commitsWithTheFirstWordAndNotBefore() {
        TranslatingPipe pipe = stream(Framing.SSE);
        pipe.feed(ByteBuffer.wrap(
                bytes("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")));
        assertThat(pipe.firstMeaningful()).isFalse();
        pipe.feed(ByteBuffer.wrap(bytes("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n")));
        assertThat(pipe.firstMeaningful()).isTrue();
    }

    @Test
    void neverTakesACutForAnEndAndRendersItWhenTold() {
        TranslatingPipe pipe = stream(Framing.SSE);
        String out = run(pipe, CHUNKS.substring(0, CHUNKS.indexOf(": waiting")));
        assertThat(pipe.finished()).isFalse();
        assertThat(pipe.inStreamError()).isNotNull();
        assertThat(out)
                .doesNotContain("finish_reason\":\"")
                .doesNotContain("[DONE]")
                .doesNotContain("error");
        String failure =
                new String(pipe.failure(ApiError.of(ApiError.Kind.UPSTREAM, "cut"), null), StandardCharsets.UTF_8);
        assertThat(failure).startsWith("data: {\"error\":{").contains("cut").doesNotContain("[DONE]");
    }

    @Test
    void noticesAnErrorWithinAGoodAnswer() {
        AssemblingPipe pipe = new AssemblingPipe(codec, codec, exchange, Framing.UNARY);
        run(pipe, "{\"error\":{\"message\":\"busy\",\"code\":429}}");
        assertThat(pipe.inStreamError()).isNotNull();
        assertThat(pipe.inStreamError().status()).isEqualTo(429);
        assertThat(pipe.firstMeaningful()).isFalse();
        assertThat(pipe.drain()).isEmpty();
    }

    @Test
    void saysThatItCannotReadWhatIsNoAnswer() {
        for (String body : new String[] {"<html>bad gateway</html>", "", "{\"choices\":", "[]", "7"}) {
            AssemblingPipe pipe = new AssemblingPipe(codec, codec, exchange, Framing.UNARY);
            run(pipe, body);
            assertThat(pipe.inStreamError()).as(body).isNotNull();
            assertThat(pipe.finished()).isFalse();
        }
        TranslatingPipe stream = stream(Framing.SSE);
        run(stream, "data: <oops>\n\n");
        assertThat(stream.readable()).isFalse();
    }

    @Test
    void keepsASilentStreamOpen() {
        TranslatingPipe pipe = stream(Framing.SSE);
        assertThat(new String(pipe.keepAlive(), StandardCharsets.UTF_8)).isEqualTo(": keep-alive\n\n");
    }

    private TranslatingPipe stream(Framing provided) {
        return new TranslatingPipe(CallerEnd.direct(codec, exchange, Framing.SSE), codec, exchange, provided);
    }

    private static String run(TranslatedPipe pipe, String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer chunk : Cuts.every(bytes(body), 11)) {
            pipe.feed(chunk);
            out.writeBytes(pipe.drain());
        }
        pipe.end();
        out.writeBytes(pipe.drain());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
