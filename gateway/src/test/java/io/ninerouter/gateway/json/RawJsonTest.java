package io.ninerouter.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

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
