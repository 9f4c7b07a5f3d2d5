package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.RandomJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScan.MAX_DEPTH)
                    .build())
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [ ] ",
                "\"\"",
                "0",
                "-1.5e+3",
                "true",
                "null",
                "{\"a\":[1,{\"b\":\"}\"}]}",
                "[[],[{}],\"\\\\\\\"\"]",
                "\uFEFF{}",
                "\"\\u00e9 \\ud83d\\ude00\"",
                "\r\n{ \"a\" : 1 }\t"
            })
    void acceptsJson(String json) {
        for (Cuts cuts : Cuts.values()) {
            assertThatCode(() -> scan(bytes(json), cuts)).as(json + " " + cuts).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"a":1                 | ended after 6 bytes (expected: a number, true, false or null)
        {"a"                   | ended after 4 bytes (expected: a colon)
        {"a":                  | ended after 5 bytes (expected: a value)
        {"a                    | ended after 3 bytes (expected: the end of a string)
        [1,                    | ended after 3 bytes (expected: a value)
        {"a":1}}               | byte 7 (expected: nothing more)
        {"a":1} x              | byte 8 (expected: nothing more)
        {"a":1}{}              | byte 7 (expected: nothing more)
        [1}                    | byte 2 (expected: a comma or ])
        {"a":1]                | byte 6 (expected: a comma or })
        {,}                    | byte 1 (expected: a name in quotes or })
        {"a":1,}               | byte 7 (expected: a name in quotes)
        [1,]                   | byte 3 (expected: a value)
        [1 2]                  | byte 3 (expected: a comma or ])
        {a:1}                  | byte 1 (expected: a name in quotes or })
        {"a" 1}                | byte 5 (expected: a colon)
        {"a"::1}               | byte 5 (expected: a value)
        {"a":tru}              | byte 8 (expected: a number, true, false or null)
        {"a":01}               | byte 6 (expected: a number, true, false or null)
        {"a":1.}               | byte 7 (expected: a number, true, false or null)
        {"a":+1}               | byte 5 (expected: a value)
        {"a":NaN}              | byte 5 (expected: a value)
        {'a':1}                | byte 1 (expected: a name in quotes or })
        // no comment          | byte 0 (expected: a value)
        """)
    void refusesWhatIsNoJson(String json, String message) {
        for (Cuts cuts : Cuts.values()) {
            assertThatThrownBy(() -> scan(bytes(json), cuts))
                    .as(json + " " + cuts)
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessage("JSON: " + message);
        }
    }

    @Test
    void refusesAnEmptyText() {
        assertThatThrownBy(() -> scan(bytes("  "), Cuts.WHOLE))
                .hasMessage("JSON: ended after 2 bytes (expected: a value)");
    }

    @Test
    void refusesHalfAByteOrderMark() {
        assertThatThrownBy(() -> scan(new byte[] {(byte) 0xEF, (byte) 0xBB, '{', '}'}, Cuts.SINGLE_BYTES))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void boundsTheNesting() {
        byte[] deepest = bytes("[".repeat(JsonScan.MAX_DEPTH) + "]".repeat(JsonScan.MAX_DEPTH));
        byte[] tooDeep = bytes("{\"a\":" + "[".repeat(JsonScan.MAX_DEPTH));
        assertThatCode(() -> scan(deepest, Cuts.WHOLE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> scan(tooDeep, Cuts.WHOLE))
                .hasMessage("JSON: nesting over 512 at byte 516 (expected: at most that)");
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void acceptsAndRefusesWhatJacksonDoes(Cuts cuts) {
        RandomJson random = new RandomJson(20_261_123);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = i % 4 == 0 ? random.object() : random.broken();
            boolean ours = accepts(json, cuts);
            boolean theirs = jacksonAccepts(json);
            // What is inside strings is not ours to judge: escapes and control characters.
            if (ours != theirs && !(ours && jacksonAccepts(withoutStringContent(json)))) {
                assertThat(ours).as(new String(json, StandardCharsets.UTF_8)).isEqualTo(theirs);
            }
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isBetween(5_100, 18_000);
    }

    /** The same text with every string emptied of what the scan does not judge. */
    private static byte[] withoutStringContent(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return text.replaceAll("(?s)\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean accepts(byte[] json, Cuts cuts) {
        try {
            scan(json, cuts);
            return true;
        } catch (MalformedFrameException e) {
            return false;
        }
    }

    private static boolean jacksonAccepts(byte[] json) {
        try (JsonParser parser = JACKSON.createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void scan(byte[] json, Cuts cuts) {
        JsonScan scan = new JsonScan((depth, position, data, from, to) -> JsonHandler.Want.ENTER, 64);
        for (ByteBuffer chunk : cuts.of(json)) {
            scan.feed(chunk);
        }
        scan.finish();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
