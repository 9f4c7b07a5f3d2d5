package io.ninerouter.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class SchemaBinderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TREE =
            "{'type':'object','properties':{'v':{'type':'integer'},'sub':{'type':'array','items':{'$ref':'#/$defs/N'}}},"
                    + "'required':[%s],'additionalProperties':false}";

    /** Name, property given, property bound by OpenAI, by Anthropic, by Gemini; null = not bound there. */
    static Stream<Arguments> properties() {
        String any = "{'type':'string','description':'%s'}";
        return Stream.of(
                row("a text", "{'type':'string'}", "=", "=", "="),
                row("a type that only the values say", "{'enum':['a',1]}", typed("=")),
                row(
                        "a range",
                        "{'type':'integer','minimum':1}",
                        "=",
                        "{'type':'integer','description':'minimum: 1'}",
                        "="),
                row(
                        "lengths, which nobody lists",
                        "{'type':'string','description':'A.','minLength':1,'maxLength':3}",
                        all("{'type':'string','description':'A.\\nminLength: 1; maxLength: 3'}")),
                row("a format of all", "{'type':'string','format':'date'}", "=", "=", "="),
                row(
                        "a format of some",
                        "{'type':'string','format':'uri'}",
                        any.formatted("format: uri"),
                        "=",
                        any.formatted("format: uri")),
                row("a format of none", "{'type':'string','format':'regex'}", all(any.formatted("format: regex"))),
                row(
                        "a pattern",
                        "{'type':'string','pattern':'^[a-z]{2}$'}",
                        "=",
                        "=",
                        any.formatted("pattern: ^[a-z]{2}$")),
                row(
                        "a pattern that looks ahead",
                        "{'type':'string','pattern':'^(?=a)'}",
                        all(any.formatted("pattern: ^(?=a)"))),
                row("one value", "{'type':'string','const':'a'}", "=", "=", "{'type':'string','enum':['a']}"),
                row(
                        "one value that is no text",
                        "{'const':true}",
                        "{'type':'boolean','const':true}",
                        "{'type':'boolean','const':true}",
                        "{'type':'boolean','description':'enum: [true]'}"),
                row(
                        "a value or none",
                        "{'type':['string','null'],'enum':['a',null]}",
                        "=",
                        "=",
                        "{'anyOf':[{'type':'string','enum':['a']},{'type':'null'}]}"),
                row(
                        "none said as OpenAPI does",
                        "{'type':'string','nullable':true}",
                        all("{'type':['string','null']}")),
                row(
                        "a choice of what excludes each other",
                        "{'oneOf':[{'type':'string'},{'type':'integer'}]}",
                        all("{'anyOf':[{'type':'string'},{'type':'integer'}]}")),
                row(
                        "a choice of one",
                        "{'description':'d','oneOf':[{'type':'string'}]}",
                        all("{'type':'string','description':'d'}")),
                row(
                        "all of one",
                        "{'description':'d','allOf':[{'type':'string'}]}",
                        all("{'type':'string','description':'d'}")),
                row(
                        "all of several",
                        "{'allOf':[{'type':'object','properties':{'a':{'type':'number'}},'required':['a']},"
                                + "{'properties':{'a':{'type':'integer'},'b':{'type':'null'}},'required':['b']}],"
                                + "'additionalProperties':true}",
                        null,
                        null,
                        "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'null'}},"
                                + "'required':['a','b'],'additionalProperties':true}"),
                row(
                        "all of several that exclude each other",
                        "{'allOf':[{'type':'string'},{'type':'integer'}]}",
                        null,
                        null,
                        null),
                row(
                        "a tuple",
                        "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false}",
                        "{'type':'array','maxItems':2,'items':{'anyOf':[{'type':'string'},{'type':'integer'}]},"
                                + "'description':'items in this order: [{\\\"type\\\":\\\"string\\\"},{\\\"type\\\":\\\"integer\\\"}]'}",
                        "{'type':'array','items':{'anyOf':[{'type':'string'},{'type':'integer'}]},"
                                + "'description':'items in this order: [{\\\"type\\\":\\\"string\\\"},{\\\"type\\\":\\\"integer\\\"}]'}",
                        "{'type':'array','maxItems':2,'prefixItems':[{'type':'string'},{'type':'integer'}]}"),
                row(
                        "some items",
                        "{'type':'array','items':{'type':'string'},'minItems':3}",
                        "=",
                        "{'type':'array','items':{'type':'string'},'minItems':1,'description':'minItems: 3'}",
                        "="),
                row("a list of anything", "{'type':'array'}", null, null, "{'type':'array','items':{}}"),
                row("anything", "{}", null, null, "="),
                row("anything, said otherwise", "true", null, null, "{}"),
                row("a map", "{'type':'object','additionalProperties':{'type':'string'}}", null, null, "="),
                row("a map of anything", "{'type':'object'}", null, null, "="),
                row(
                        "a map by pattern",
                        "{'type':'object','patternProperties':{'^a':{'type':'string'}},'additionalProperties':false}",
                        null,
                        null,
                        "{'type':'object','properties':{},'additionalProperties':{'type':'string'},"
                                + "'description':'patternProperties: {\\\"^a\\\":{\\\"type\\\":\\\"string\\\"}}'}"),
                row(
                        "an object with a member that need not be there",
                        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}",
                        null,
                        "=",
                        "="),
                row(
                        "one that may be null then",
                        "{'type':'object','properties':{'a':{'type':['string','null']}},'additionalProperties':false}",
                        "{'type':'object','properties':{'a':{'type':['string','null']}},'required':['a'],"
                                + "'additionalProperties':false}",
                        "=",
                        "="),
                row(
                        "conditions",
                        "{'type':'string','if':{'const':'a'},'not':{'const':'b'}}",
                        all(
                                "{'type':'string','description':'if: {\\\"const\\\":\\\"a\\\"}; not: {\\\"const\\\":\\\"b\\\"}'}")),
                row("an enumeration of objects", "{'enum':[{'a':1}]}", null, null, null),
                row(
                        "a word that nobody knows",
                        "{'type':'string','x-order':1,'default':'a'}",
                        all(any.formatted("default: a"))),
                row(
                        "words beside a reference",
                        "{'$ref':'#/$defs/D','description':'d'}",
                        all("{'type':'string','description':'d'}")),
                row(
                        "a limit beside a reference",
                        "{'$ref':'#/$defs/D','format':'date'}",
                        all("{'type':'string','format':'date'}")),
                row("a reference to another document", "{'$ref':'https://a.example/b'}", null, null, null));
    }

    private static String[] all(String bound) {
        return new String[] {bound, bound, bound};
    }

    private static String[] typed(String bound) {
        assertThat(bound).isEqualTo("=");
        return all("{'enum':['a',1],'type':['string','integer']}");
    }

    private static Arguments row(String name, String given, String... bound) {
        return Arguments.of(
                name,
                given,
                Stream.of(bound).map(each -> "=".equals(each) ? given : each).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("properties")
    void saysEachSchemaAsEachVendorTakesIt(String name, String given, List<String> bound) {
        VendorRules[] vendors = VendorRules.values();
        for (int i = 0; i < vendors.length; i++) {
            Binding binding = SchemaBinder.answer(RawJson.of(whole(given)), vendors[i].rules);
            if (bound.get(i) == null) {
                assertThat(binding).as("%s, %s", name, vendors[i]).isInstanceOf(Binding.Unbound.class);
            } else {
                assertThat(binding).as("%s, %s", name, vendors[i]).isInstanceOf(Binding.Bound.class);
                RawJson schema = ((Binding.Bound) binding).schema();
                assertThat(JSON.readTree(schema.text()).at("/properties/p"))
                        .as("%s, %s", name, vendors[i])
                        .isEqualTo(JSON.readTree(json(bound.get(i))));
                assertThat(vendors[i].refuses(JSON.readTree(schema.text()))).isEmpty();
            }
        }
    }

    private static String whole(String property) {
        return json("{'type':'object','properties':{'p':" + property
                + "},'required':['p'],'additionalProperties':false," + "'$defs':{'D':{'type':'string'}}}");
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    /** Name, schema, why it does not bind at OpenAI, Anthropic, Gemini; null = it does. */
    static Stream<Arguments> whole() {
        String back = "a schema that leads back to itself";
        String tree = "{'$ref':'#/$defs/N','$defs':{'N':" + TREE + "}}";
        return Stream.of(
                Arguments.of(
                        "a tree, complete",
                        tree.formatted("'v','sub'"),
                        because(null, back, "a required member that leads back to itself")),
                Arguments.of("a tree", tree.formatted("'v'"), because("a member that need not be there", back, null)),
                Arguments.of(
                        "a tree through its root",
                        "{'type':'object','properties':{'sub':{'type':'array','items':{'$ref':'#'}}},'required':['sub'],"
                                + "'additionalProperties':false}",
                        because(null, back, "a required member that leads back to itself")),
                Arguments.of(
                        "a list",
                        "{'type':'array','items':{'type':'string'}}",
                        because("a root that is no object", "a root that is no object", null)),
                Arguments.of(
                        "no object",
                        "true",
                        because("a value of any kind", "a value of any kind", "a value of any kind")),
                Arguments.of(
                        "a union at the root",
                        "{'anyOf':[{'type':'object','properties':{}},{'type':'null'}]}",
                        because("a root that is no object", "a root that is no object", null)),
                Arguments.of(
                        "demands of some members at the root",
                        "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'anyOf':[{'required':['a']}]}",
                        because(null, null, null)),
                Arguments.of(
                        "definitions by their old name",
                        "{'type':'object','properties':{'a':{'$ref':'#/definitions/A b'}},'required':['a'],"
                                + "'definitions':{'A b':{'type':'string'}}}",
                        because(null, null, null)));
    }

    private static String[] because(String openAi, String anthropic, String gemini) {
        return new String[] {openAi, anthropic, gemini};
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void bindsWhatCanBindAndSaysWhatStandsInTheWay(String name, String given, String[] why) {
        VendorRules[] vendors = VendorRules.values();
        for (int i = 0; i < vendors.length; i++) {
            switch (SchemaBinder.answer(RawJson.of(json(given)), vendors[i].rules)) {
                case Binding.Bound bound -> {
                    assertThat(why[i]).as("%s, %s", name, vendors[i]).isNull();
                    assertThat(vendors[i].refuses(JSON.readTree(bound.schema().text())))
                            .as("%s, %s", name, vendors[i])
                            .isEmpty();
                }
                case Binding.Unbound no ->
                    assertThat(no.why()).as("%s, %s", name, vendors[i]).isEqualTo(why[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(VendorRules.class)
    void leavesWhatIsFineAsTheBytesItWas(VendorRules vendor) {
        RawJson schema =
                RawJson.of(json("{ 'type':'object', 'additionalProperties':false, 'required':['p'], 'properties':"
                        + "{'p':{'$ref':'#/$defs/D'}}, '$defs':{'D':{'type':'string'}} }"));
        assertThat(SchemaBinder.answer(schema, vendor.rules))
                .isInstanceOfSatisfying(
                        Binding.Bound.class, bound -> assertThat(bound.schema()).isSameAs(schema));
    }

    @Test
    void takesNoArgumentsWhereAToolSaysNothingOfThem() {
        assertThat(SchemaBinder.arguments(RawJson.of("{\"type\":\"object\"}"), BindingRules.ANTHROPIC))
                .isInstanceOfSatisfying(
                        Binding.Bound.class,
                        bound -> assertThat(bound.schema().text())
                                .isEqualTo("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}"));
        assertThat(SchemaBinder.answer(RawJson.of("{\"type\":\"object\"}"), BindingRules.ANTHROPIC))
                .isInstanceOf(Binding.Unbound.class);
    }

    @Test
    void givesUpOnDocumentsThatAreMadeToGrow() {
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String next = json("{'$ref':'#/$defs/D%d','description':'d'}".formatted(i + 1));
            definitions.append(json("'D%d':{'type':'object','properties':{'a':%s,'b':%s}},".formatted(i, next, next)));
        }
        String schema = json("{'$ref':'#/$defs/D0','$defs':{" + definitions + "'D40':{'type':'string'}}}");
        assertThat(SchemaBinder.answer(RawJson.of(schema), BindingRules.GEMINI))
                .isEqualTo(new Binding.Unbound("a schema of too many parts"));
    }

    @Test
    void countsWhatAnthropicCountsOverAllSchemasOfARequest() {
        BindingBudget budget = new BindingBudget(BindingRules.ANTHROPIC);
        Weight optional = new Weight(10, 1, 0, 0, 10, 0);
        assertThat(budget.takesAnswer(optional)).isTrue();
        assertThat(budget.takesTool(optional)).isTrue();
        assertThat(budget.takesTool(optional)).as("30 optional members").isFalse();
        for (int tool = 1; tool < 20; tool++) {
            assertThat(budget.takesTool(Weight.NOTHING)).isTrue();
        }
        assertThat(budget.takesTool(Weight.NOTHING)).as("a 21st tool").isFalse();
    }

    @ParameterizedTest
    @EnumSource(VendorRules.class)
    void doesNotTakeNamesOfMembersForKeywords(VendorRules vendor) {
        RawJson schema = RawJson.of(
                json(
                        "{'type':'object','additionalProperties':false,'required':['pattern','not','$ref'],"
                                + "'properties':{'pattern':{'type':'string'},'not':{'type':'string'},'$ref':{'type':'string'}}}"));
        assertThat(SchemaBinder.answer(schema, vendor.rules))
                .isInstanceOfSatisfying(
                        Binding.Bound.class, bound -> assertThat(bound.schema()).isSameAs(schema));
    }
}
