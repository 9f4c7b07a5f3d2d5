package io.ninerouter.quickstart.api.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.Yaml;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {

    private static final String PROPERTIES = """
        type: object
        properties:
          text: {type: string}
          number: {type: integer}
          ratio: {type: number}
          flag: {type: boolean}
          when: {type: string, format: date-time}
          patience: {type: string, format: duration}
          list: {type: array, items: {type: string}}
          numbers: {type: array, items: {type: integer}}
          map: {type: object, additionalProperties: {type: string}}
          port: {x-kubernetes-int-or-string: true}
          in: {type: string}
          x-y: {type: string}
          child: {type: object, properties: {name: {type: string}, none: {type: string}}}
        """;

    private static final ObjectNode VALUE = Yaml.object("""
        text: https://user@api.example.com:8443/v1/a%20b?x=1&x=2
        number: 7
        ratio: 0.5
        flag: true
        when: 2026-01-02T03:04:05Z
        patience: 1m30s
        list: [b, a]
        numbers: [1, 2, 3]
        map: {k: v}
        port: 8080
        in: side
        x-y: dash
        child: {name: c, none: null}
        """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.number == 7 && self.ratio < 1.0 && self.flag",
                "self.number > self.ratio",
                "has(self.child.name) && !has(self.child.none)",
                "self.?child.?none.orValue('x') == 'x'",
                "self.when > timestamp('2026-01-01T00:00:00Z') && self.when.getFullYear() == 2026",
                "self.patience == duration('90s')",
                "self.list.exists(x, x == 'a') && self.list.exists_one(x, x == 'b') && self.list.all(x, size(x) == 1)",
                "self.list.map(x, x + '!') == ['b!', 'a!'] && self.list.filter(x, x > 'a') == ['b']",
                "self.map.all(k, self.map[k] == 'v') && 'k' in self.map",
                "type(self.port) == int && self.port == 8080",
                "self.__in__ == 'side' && self.x__dash__y == 'dash'",
                "self.text.startsWith('https://') && self.text.matches('^https?://') && self.text.contains('api')",
                "self.text.split('/')[0] == 'https:' && 'A b'.lowerAscii() == 'a b' && 'a-b'.replace('-', '') == 'ab'",
                "'%s is %d'.format(['a', 1]) == 'a is 1' && ['a', 'b'].join(',') == 'a,b' && ' a '.trim() == 'a'",
                "isURL(self.text) && !isURL('not a url') && !isURL('relative/path') && isURL('/absolute')",
                "url(self.text).getScheme() == 'https' && url(self.text).getHost() == 'api.example.com:8443'",
                "url(self.text).getHostname() == 'api.example.com' && url(self.text).getPort() == '8443'",
                "url(self.text).getEscapedPath() == '/v1/a%20b' && url(self.text).getQuery()['x'] == ['1', '2']",
                "url('http://[::1]:80/').getHostname() == '::1' && url('http://[::1]/').getPort() == ''",
                "url('http://under_score/').getHostname() == 'under_score'",
                "isIP('10.0.0.1') && isIP('::1') && !isIP('10.0.0.01') && !isIP('1.2.3') && !isIP('fe80::1%eth0')",
                "!isIP('::ffff:1.2.3.4') && !isIP('example.com')",
                "ip('127.0.0.1').isLoopback() && ip('::').isUnspecified() && ip('10.0.0.1').family() == 4",
                "ip('2001:db8::1').isGlobalUnicast() && ip('169.254.169.254').isLinkLocalUnicast()",
                "ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8:0:0:0:0:0:abcd')",
                "string(ip('2001:db8:0:0:1:0:0:1')) == '2001:db8::1:0:0:1'",
                "isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && cidr('10.0.0.0/8').containsIP('10.1.2.3')",
                "!cidr('10.0.0.0/8').containsIP(ip('11.0.0.1')) && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
                "string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8' && cidr('::/0').prefixLength() == 0",
                "cidr('10.1.2.3/8').ip() == ip('10.1.2.3')",
                "isQuantity('1.5Gi') && !isQuantity('1.5 GiB') && quantity('1Ki').asInteger() == 1024",
                "quantity('500m').isLessThan(quantity('1')) && quantity('1').isGreaterThan(quantity('999m'))",
                "quantity('1Gi').compareTo(quantity('1024Mi')) == 0 && quantity('1Gi') == quantity('1024Mi')",
                "quantity('1').add(quantity('1')) == quantity('2') && quantity('3').sub(1).asInteger() == 2",
                "quantity('-1').sign() == -1 && !quantity('500m').isInteger()",
                "quantity('500m').asApproximateFloat() == 0.5",
                "self.numbers.sum() == 6 && self.numbers.min() == 1 && self.numbers.max() == 3",
                "self.numbers.isSorted() && !self.list.isSorted() && self.list.indexOf('a') == 1",
                "self.list.lastIndexOf('z') == -1",
                "'abc 123'.find('[0-9]+') == '123' && '1 2'.findAll('[0-9]') == ['1', '2']",
                "sets.contains([1, 2, 3], [2]) && sets.intersects(self.list, ['a'])",
            })
    void holds(String rule) {
        assertThat(validate(PROPERTIES, rule(rule), VALUE, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "self.nubmer == 7 | undefined field 'nubmer'",
                "self.number + 'a' == '7a' | found no matching overload for '_+_'",
                "self.number + 1 | expected type 'bool' but found 'int'",
                "self.number == | mismatched input '<EOF>'",
                "unknown(self) | undeclared reference to 'unknown'",
                "self.text == 1 | found no matching overload for '_==_'",
            })
    void isRefusedByTheCompiler(String rule, String expected) {
        List<FieldError> errors = new ArrayList<>();
        RuleCompiler.compile(schema(PROPERTIES, rule(rule)), "schema", errors);
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("schema.x-kubernetes-validations[0].rule");
            assertThat(error.message()).contains("compilation failed").contains(expected);
        });
    }

    @Test
    void namesTheRuleWhenThereIsNoMessage() {
        assertThat(validate(PROPERTIES, rule("self.number > 8"), VALUE, null))
                .extracting(FieldError::text)
                .containsExactly("<nil>: Invalid value: \"object\": failed rule: self.number > 8");
    }

    @Test
    void computesItsMessage() {
        String rules = "- {rule: self.number > 8, message: m, messageExpression: \"'got ' + self.text\"}";
        assertThat(validate(PROPERTIES, rules, VALUE, null))
                .extracting(FieldError::message)
                .containsExactly("Invalid value: \"object\": got https://user@api.example.com:8443/v1/a%20b?x=1&x=2");
    }

    @ParameterizedTest
    @CsvSource({
        "FieldValueForbidden, Forbidden: m",
        "FieldValueRequired, Required value: m",
        "FieldValueInvalid, 'Invalid value: \"object\": m'",
        "FieldValueDuplicate, 'Duplicate value: \"object\": m'",
    })
    void givesItsReason(String reason, String message) {
        String rules = "- {rule: 'false', message: m, reason: %s, fieldPath: .child.name}".formatted(reason);
        assertThat(validate(PROPERTIES, rules, VALUE, null)).singleElement().satisfies(error -> {
            assertThat(error.reason()).isEqualTo(reason);
            assertThat(error.message()).isEqualTo(message);
            assertThat(error.field()).isEqualTo("child.name");
        });
    }

    @Test
    void reportsWhatGoesWrongWhileEvaluating() {
        assertThat(validate(PROPERTIES, "- {rule: \"self.map['absent'] == ''\", message: m}", VALUE, null))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("evaluating rule: m"));
    }

    @Test
    void looksAtTransitionsOnUpdateAlone() {
        String rules = rule("self.number >= oldSelf.number");
        ObjectNode before = VALUE.deepCopy().put("number", 8);
        assertThat(validate(PROPERTIES, rules, VALUE, null)).isEmpty();
        assertThat(validate(PROPERTIES, rules, VALUE, VALUE)).isEmpty();
        assertThat(validate(PROPERTIES, rules, VALUE, before)).hasSize(1);
    }

    @Test
    void seesOptionalOldSelfOnCreateToo() {
        String rules = "- {rule: 'oldSelf.hasValue() || self.number == 1', optionalOldSelf: true}";
        assertThat(validate(PROPERTIES, rules, VALUE, null)).hasSize(1);
        assertThat(validate(PROPERTIES, rules, VALUE, VALUE)).isEmpty();
    }

    @Test
    void findsTheOldItemOfAKeyedListByItsKey() {
        String schema = """
            type: object
            properties:
              parts:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                items:
                  type: object
                  properties: {name: {type: string}, n: {type: integer}}
                  x-kubernetes-validations: [{rule: self.n >= oldSelf.n, message: may not shrink}]
            """;
        ObjectNode before = Yaml.object("parts: [{name: a, 'n': 1}, {name: b, 'n': 5}]");
        ObjectNode after = Yaml.object("parts: [{name: b, 'n': 4}, {name: c, 'n': 0}, {name: a, 'n': 1}]");
        List<FieldError> errors = new ArrayList<>();
        RuleSet rules = RuleCompiler.compile(Schema.parse(Yaml.object(schema), ref -> null), "schema", errors);
        assertThat(errors).isEmpty();
        assertThat(rules.validate(after, before))
                .extracting(FieldError::text)
                .containsExactly("parts[0]: Invalid value: \"object\": may not shrink");
    }

    @Test
    void refusesTransitionsWhereThePredecessorCannotBeFound() {
        String schema = """
            type: object
            properties:
              list: {type: array, items: {type: string, x-kubernetes-validations: [{rule: self == oldSelf}]}}
            """;
        List<FieldError> errors = new ArrayList<>();
        RuleCompiler.compile(Schema.parse(Yaml.object(schema), ref -> null), "s", errors);
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("uncorrelatable"));
    }

    @Test
    void seesTheNameOfTheObjectAtTheRoot() {
        ObjectNode object = Yaml.object("metadata: {name: a-name, labels: {a: b}}");
        assertThat(validate("type: object\n", rule("self.metadata.name == 'a-name'"), object, null))
                .isEmpty();
        List<FieldError> errors = new ArrayList<>();
        RuleCompiler.compile(schema("type: object\n", rule("has(self.metadata.labels)")), "s", errors);
        assertThat(errors).hasSize(1);
    }

    private static String rule(String rule) {
        return "- rule: " + TextNode.valueOf(rule);
    }

    private static Schema schema(String properties, String rules) {
        return Schema.parse(Yaml.object(properties + "x-kubernetes-validations:\n" + rules + "\n"), ref -> null);
    }

    private static List<FieldError> validate(String properties, String rules, ObjectNode value, ObjectNode old) {
        List<FieldError> errors = new ArrayList<>();
        RuleSet compiled = RuleCompiler.compile(schema(properties, rules), "schema", errors);
        assertThat(errors).isEmpty();
        return compiled.validate(value, old);
    }
}
