package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionConformanceTest {

    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    @Test
    void fillsInDefaults() {
        GenericKubernetesResource created =
                API.create("defaults", "color: red, parts: [{name: a}], power: {battery: {}}");
        assertThat(created.<Integer>get("spec", "size")).isEqualTo(3);
        assertThat(created.<List<Map<String, Object>>>get("spec", "parts").getFirst())
                .containsEntry("weight", 1);
        assertThat(created.<String>get("spec", "settings", "speed")).isEqualTo("slow");
        assertThat(created.<Integer>get("spec", "power", "battery", "cells")).isEqualTo(2);
    }

    @Test
    void dropsWhatTheSchemaDoesNotKnowUnlessToldToKeepIt() {
        GenericKubernetesResource created = API.create("pruned", "color: red, colour: x, free: {any: {thing: 1}}");
        assertThat(created.<Map<String, Object>>get("spec")).doesNotContainKey("colour");
        assertThat(created.<Integer>get("spec", "free", "any", "thing")).isEqualTo(1);
    }

    @Test
    void dropsNullsThatAreNoValues() {
        GenericKubernetesResource created = API.create("nulls", "color: red, size: null, nickname: null");
        assertThat(created.<Integer>get("spec", "size")).isEqualTo(3);
        assertThat(created.<Map<String, Object>>get("spec")).containsEntry("nickname", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size: 2 | spec.color | FieldValueRequired | Required value",
                "color: pink | spec.color | FieldValueNotSupported | Unsupported value: \"pink\": supported values:"
                        + " \"red\", \"green\", \"blue\"",
                "color: red, size: 0 | spec.size | FieldValueInvalid | Invalid value: 0: spec.size in body should be"
                        + " greater than or equal to 1",
                "color: red, size: 11 | spec.size | FieldValueInvalid | Invalid value: 11: spec.size in body should be"
                        + " less than or equal to 10",
                "color: red, size: big | spec.size | FieldValueTypeInvalid | Invalid value: \"string\": spec.size in"
                        + " body must be of type integer: \"string\"",
                "color: red, label: ABC | spec.label | FieldValueInvalid | Invalid value: \"ABC\": spec.label in body"
                        + " should match '^[a-z]+$'",
                "color: red, label: a | spec.label | FieldValueInvalid | Invalid value: \"a\": spec.label in body"
                        + " should be at least 2 chars long",
                "color: red, label: abcdefghi | spec.label | FieldValueTooLong | Too long: may not be more than 8"
                        + " bytes",
                "color: red, tags: [] | spec.tags | FieldValueInvalid | Invalid value: 0: spec.tags in body should"
                        + " have at least 1 items",
                "color: red, tags: [a, b, c, d] | spec.tags | FieldValueTooMany | Too many: 4: must have at most 3"
                        + " items",
                "color: red, tags: [a, a] | spec.tags[1] | FieldValueDuplicate | Duplicate value: \"a\"",
                "color: red, parts: [{name: a}, {name: a}] | spec.parts[1] | FieldValueDuplicate | Duplicate value:"
                        + " {\"name\":\"a\"}",
                "color: red, parts: [{}] | spec.parts[0].name | FieldValueRequired | Required value",
                "color: red, ratio: 0.75 | spec.ratio | FieldValueInvalid | Invalid value: 0.75: spec.ratio in body"
                        + " should be a multiple of 0.5",
                "color: red, since: yesterday | spec.since | FieldValueTypeInvalid | Invalid value: \"yesterday\":"
                        + " spec.since in body must be of type date-time: \"yesterday\"",
                "color: red, port: true | spec.port | FieldValueTypeInvalid | Invalid value: \"boolean\": spec.port in"
                        + " body must be of type integer,string: \"boolean\"",
                "color: red, endpoint: 'ftp://x' | spec.endpoint | FieldValueInvalid | Invalid value: \"string\":"
                        + " endpoint must be an http or https URL",
                "color: red, memory: 1Ki | spec.memory | FieldValueInvalid | Invalid value: \"string\": memory must be"
                        + " a quantity above 1Mi",
                "color: red, parts: [{name: a, weight: 4}] | spec.parts | FieldValueInvalid | Invalid value:"
                        + " \"object\": no part may weigh more than a red widget of its size",
            })
    void refusesWhatTheSchemaForbids(String spec, String field, String reason, String message) {
        assertThatThrownBy(() -> API.create("refused", spec))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
                    assertThat(e.getStatus().getMessage())
                            .startsWith("Widget.conformance.ninerouter.io \"refused\" is invalid: ");
                    StatusCause first = e.getStatus().getDetails().getCauses().getFirst();
                    assertThat(first.getField()).isEqualTo(field);
                    assertThat(first.getReason()).isEqualTo(reason);
                    // Of a rule, releases show the value differently: its type, the value, or nothing.
                    assertThat(first.getMessage()).isIn(message, shown(message, spec), shown(message, ""));
                });
    }

    private static String shown(String message, String spec) {
        String quoted = spec.isEmpty() ? "" : "\"" + spec.replaceAll(".*: '?([^' ]+)'?$", "$1") + "\": ";
        return message.replaceFirst("\"(string|object)\": ", Matcher.quoteReplacement(quoted));
    }

    @Test
    void wantsExactlyOneAlternative() {
        assertThatThrownBy(() -> API.create("both", "color: red, power: {battery: {}, mains: {}}"))
                .hasMessageContaining("must validate one and only one schema (oneOf)");
        assertThatThrownBy(() -> API.create("neither", "color: red, power: {}"))
                .hasMessageContaining("must validate one and only one schema (oneOf)");
    }

    @Test
    void holdsRulesAboutTheName() {
        assertThatThrownBy(() -> API.create("a-name-of-more-than-twenty", "color: red"))
                .hasMessageContaining("a widget's name has at most 20 characters");
    }

    @Test
    void holdsRulesAboutChanges() {
        API.create("serial", "color: red, serial: a1");
        assertThatThrownBy(() -> patch("serial", "{\"spec\":{\"serial\":\"a2\"}}"))
                .hasMessageContaining("spec: Forbidden: serial cannot be changed");
        assertThat(patch("serial", "{\"spec\":{\"color\":\"blue\"}}").<String>get("spec", "serial"))
                .isEqualTo("a1");
    }

    @Test
    void countsGenerationsOfTheSpecAlone() {
        API.create("generation", "color: red");
        assertThat(patch("generation", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(1);
        assertThat(patch("generation", "{\"spec\":{\"color\":\"blue\"}}")
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(2);
    }

    @Test
    void keepsSpecAndStatusApart() {
        GenericKubernetesResource widget = API.newWidget("apart", "color: red");
        widget.setAdditionalProperty("status", Map.of("observedGeneration", 1));
        GenericKubernetesResource created = API.client().resource(widget).create();
        assertThat(created.getAdditionalProperties()).doesNotContainKey("status");

        assertThat(patch("apart", "{\"status\":{\"observedGeneration\":7}}").getAdditionalProperties())
                .doesNotContainKey("status");
        created.setAdditionalProperty("spec", Map.of("color", "blue"));
        created.setAdditionalProperty("status", Map.of("observedGeneration", 1));
        created.getMetadata().setResourceVersion(null);
        created.getMetadata()
                .setResourceVersion(API.widget("apart").get().getMetadata().getResourceVersion());
        GenericKubernetesResource updated = API.client().resource(created).updateStatus();
        assertThat(updated.<Integer>get("status", "observedGeneration")).isEqualTo(1);
        assertThat(updated.<String>get("spec", "color")).isEqualTo("red");
    }

    @Test
    void wantsAVersionInAFullUpdate() {
        API.create("versionless", "color: red");
        String path = "/apis/conformance.ninerouter.io/v1/namespaces/" + API.namespace() + "/widgets/versionless";
        GenericKubernetesResource versionless = API.newWidget("versionless", "color: blue");
        assertThatThrownBy(() -> API.client().raw(path, "PUT", versionless))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getMessage())
                            .contains("metadata.resourceVersion: Invalid value")
                            .contains("must be specified for an update");
                });
    }

    @Test
    void takesNoStrategicMergeForCustomKinds() {
        API.create("strategic", "color: red");
        assertThatThrownBy(() -> API.widget("strategic")
                        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"spec\":{\"color\":\"blue\"}}"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(415));
    }

    @Test
    void selectsByDeclaredFields() {
        API.create("select-red", "color: red");
        API.create("select-green", "color: green");
        assertThat(API.widgets()
                        .inNamespace(API.namespace())
                        .withField("spec.color", "green")
                        .withField("metadata.name", "select-green")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThatThrownBy(() -> API.widgets()
                        .inNamespace(API.namespace())
                        .withField("spec.size", "3")
                        .list())
                .hasMessageContaining("field label not supported: spec.size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "properties: {size: {type: integer}}, x-kubernetes-validations: [{rule: self.sise > 1}]"
                        + " | x-kubernetes-validations[0].rule | undefined field 'sise'",
                "properties: {inner: {type: object, default: {}, properties: {size: {type: integer, default: 1}},"
                        + " x-kubernetes-validations: [{rule: self.size > 0}]}}"
                        + " | properties[spec].properties[inner].default | no such key: size",
                "properties: {size: {type: integer, maximum: 3, default: 4}}"
                        + " | properties[spec].properties[size].default | should be less than or equal to 3",
                "properties: {inner: {type: object, default: {sise: 1}, properties: {size: {type: integer}}}}"
                        + " | properties[spec].properties[inner].default | must not have unknown fields",
                "properties: {size: {type: integer}}, x-kubernetes-validations: [{rule: self.size > 0,"
                        + " messageExpression: '\"size: \" + string(self.size)'}]"
                        + " | x-kubernetes-validations[0].messageExpression | estimated messageExpression cost exceeds",
            })
    void refusesADefinitionThatCannotHold(String spec, String field, String message) {
        String yaml = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: brokens.conformance.ninerouter.io}
            spec:
              group: conformance.ninerouter.io
              scope: Namespaced
              names: {kind: Broken, plural: brokens}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, %s}
            """.formatted(spec);
        CustomResourceDefinition broken =
                API.client().getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
        assertThatThrownBy(() -> API.client().resource(broken).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getMessage()).contains(field).contains(message);
                });
    }

    private static GenericKubernetesResource patch(String name, String patch) {
        return API.widget(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
