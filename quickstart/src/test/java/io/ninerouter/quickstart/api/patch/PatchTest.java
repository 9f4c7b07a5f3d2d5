package io.ninerouter.quickstart.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.Yaml;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTest {

    private static final Schema SCHEMA = Schema.parse(Yaml.object("""
        type: object
        properties:
          items:
            type: array
            x-kubernetes-patch-strategy: merge
            x-kubernetes-patch-merge-key: name
            items: {type: object, properties: {name: {type: string}, v: {type: integer}}}
          finalizers: {type: array, x-kubernetes-patch-strategy: merge, items: {type: string}}
          plain: {type: array, items: {type: string}}
          union: {type: object, properties: {x: {type: string}, y: {type: string}}}
        """), ref -> null);

    // The examples of RFC 7396, appendix A.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"}              | {\"a\":\"c\"}                | {\"a\":\"c\"}",
                "{\"a\":\"b\"}              | {\"b\":\"c\"}                | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}              | {\"a\":null}                 | {}",
                "{\"a\":\"b\",\"b\":\"c\"}  | {\"a\":null}                 | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}            | {\"a\":\"c\"}                | {\"a\":\"c\"}",
                "{\"a\":\"c\"}              | {\"a\":[\"b\"]}              | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}      | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]}    | {\"a\":[1]}                  | {\"a\":[1]}",
                "[\"a\",\"b\"]              | [\"c\",\"d\"]                | [\"c\",\"d\"]",
                "{\"a\":\"b\"}              | [\"c\"]                      | [\"c\"]",
                "{\"a\":\"foo\"}            | null                         | null",
                "{\"a\":\"foo\"}            | \"bar\"                      | \"bar\"",
                "{\"e\":null}               | {\"a\":1}                    | {\"e\":null,\"a\":1}",
                "[1,2]                      | {\"a\":\"b\",\"c\":null}     | {\"a\":\"b\"}",
                "{}                         | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
            })
    void mergesAsTheRfcSays(String target, String patch, String expected) {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "merges by key     | items: [{name: a, v: 1}]            | items: [{name: a, v: 2}, {name: b}] |"
                        + " items: [{name: a, v: 2}, {name: b}]",
                "deletes by key    | items: [{name: a}, {name: b}]       | items: [{name: a, $patch: delete}]  |"
                        + " items: [{name: b}]",
                "replaces a list   | items: [{name: a}]                  | items: [{name: b}, {$patch: replace}] |"
                        + " items: [{name: b}]",
                "orders            | items: [{name: a}, {name: b}]       | $setElementOrder/items: [{name: b}, {name:"
                        + " a}] | items: [{name: b}, {name: a}]",
                "joins scalars     | finalizers: [a]                     | finalizers: [b, a]                  |"
                        + " finalizers: [a, b]",
                "removes scalars   | finalizers: [a, b]                  | $deleteFromPrimitiveList/finalizers: [a] |"
                        + " finalizers: [b]",
                "replaces plain    | plain: [a]                          | plain: [b]                          |"
                        + " plain: [b]",
                "removes a field   | union: {x: s, y: t}                 | union: {x: null}                    |"
                        + " union: {y: t}",
                "retains keys      | union: {x: s}                       | union: {y: t, $retainKeys: [y]}     |"
                        + " union: {y: t}",
                "replaces a struct | union: {x: s}                       | union: {y: t, $patch: replace}      |"
                        + " union: {y: t}",
                "empties a struct  | union: {x: s}                       | union: {$patch: delete}             |"
                        + " union: {}",
            })
    void mergesStrategically(String name, String target, String patch, String expected) {
        assertThat(StrategicMergePatch.apply(Yaml.object(target), Yaml.object(patch), SCHEMA))
                .as(name)
                .isEqualTo(Yaml.object(expected));
    }

    @Test
    void refusesAnItemWithoutItsKey() {
        assertThatThrownBy(() ->
                        StrategicMergePatch.apply(Yaml.object("items: []"), Yaml.object("items: [{v: 1}]"), SCHEMA))
                .hasMessageContaining("does not contain declared merge key: name");
    }

    @Test
    void refusesAnUnknownDirective() {
        assertThatThrownBy(() -> StrategicMergePatch.apply(Yaml.object("a: b"), Yaml.object("$patch: explode"), SCHEMA))
                .hasMessage("$patch: explode (expected: merge, replace, delete)");
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
