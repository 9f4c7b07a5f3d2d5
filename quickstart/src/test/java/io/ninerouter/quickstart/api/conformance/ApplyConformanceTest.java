package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApplyConformanceTest {

    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    @Test
    void createsWhatIsNotThereYet() {
        GenericKubernetesResource applied = apply("fresh", "one", false, "color: red");
        assertThat(applied.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(applied.getMetadata().getManagedFields()).singleElement().satisfies(entry -> {
            assertThat(entry.getManager()).isEqualTo("one");
            assertThat(entry.getOperation()).isEqualTo("Apply");
            assertThat(fields(entry)).isEqualTo(Map.of("f:spec", Map.of("f:color", Map.of())));
        });
    }

    @Test
    void changesNothingWhenAppliedAgain() {
        String first = version(apply("again", "one", false, "color: red, tags: [b, a]"));
        assertThat(version(apply("again", "one", false, "color: red, tags: [b, a]")))
                .isEqualTo(first);
    }

    @Test
    void removesWhatItsManagerNoLongerApplies() {
        apply("shrink", "one", false, "color: red, label: abc, parts: [{name: a}, {name: b}]");
        GenericKubernetesResource applied = apply("shrink", "one", false, "color: red, parts: [{name: b}]");
        assertThat(spec(applied)).doesNotContainKey("label");
        assertThat(names(applied)).containsExactly("b");
    }

    @Test
    void keepsWhatOthersOwn() {
        apply("shared", "one", false, "color: red, parts: [{name: a, weight: 1}]");
        apply("shared", "two", false, "parts: [{name: b}], label: abc");
        GenericKubernetesResource applied = apply("shared", "one", false, "color: green");
        assertThat(spec(applied)).containsEntry("label", "abc").containsEntry("color", "green");
        assertThat(names(applied)).containsExactly("b");
    }

    @Test
    void refusesToTakeWhatAnotherOwns() {
        apply("contested", "one", false, "color: red");
        assertThatThrownBy(() -> apply("contested", "two", false, "color: green"))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .spec.color");
                    assertThat(e.getStatus().getDetails().getCauses())
                            .singleElement()
                            .satisfies(cause -> {
                                assertThat(cause.getReason()).isEqualTo("FieldManagerConflict");
                                assertThat(cause.getField()).isEqualTo(".spec.color");
                            });
                });
    }

    @Test
    void sharesAFieldThatBothSetAlike() {
        apply("alike", "one", false, "color: red");
        GenericKubernetesResource both = apply("alike", "two", false, "color: red");
        assertThat(both.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void takesItByForce() {
        apply("forced", "one", false, "color: red, label: abc");
        GenericKubernetesResource forced = apply("forced", "two", true, "color: green");
        assertThat(spec(forced)).containsEntry("color", "green").containsEntry("label", "abc");
        assertThat(forced.getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getManager().equals("one"))
                .singleElement()
                .satisfies(entry -> assertThat(fields(entry)).isEqualTo(Map.of("f:spec", Map.of("f:label", Map.of()))));
    }

    @Test
    void conflictsWithAPlainUpdateToo() {
        apply("edited", "one", false, "color: red");
        API.widget("edited").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"color\":\"blue\"}}");
        assertThatThrownBy(() -> apply("edited", "one", false, "color: red"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void appliesStatusThroughItsOwnDoorOnly() {
        apply("status", "one", false, "color: red");
        GenericKubernetesResource status = API.newWidget("status", "color: blue");
        status.setAdditionalProperty(
                "status", Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))));
        GenericKubernetesResource applied = API.client()
                .resource(status)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("operator")
                        .build());
        assertThat(spec(applied)).containsEntry("color", "red");
        assertThat(applied.getAdditionalProperties().get("status"))
                .isEqualTo(Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))));
        assertThat(applied.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(applied.getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getManager().equals("operator"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getSubresource()).isEqualTo("status"));
        GenericKubernetesResource again = apply("status", "one", false, "color: green");
        assertThat(again.getAdditionalProperties()).containsKey("status");
    }

    @Test
    void replacesAtomicListsAsAWhole() {
        apply("atomic", "one", false, "color: red, parts: [{name: a, colors: [x, y]}]");
        GenericKubernetesResource applied =
                apply("atomic", "one", false, "color: red, parts: [{name: a, colors: [z]}]");
        assertThat(applied.<List<Map<String, Object>>>get("spec", "parts").getFirst())
                .containsEntry("colors", List.of("z"));
    }

    @Test
    void refusesToApplyWhatTheSchemaDoesNotHave() {
        assertThatThrownBy(() -> apply("unknown", "one", false, "color: red, colour: green"))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(500);
                    assertThat(e.getStatus().getMessage())
                            .startsWith("failed to create typed patch object (")
                            .endsWith("Kind=Widget): .spec.colour: field not declared in schema");
                });
    }

    private static GenericKubernetesResource apply(String name, String manager, boolean force, String spec) {
        return API.client()
                .resource(API.newWidget(name, spec))
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(manager)
                        .withForce(force)
                        .build());
    }

    private static Map<String, Object> fields(ManagedFieldsEntry entry) {
        return entry.getFieldsV1().getAdditionalProperties();
    }

    private static String version(GenericKubernetesResource widget) {
        return widget.getMetadata().getResourceVersion();
    }

    private static Map<String, Object> spec(GenericKubernetesResource widget) {
        return widget.get("spec");
    }

    private static List<Object> names(GenericKubernetesResource widget) {
        List<Map<String, Object>> parts = widget.get("spec", "parts");
        return parts.stream().map(part -> part.get("name")).toList();
    }
}
