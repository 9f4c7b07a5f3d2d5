package io.ninerouter.quickstart.api.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.quickstart.api.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubectlWriteTest {

    @RegisterExtension
    static final Kubectl KUBECTL = new Kubectl();

    @BeforeAll
    static void define() {
        KUBECTL.file("crd.yaml", Yaml.text("/conformance/widgets.yaml"));
        KUBECTL.ok("apply --server-side -f crd.yaml");
        KUBECTL.ok("wait --for=condition=Established crd/widgets.conformance.ninerouter.io");
    }

    @Test
    void appliesOnTheClientSideAndSeesWhatChanged() {
        widget("applied", "red", "");
        assertThat(KUBECTL.ok("apply -f applied.yaml")).contains("applied created");
        assertThat(KUBECTL.ok("apply -f applied.yaml")).contains("applied unchanged");
        widget("applied", "green", "");
        Kubectl.Outcome diff = KUBECTL.run("diff -f applied.yaml");
        assertThat(diff.exit()).isEqualTo(1);
        assertThat(diff.out()).contains("-  color: red").contains("+  color: green");
        assertThat(KUBECTL.ok("apply -f applied.yaml")).contains("applied configured");
        assertThat(KUBECTL.run("diff -f applied.yaml").exit()).isZero();
    }

    @Test
    void appliesOnTheServerSideAndReportsConflicts() {
        widget("server", "red", "");
        assertThat(KUBECTL.ok("apply --server-side -f server.yaml")).contains("serverside-applied");
        widget("server", "green", "");
        Kubectl.Outcome conflict = KUBECTL.run("apply --server-side --field-manager=other -f server.yaml");
        assertThat(conflict.exit()).isEqualTo(1);
        assertThat(conflict.err())
                .contains("Apply failed with 1 conflict: conflict with \"kubectl\": ")
                .contains(".spec.color")
                .contains("--force-conflicts");
        KUBECTL.ok("apply --server-side --field-manager=other --force-conflicts -f server.yaml");
        assertThat(color("server")).isEqualTo("green");
        assertThat(KUBECTL.run("diff --server-side --field-manager=other -f server.yaml")
                        .exit())
                .isZero();
    }

    @Test
    void handsClientSideFieldsOverToServerSideApply() {
        widget("handover", "red", ", label: abc");
        KUBECTL.ok("apply -f handover.yaml");
        KUBECTL.ok("apply --server-side -f handover.yaml");
        widget("handover", "red", "");
        KUBECTL.ok("apply --server-side -f handover.yaml");
        assertThat(KUBECTL.ok("get wdg handover -o jsonpath={.spec.label}")).isEmpty();
    }

    @Test
    void storesNothingOnADryRun() {
        widget("dry", "red", "");
        assertThat(KUBECTL.ok("apply --dry-run=server -f dry.yaml")).contains("created (server dry run)");
        assertThat(KUBECTL.run("get wdg dry").exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "red | , colour: x | spec.colour",
                "pink | | spec.color: Unsupported value: \"pink\": supported values: \"red\", \"green\", \"blue\"",
                "red | , size: 11 | spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10",
                "red | , endpoint: 'ftp://x' | spec.endpoint: Invalid value: \"string\": endpoint must be an http or"
                        + " https URL",
                "red | , parts: [{name: a, weight: 5}] | spec.parts: Invalid value: \"object\": no part may weigh more"
                        + " than a red widget of its size",
            })
    void refusesWhatTheSchemaForbids(String color, String more, String message) {
        widget("bad", color, more == null ? "" : more);
        for (String how : List.of("create", "apply", "apply --server-side")) {
            Kubectl.Outcome refused = KUBECTL.run(how + " -f bad.yaml");
            assertThat(refused.exit()).as(how).isEqualTo(1);
            assertThat(refused.err()).as(how).contains(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create secret generic s1 --from-literal=a=b | secret/s1 created",
                "create configmap c1 --from-literal=a=b | configmap/c1 created",
                "create ns n1 | namespace/n1 created",
                "create sa a1 | serviceaccount/a1 created",
                "create role r1 --verb=get --resource=secrets | role.rbac.authorization.k8s.io/r1 created",
                "create rolebinding b1 --role=r1 --serviceaccount=default:a1 |"
                        + " rolebinding.rbac.authorization.k8s.io/b1 created",
            })
    void createsByCommand(String command, String expected) {
        assertThat(KUBECTL.ok(command)).contains(expected);
        Kubectl.Outcome again = KUBECTL.run(command);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err().toLowerCase(Locale.ROOT)).contains("already exists");
    }

    @Test
    void patchesInEveryForm() {
        created("patched");
        KUBECTL.ok("patch wdg patched --type=merge -p {\"spec\":{\"color\":\"green\"}}");
        assertThat(color("patched")).isEqualTo("green");
        KUBECTL.ok(
                "patch wdg patched --type=json -p [{\"op\":\"replace\",\"path\":\"/spec/color\",\"value\":\"blue\"}]");
        assertThat(color("patched")).isEqualTo("blue");
        KUBECTL.ok("create configmap patched --from-literal=a=b");
        KUBECTL.ok("patch configmap patched -p {\"data\":{\"a\":null,\"c\":\"d\"}}");
        assertThat(KUBECTL.ok("get configmap patched -o jsonpath={.data}")).isEqualTo("{\"c\":\"d\"}");
        Kubectl.Outcome strategic = KUBECTL.run("patch wdg patched --type=strategic -p {\"spec\":{\"color\":\"red\"}}");
        assertThat(strategic.exit()).isEqualTo(1);
    }

    @Test
    void labelsAnnotatesReplacesAndEdits() throws IOException {
        created("touched");
        KUBECTL.ok("label wdg touched a=b");
        KUBECTL.ok("annotate wdg touched note=hello");
        assertThat(KUBECTL.ok("get wdg touched -o jsonpath={.metadata.labels.a}{.metadata.annotations.note}"))
                .isEqualTo("bhello");
        KUBECTL.ok("label wdg touched a-");
        widget("touched", "green", "");
        KUBECTL.ok("replace -f touched.yaml");
        assertThat(color("touched")).isEqualTo("green");
        var editor = KUBECTL.file("editor.sh", "#!/bin/sh\nsed -i 's/color: green/color: blue/' \"$1\"\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        assertThat(KUBECTL.ok("edit wdg touched")).contains("touched edited");
        assertThat(color("touched")).isEqualTo("blue");
    }

    @Test
    void waitsForConditionsFieldsAndDeletion() {
        created("awaited");
        assertThat(KUBECTL.run("wait --for=condition=Ready --timeout=1s wdg/awaited")
                        .exit())
                .isEqualTo(1);
        KUBECTL.ok("patch wdg awaited --subresource=status --type=merge -p"
                + " {\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
        assertThat(KUBECTL.ok("wait --for=condition=Ready --timeout=60s wdg/awaited"))
                .contains("condition met");
        KUBECTL.ok("wait --for=jsonpath={.spec.color}=red --timeout=60s wdg/awaited");
        KUBECTL.ok("delete wdg awaited --wait=false");
        KUBECTL.ok("wait --for=delete --timeout=60s wdg/awaited");
    }

    @Test
    void waitsForFinalizersWhenDeleting() {
        created("finalized");
        KUBECTL.ok("patch wdg finalized --type=merge -p {\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
        assertThat(KUBECTL.run("delete wdg finalized --timeout=1s").exit()).isEqualTo(1);
        assertThat(KUBECTL.ok("get wdg finalized -o jsonpath={.metadata.deletionTimestamp}"))
                .isNotEmpty();
        KUBECTL.ok("patch wdg finalized --type=merge -p {\"metadata\":{\"finalizers\":null}}");
        assertThat(KUBECTL.run("get wdg finalized").exit()).isEqualTo(1);
    }

    @Test
    void deletesANamespaceWithWhatIsInIt() {
        KUBECTL.ok("create ns doomed");
        KUBECTL.ok("create configmap inside -n doomed");
        assertThat(KUBECTL.ok("delete ns doomed --timeout=60s")).contains("\"doomed\" deleted");
        assertThat(KUBECTL.run("get configmap inside -n doomed").exit()).isEqualTo(1);
    }

    @Test
    void deletesADefinitionWithItsObjects() {
        KUBECTL.file(
                "gadgets.yaml",
                Yaml.text("/conformance/widgets.yaml")
                        .replace("widget", "gadget")
                        .replace("Widget", "Gadget")
                        .replace("wdg", "gdt"));
        KUBECTL.ok("apply -f gadgets.yaml");
        KUBECTL.ok("wait --for=condition=Established crd/gadgets.conformance.ninerouter.io");
        KUBECTL.file("gone.yaml", """
            apiVersion: conformance.ninerouter.io/v1
            kind: Gadget
            metadata: {name: gone}
            spec: {color: red}
            """);
        KUBECTL.ok("create -f gone.yaml");
        KUBECTL.ok("delete crd gadgets.conformance.ninerouter.io --timeout=60s");
        assertThat(KUBECTL.run("get gadgets").err())
                .containsAnyOf("doesn't have a resource type", "could not find the requested resource");
    }

    @Test
    void deletesAllOfALabel() {
        created("bulk-1");
        created("bulk-2");
        KUBECTL.ok("label wdg bulk-1 bulk-2 bulk=yes");
        assertThat(KUBECTL.ok("delete wdg -l bulk=yes")).contains("bulk-1").contains("bulk-2");
    }

    private static void created(String name) {
        widget(name, "red", "");
        KUBECTL.ok("create -f " + name + ".yaml");
    }

    private static String color(String name) {
        return KUBECTL.ok("get wdg " + name + " -o jsonpath={.spec.color}");
    }

    private static void widget(String name, String color, String more) {
        KUBECTL.file(name + ".yaml", """
            apiVersion: conformance.ninerouter.io/v1
            kind: Widget
            metadata: {name: %s}
            spec: {color: %s%s}
            """.formatted(name, color, more));
    }
}
