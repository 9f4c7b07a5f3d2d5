package io.ninerouter.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.api.v1alpha1.StatusFields;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServedFieldsTest {
    private static final String DOCUMENT = """
            {"components": {"schemas": {
              "Combo": {
                "x-kubernetes-group-version-kind": [{"kind": "Combo"}],
                "properties": {"status": {"properties": {
                  "phase": {"type": "string"},
                  "conditions": {"items": {"properties": {"type": {}}}},
                  "by": {"additionalProperties": {"properties": {"count": {}}}}}}}},
              "ComboList": {
                "x-kubernetes-group-version-kind": [{"kind": "ComboList"}],
                "properties": {"items": {}}}}}}
            """;

    @Test
    void everyFieldThatIsServedIsFoundWhereverItLies() throws Exception {
        assertThat(missing("status.phase", "status.conditions[].type", "status.by{}.count"))
                .isEmpty();
    }

    @Test
    void fieldsThatTheServerDoesNotKnowAreNamedWithTheirKind() throws Exception {
        assertThat(missing("status.phase", "status.phase.detail", "status.conditions[].reason"))
                .isEqualTo("Combo status.conditions[].reason, Combo status.phase.detail");
    }

    @Test
    void kindThatTheDocumentDoesNotHaveSaysNothing() throws Exception {
        assertThat(ServedFields.missing(document(), Map.of("Router", Set.of("status.phase"))))
                .isEmpty();
        assertThat(ServedFields.missing(new ObjectMapper().readTree("{}"), StatusFields.byKind()))
                .isEmpty();
    }

    private static String missing(String... expected) throws Exception {
        return String.join(", ", ServedFields.missing(document(), Map.of("Combo", Set.of(expected))));
    }

    private static JsonNode document() throws Exception {
        return new ObjectMapper().readTree(DOCUMENT);
    }
}
