package io.ninerouter.quickstart.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.ninerouter.quickstart.api.Yaml;
import io.ninerouter.quickstart.api.error.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: string                           | x: a          | ``",
                "type: string                           | x: 1          | x: Invalid value: \"integer\": x in body"
                        + " must be of type string: \"integer\"",
                "type: string                           | x: null       | x: Invalid value: \"null\": x in body must"
                        + " be of type string: \"null\"",
                "type: string, nullable: true           | x: null       | ``",
                "type: integer                          | x: 1.0        | ``",
                "type: integer                          | x: 1.5        | x: Invalid value: \"number\": x in body must"
                        + " be of type integer: \"number\"",
                "type: integer, format: int32           | x: 2147483648 | x: Invalid value: 2147483648: x in body must"
                        + " be of type int32: \"2147483648\"",
                "type: number, minimum: 1               | x: 0.5        | x: Invalid value: 0.5: x in body should be"
                        + " greater than or equal to 1",
                "type: number, minimum: 1, exclusiveMinimum: true | x: 1 | x: Invalid value: 1: x in body should be"
                        + " greater than 1",
                "type: number, maximum: 1, exclusiveMaximum: true | x: 1 | x: Invalid value: 1: x in body should be"
                        + " less than 1",
                "type: string, maxLength: 2             | x: äöü        | x: Too long: may not be more than 2 bytes",
                "type: string, maxLength: 2             | x: äö         | ``",
                "type: string, pattern: b               | x: abc        | ``",
                "type: boolean                          | x: 'true'     | x: Invalid value: \"string\": x in body must"
                        + " be of type boolean: \"string\"",
                "x-kubernetes-int-or-string: true       | x: 80         | ``",
                "x-kubernetes-int-or-string: true       | x: http       | ``",
                "x-kubernetes-int-or-string: true       | x: 1.5        | x: Invalid value: \"number\": x in body must"
                        + " be of type integer,string: \"number\"",
                "type: array, items: {type: string}     | x: [a, 1]     | x[1]: Invalid value: \"integer\": x[1] in"
                        + " body must be of type string: \"integer\"",
                "type: array, minItems: 1, items: {type: string} | x: [] | x: Invalid value: 0: x in body should have"
                        + " at least 1 items",
                "type: object, minProperties: 1         | x: {}         | x: Invalid value: {}: x in body should have"
                        + " at least 1 properties",
                "type: object, maxProperties: 1, additionalProperties: {type: string} | x: {a: b, c: d} | x: Too many:"
                        + " 2: must have at most 1 items",
                "type: object, additionalProperties: {type: integer} | x: {a: b} | x.a: Invalid value: \"string\": x.a"
                        + " in body must be of type integer: \"string\"",
                "type: object, required: [a, b]         | x: {a: 1}     | x.b: Required value",
                "type: string, enum: [a, b]             | x: c          | x: Unsupported value: \"c\": supported"
                        + " values: \"a\", \"b\"",
                "type: string, anyOf: [{maxLength: 1}, {pattern: ^a}] | x: bb | x: Invalid value: \"bb\": \"x\" must"
                        + " validate at least one schema (anyOf)",
                "type: string, oneOf: [{maxLength: 3}, {pattern: ^a}] | x: ab | x: Invalid value: \"ab\": \"x\" must"
                        + " validate one and only one schema (oneOf). Found 2 valid alternatives",
                "type: string, not: {enum: [a]}         | x: a          | x: Invalid value: \"a\": \"x\" must not"
                        + " validate the schema (not)",
                "type: string, allOf: [{maxLength: 1}]  | x: ab         | x: Too long: may not be more than 1 bytes",
            })
    void saysWhatIsWrong(String schema, String value, String expected) {
        Schema parsed = schema("type: object\nproperties: {x: {" + schema + "}}");
        List<String> errors = SchemaValidator.validate(Yaml.object(value), parsed, "").stream()
                .map(FieldError::text)
                .toList();
        assertThat(errors).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "date-time, 2026-01-02T03:04:05Z, true",
        "date-time, 2026-01-02T03:04:05.123456+02:00, true",
        "date-time, 2026-01-02, false",
        "date, 2026-01-02, true",
        "date, 2026-02-30, false",
        "duration, 1h30m, true",
        "duration, 250ms, true",
        "duration, 5, false",
        "ipv4, 10.0.0.1, true",
        "ipv4, 256.0.0.1, false",
        "ipv6, 2001:db8::1, true",
        "cidr, 10.0.0.0/8, true",
        "cidr, 10.0.0.0/64, false",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, true",
        "uuid, 123e4567, false",
        "uri, https://example.com/a, true",
        "uri, example, false",
        "hostname, example.com, true",
        "hostname, -example, false",
        "byte, aGk=, true",
        "byte, '*', false",
        "unknown, anything, true",
    })
    void knowsFormats(String format, String text, boolean fits) {
        assertThat(Formats.fits(format, text)).isEqualTo(fits);
    }

    @Test
    void setsDefaultsWhereTheirParentsAre() {
        Schema schema = schema("""
            type: object
            properties:
              a: {type: integer, default: 1}
              nested: {type: object, properties: {b: {type: string, default: c}}}
              made: {type: object, default: {}, properties: {d: {type: string, default: e}}}
              list: {type: array, items: {type: object, properties: {f: {type: string, default: g}}}}
              map: {type: object, additionalProperties: {type: object, properties: {h: {type: string, default: i}}}}
              none: {type: string}
            """);
        ObjectNode object = Yaml.object("{a: null, list: [{}], map: {k: {}}, none: null}");
        Defaulter.applyDefaults(object, schema);
        assertThat(object).isEqualTo(Yaml.object("{a: 1, list: [{f: g}], map: {k: {h: i}}, made: {d: e}}"));
    }

    @Test
    void dropsUnknownFieldsAndNamesThem() {
        Schema schema = schema("""
            type: object
            properties:
              a: {type: string}
              list: {type: array, items: {type: object, properties: {b: {type: string}}}}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {c: {type: object}}}
              map: {type: object, additionalProperties: {type: string}}
              pod: {type: object, x-kubernetes-embedded-resource: true, properties: {spec: {type: object}}}
            """);
        ObjectNode object = Yaml.object("""
            apiVersion: v1
            kind: K
            metadata: {name: "n"}
            a: x
            z: x
            list: [{b: x, y: x}]
            free: {any: {thing: x}, c: {w: x}}
            map: {k: v}
            pod: {apiVersion: v1, kind: Pod, metadata: {}, spec: {}, v: x}
            """);
        assertThat(Pruner.prune(object, schema)).containsExactly("z", "list[0].y", "free.c.w", "pod.v");
        assertThat(object.path("free").path("any").path("thing").asText()).isEqualTo("x");
        assertThat(object.path("map").path("k").asText()).isEqualTo("v");
        assertThat(object.has("z")).isFalse();
    }

    @Test
    void derivesTheSchemasOfBuiltInKindsFromTheirClasses() {
        ModelSchemas schemas = new ModelSchemas();
        Schema deployment = schemas.schema(Deployment.class);
        ObjectNode object = Yaml.object("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: "n", labels: {a: b}, ownerReferences: [{uid: u}]}
            spec:
              replicas: 1
              template:
                spec:
                  containers:
                  - name: c
                    ports: [{containerPort: 1}]
                    resources: {limits: {cpu: 1, memory: 1Gi}}
                    livenessProbe: {httpGet: {port: http}}
                    lifenessProbe: {}
            """);
        assertThat(Pruner.prune(object, deployment)).containsExactly("spec.template.spec.containers[0].lifenessProbe");
        assertThat(SchemaValidator.validate(object, deployment, "")).isEmpty();
        Schema containers = deployment
                .properties()
                .get("spec")
                .properties()
                .get("template")
                .properties()
                .get("spec")
                .properties()
                .get("containers");
        assertThat(containers.listKind()).isEqualTo(Schema.ListKind.MAP);
        assertThat(containers.listMapKeys()).containsExactly("name");
        assertThat(containers.patchMergeKey()).isEqualTo("name");
    }

    private static Schema schema(String yaml) {
        return Schema.parse(Yaml.object(yaml), ref -> null);
    }
}
