package io.ninerouter.quickstart.api.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.Yaml;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static final JsonNode OBJECT = Yaml.object("""
        metadata: {name: n, namespace: ns, labels: {a: "1", example.com/b: x-y, empty: ""}}
        spec: {color: red}
        """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | true",
                "a=1                   | true",
                "a==1,example.com/b=x-y| true",
                "a=2                   | false",
                "a!=2                  | true",
                "absent!=2             | true",
                "a in (1, 2)           | true",
                "a in (2)              | false",
                "a notin (2,3)         | true",
                "absent notin (2)      | true",
                "a                     | true",
                "!a                    | false",
                "!absent               | true",
                "empty=                | true",
                "a=1,!absent,a in (1)  | true",
            })
    void selectsByLabels(String selector, boolean selected) {
        assertThat(LabelSelector.parse(selector).test(OBJECT)).isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "a in 1", "a=1=2", "a in (1", "a,,b"})
    void refusesWhatIsNoLabelSelector(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.name=n, true",
        "metadata.name==n, true",
        "metadata.name!=n, false",
        "'metadata.name=n,metadata.namespace=ns', true",
        "spec.color=red, true",
        "spec.color!=red, false",
        "spec.size=, true",
    })
    void selectsByFields(String selector, boolean selected) {
        assertThat(FieldSelector.parse(selector, List.of("spec.color", "spec.size"))
                        .test(OBJECT))
                .isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource({
        "spec.other=1, field label not supported: spec.other",
        "metadata.name, 'invalid field selector: metadata.name (expected: field=value or field!=value)'",
    })
    void refusesWhatIsNoFieldSelector(String selector, String message) {
        assertThatThrownBy(() -> FieldSelector.parse(selector, List.of())).hasMessage(message);
    }
}
