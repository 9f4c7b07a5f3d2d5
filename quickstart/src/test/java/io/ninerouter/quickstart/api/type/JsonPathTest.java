package io.ninerouter.quickstart.api.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    private static final JsonNode OBJECT = Yaml.object("""
        a: {b: deep, "c.d": dotted}
        list: [x, y, z]
        conditions: [{type: Accepted, status: "False"}, {type: Ready, status: "True"}]
        """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".a.b                                      | deep",
                "a.b                                       | deep",
                "{.a.b}                                    | deep",
                "$.a.b                                     | deep",
                ".a['c.d']                                 | dotted",
                ".a.c\\.d                                  | dotted",
                ".list[0]                                  | x",
                ".list[-1]                                 | z",
                ".list[*]                                  | x",
                ".conditions[?(@.type==\"Ready\")].status  | True",
                ".conditions[?(@.type=='Ready')].status    | True",
                ".conditions[?(@.type!=\"Ready\")].status  | False",
            })
    void finds(String path, String expected) {
        assertThat(JsonPath.parse(path).first(OBJECT).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".absent", ".a.absent.more", ".list[7]", ".list[-7]", ".conditions[?(@.type==\"No\")].status"})
    void findsNothing(String path) {
        assertThat(JsonPath.parse(path).first(OBJECT).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {".a[", ".a..b", ".list[0:2]", ".a[?(@.x)]"})
    void refusesWhatItDoesNotKnow(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path)).hasMessageContaining("JSON path: " + path);
    }
}
