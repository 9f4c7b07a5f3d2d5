package io.ninerouter.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\"|``",
                "\"plain é\"|plain é",
                "\"a\\tb\"|`a\tb`",
                "\"\\u00e9\\\"\\\\\"|é\"\\",
                "\"\\ud83d\\ude00!\"|😀!"
            })
    void readsTheStringThatItIs(String json, String text) {
        assertThat(RawJson.of(json).lenientText()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "true", "{\"a\":\"b\"}", "[\"a\"]"})
    void isNoStringWhenItIsSomethingElse(String json) {
        assertThat(RawJson.of(json).lenientText()).isNull();
    }

    /** A parser that guesses at an encoding knows no places of bytes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "005b005d|0",
                "5b005d00|1",
                "0000005b|0",
                "5b000000|1",
                "feff005b|0",
                "fffe5b00|0",
                "2200|1",
                "0031|0",
                "3100|1",
                "31003100|1",
                "20202000|3",
                "ff|0"
            })
    void refusesWhatIsNoUtf8(String hex, int at) {
        byte[] bytes = HexFormat.of().parseHex("7b" + hex);

        assertThatThrownBy(() -> RawJson.parse(Utf8.slice(bytes, 1, bytes.length)))
                .isInstanceOf(BadJsonException.class)
                .hasMessage("JSON: not readable at byte " + at + " (expected: UTF-8)");
    }

    @Test
    void anythingIsJsonOrIsRefused() {
        String marks = "{}[]\",:0n1t \\-.eu\t";
        for (int seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte)
                        (random.nextInt(12) == 0 ? random.nextInt() : marks.charAt(random.nextInt(marks.length())));
            }
            try {
                RawJson.parse(Utf8.slice(bytes, 0, bytes.length));
            } catch (BadJsonException refused) {
                assertThat(refused.getMessage()).as("seed %s", seed).contains("expected");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\",\"b\"]", "[\"a\\n\",\"b\"]"})
    void endsWhereTheSliceDoes(String json) {
        try (JsonReader in = JsonReader.of(Utf8.of(json))) {
            in.array();
            in.nextElement();
            assertThat(in.raw().lenientText()).isIn("a", "a\n");
        }
    }
}
