package io.ninerouter.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void skipsWhatIsNotTaken() {
        List<String> names = new ArrayList<>();
        String last = null;
        try (JsonReader in = reader("{\"a\":{\"x\":[1,{}]},\"b\":[[],2],\"c\":\"é\\n\",\"d\":null}")) {
            in.object();
            while (in.nextField()) {
                names.add(in.name());
                last = in.name().equals("c") ? in.text() : last;
            }
            in.expectEnd();
        }
        assertThat(names).containsExactly("a", "b", "c", "d");
        assertThat(last).isEqualTo("é\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": [1, 2 ] }",
                "[ ]",
                "\"x\\\"y\\\\\"",
                "-1.5e3",
                "17",
                "true",
                "null",
                "{\"k\":\"漢\\u00e9🚀\"}"
            })
    void givesValuesAsTheyAreWritten(String value) {
        byte[] bytes = ("  [0, {\"k\" : " + value + " , \"z\":1}]").getBytes(StandardCharsets.UTF_8);
        // Within a larger array, as an event lies in a buffer.
        byte[] shifted = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, shifted, 5, bytes.length);
        try (JsonReader in = JsonReader.of(shifted, 5, 5 + bytes.length)) {
            in.array();
            in.nextElement();
            in.nextElement();
            in.object();
            in.nextField();
            RawJson raw = in.raw();
            assertThat(raw.text()).isEqualTo(value);
            assertThat(in.nextField()).isTrue();
            assertThat(in.name()).isEqualTo("z");
        }
    }

    @Test
    void sharesStringsWithoutEscapesAndDecodesTheOthers() {
        byte[] bytes = "[\"QUJD\",\"a\\/b\"]".getBytes(StandardCharsets.UTF_8);
        try (JsonReader in = JsonReader.of(bytes, 0, bytes.length)) {
            in.array();
            in.nextElement();
            Utf8 plain = in.utf8();
            assertThat(plain).hasToString("QUJD");
            assertThat(plain.array()).isSameAs(bytes);
            in.nextElement();
            assertThat(in.utf8()).hasToString("a/b");
            assertThat(in.nextElement()).isFalse();
        }
    }

    /** Strings are decoded eight bytes at a time, and by the parser where there is half a pair. */
    @Test
    void decodesAnyStringAsAParserDoes() {
        List<String> special = List.of(
                "\\\"",
                "\\\\",
                "\\/",
                "\\n",
                "\\t",
                "\\r",
                "\\b",
                "\\f",
                "\\u0041",
                "\\u20ac",
                "\\ud83d\\ude00",
                "é",
                "😀");
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder("\"");
            int rare = 1 + round % 40;
            for (int i = random.nextInt(120); i > 0; i--) {
                text.append(random.nextInt(rare) == 0 ? special.get(random.nextInt(special.size())) : "x");
            }
            byte[] json = text.append('"').toString().getBytes(StandardCharsets.UTF_8);

            try (JsonReader in = JsonReader.of(json, 0, json.length)) {
                assertThat(in.text()).isEqualTo(JSON.readTree(json).asString());
            }
        }
    }

    @Test
    void namesThePlaceAndWhatWasExpectedAndQuotesNothing() {
        try (JsonReader in = reader("{\"messages\":[{\"content\":{\"secret\":1}}]}")) {
            in.object();
            in.nextField();
            in.array();
            in.nextElement();
            in.object();
            in.nextField();
            assertThatThrownBy(in::text)
                    .isInstanceOf(BadJsonException.class)
                    .hasMessage("messages.0.content: object (expected: string)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":", "{\"a\":tru}", "[1,]", "{\"a\":1}x", "\"abc"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> RawJson.parse(Utf8.of(text))).isInstanceOf(BadJsonException.class);
    }

    /** It would be written as {@code Infinity}, which is no JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "1e999999999"})
    void refusesANumberThatNobodyCouldBeTold(String text) {
        try (JsonReader in = reader(text)) {
            assertThatThrownBy(in::decimal)
                    .isInstanceOf(BadJsonException.class)
                    .hasMessageContaining("expected: number within the range of a double");
        }
    }

    @Test
    void refusesWhatIsTooDeep() {
        String deep = "[".repeat(JsonReader.MAX_DEPTH + 1) + "]".repeat(JsonReader.MAX_DEPTH + 1);
        assertThatThrownBy(() -> RawJson.of(deep)).isInstanceOf(BadJsonException.class);
    }

    private static JsonReader reader(String json) {
        return JsonReader.of(Utf8.of(json));
    }
}
