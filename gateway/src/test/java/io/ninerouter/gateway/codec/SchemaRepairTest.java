package io.ninerouter.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.json.RawJson;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SchemaRepairTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRules OPEN_API = new SchemaRules(
            Set.of("$schema", "additionalProperties", "pattern", "default", "minLength"), true, true, true, true);

    @Test
    void leavesWhatIsFineAsTheBytesItWas() {
        RawJson schema = RawJson.of("{ \"type\":\"object\", \"properties\":{} }");
        assertThat(SchemaRepair.arguments(schema, SchemaRules.OBJECT_ROOT, new Losses()))
                .isSameAs(schema);
    }

    @Test
    void keepsPropertiesThatAreCalledLikeKeywords() {
        Losses losses = new Losses();
        RawJson repaired = SchemaRepair.arguments(RawJson.of("""
                        {"type":"object","additionalProperties":false,
                         "properties":{"pattern":{"type":"string","pattern":"^a"},
                                       "default":{"type":["string","null"],"default":"x","minLength":1},
                                       "properties":{"type":"object","properties":{"enum":{"enum":[1,2]}}}},
                         "required":["pattern","default"]}"""), OPEN_API, losses);
        assertThat(JSON.readTree(repaired.text())).isEqualTo(JSON.readTree("""
                {"type":"object",
                 "properties":{"pattern":{"type":"string"},
                               "default":{"type":"string","nullable":true},
                               "properties":{"type":"object","properties":{"enum":{"enum":["1","2"],"type":"string"}}}},
                 "required":["pattern","default"]}"""));
        assertThat(losses.all()).extracting(Loss::how).contains("without pattern", "without additionalProperties");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null is none | null | {\"type\":\"object\",\"properties\":{}}",
                "no type | {} | {\"type\":\"object\",\"properties\":{}}",
                "reference at the top | {\"$ref\":\"#/$defs/C\",\"$defs\":{\"C\":{\"type\":\"object\",\"properties\":{\"n\":{}},"
                        + "\"required\":[\"n\"]}}} | {\"type\":\"object\",\"properties\":{\"n\":{}},\"required\":[\"n\"],"
                        + "\"$defs\":{\"C\":{\"type\":\"object\",\"properties\":{\"n\":{}},\"required\":[\"n\"]}}}",
                "reference to the top | {\"$ref\":\"#\"} | {\"type\":\"object\",\"properties\":{}}",
                "reference to an anchor | {\"$ref\":\"#C\"} | {\"type\":\"object\",\"properties\":{}}",
                "union of references | {\"anyOf\":[{\"$ref\":\"#/$defs/A\"}],\"$defs\":{\"A\":{\"properties\":{\"a\":{}}}}}"
                        + " | {\"type\":\"object\",\"properties\":{\"a\":{}},\"$defs\":{\"A\":{\"properties\":{\"a\":{}}}}}",
                "union at the top | {\"anyOf\":[{\"type\":\"object\",\"properties\":{\"a\":{}}},{\"properties\":{\"b\":{}}}]}"
                        + " | {\"properties\":{\"a\":{},\"b\":{}},\"type\":\"object\"}",
                "union told apart | {\"oneOf\":[{\"properties\":{\"k\":{\"const\":1}}},{\"properties\":{\"k\":{\"const\":2}}},"
                        + "{\"properties\":{\"k\":{\"const\":3}}}]} | {\"properties\":{\"k\":{\"anyOf\":[{\"const\":1},"
                        + "{\"const\":2},{\"const\":3}]}},\"type\":\"object\"}"
            })
    void makesTheRootAnObject(String name, String schema, String wanted) {
        RawJson repaired = SchemaRepair.arguments(RawJson.of(schema), SchemaRules.OBJECT_ROOT, new Losses());
        assertThat(JSON.readTree(repaired.text())).as(name).isEqualTo(JSON.readTree(wanted));
    }

    @Test
    void takesAReferenceToAnAnchorForAnyValue() {
        RawJson repaired = SchemaRepair.arguments(
                RawJson.of("{\"type\":\"object\",\"properties\":{\"p\":{\"$ref\":\"#City\"}}}"),
                OPEN_API,
                new Losses());
        assertThat(repaired.text()).isEqualTo("{\"type\":\"object\",\"properties\":{\"p\":{}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"array\",\"items\":[{\"type\":\"string\"}]}"
                        + " | {\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}],\"items\":{}}",
                "{\"type\":\"array\",\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}"
                        + " | {\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}",
                "{\"type\":\"array\"} | {\"type\":\"array\",\"items\":{}}",
                "{\"type\":\"integer\",\"minimum\":1,\"exclusiveMinimum\":true}"
                        + " | {\"type\":\"integer\",\"exclusiveMinimum\":1}",
                "{\"type\":\"integer\",\"maximum\":1,\"exclusiveMaximum\":false}"
                        + " | {\"type\":\"integer\",\"maximum\":1}"
            })
    void saysInTheNewestDraftWhatAnOlderOneSaid(String old, String renewed) {
        String tool = "{\"type\":\"object\",\"properties\":{\"items\":%s}}";
        Losses losses = new Losses();
        RawJson repaired = SchemaRepair.arguments(RawJson.of(tool.formatted(old)), SchemaRules.OBJECT_ROOT, losses);
        assertThat(JSON.readTree(repaired.text())).isEqualTo(JSON.readTree(tool.formatted(renewed)));
        assertThat(losses.all()).isEmpty();
    }

    @Test
    void putsReferencesInPlaceAndStopsAtThoseToThemselves() {
        RawJson repaired = SchemaRepair.arguments(RawJson.of("""
                        {"type":"object","properties":{"p":{"$ref":"#/$defs/P"},"n":{"anyOf":[{"$ref":"#/$defs/P"},{"type":"null"}]}},
                         "$defs":{"P":{"type":"object","properties":{"x":{"type":"integer"},"next":{"$ref":"#/$defs/P"}}}}}"""), OPEN_API, new Losses());
        String p = "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"},\"next\":{}}}";
        assertThat(JSON.readTree(repaired.text()).path("properties").path("p")).isEqualTo(JSON.readTree(p));
        assertThat(JSON.readTree(repaired.text())
                        .path("properties")
                        .path("n")
                        .path("nullable")
                        .asBoolean())
                .isTrue();
        assertThat(repaired.text()).doesNotContain("$");
    }
}
