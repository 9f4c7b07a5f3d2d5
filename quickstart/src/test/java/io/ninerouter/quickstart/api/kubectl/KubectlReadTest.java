package io.ninerouter.quickstart.api.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.quickstart.api.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubectlReadTest {

    @RegisterExtension
    static final Kubectl KUBECTL = new Kubectl();

    @BeforeAll
    static void fill() {
        KUBECTL.file("crd.yaml", Yaml.text("/conformance/widgets.yaml"));
        KUBECTL.file("widgets.yaml", """
            apiVersion: conformance.ninerouter.io/v1
            kind: Widget
            metadata: {name: small, labels: {line: a}}
            spec: {color: red, size: 1}
            ---
            apiVersion: conformance.ninerouter.io/v1
            kind: Widget
            metadata: {name: large, labels: {line: b}}
            spec: {color: green, size: 9}
            """);
        KUBECTL.ok("apply -f crd.yaml");
        KUBECTL.ok("wait --for=condition=Established crd/widgets.conformance.ninerouter.io");
        KUBECTL.ok("apply -f widgets.yaml");
        KUBECTL.ok("create secret generic hidden --from-literal=key=value");
        KUBECTL.ok("patch wdg small --subresource=status --type=merge -p"
                + " {\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version | Server Version: v1.33",
                "get --raw / | \"/apis/conformance.ninerouter.io/v1\"",
                "get --raw /readyz | ok",
                "cluster-info | is running at https://127.0.0.1:",
                "api-resources | widgets                     wdg          conformance.ninerouter.io/v1",
                "api-versions | coordination.k8s.io/v1",
                "get widgets | small   True    red",
                "get wdg -o wide | large           green   9",
                "get conformance | large           green",
                "get wdg -A | default     large",
                "get wdg -l line=a -o name | widget.conformance.ninerouter.io/small",
                "get wdg --field-selector spec.color=green -o name | widget.conformance.ninerouter.io/large",
                "get wdg --field-selector metadata.name=small -o name | widget.conformance.ninerouter.io/small",
                "get wdg small -o jsonpath={.spec.settings.speed} | slow",
                "get wdg large -o yaml | color: green",
                "get wdg --sort-by=.spec.size -o custom-columns=N:.metadata.name | small",
                "get secret hidden | Opaque   1",
                "get ns default | Active",
                "get crd | widgets.conformance.ninerouter.io",
                "describe wdg small | Color:",
                "describe secret hidden | key:  5 bytes",
                "describe ns default | Status:       Active",
                "explain wdg | A widget is made of parts.",
                "explain wdg.spec.color | The colour of the widget.",
                "explain secret.data | FIELD: data <map[string]string>",
                "explain deployment.spec.template.spec.containers | name",
                "auth can-i create wdg | yes",
                "auth can-i --list | [*]",
                "auth whoami | ninerouter-admin",
            })
    void answers(String command, String expected) {
        assertThat(KUBECTL.ok(command)).contains(expected);
    }

    @Test
    void printsNoOtherObjectThanTheOneAsked() {
        assertThat(KUBECTL.ok("get wdg -l line=a -o name").lines()).hasSize(1);
        assertThat(KUBECTL.ok("get wdg --field-selector spec.color!=green -o name")
                        .lines())
                .hasSize(1);
    }

    @Test
    void saysWhatIsNotThere() {
        Kubectl.Outcome absent = KUBECTL.run("get wdg absent");
        assertThat(absent.exit()).isEqualTo(1);
        assertThat(absent.err())
                .contains("Error from server (NotFound): widgets.conformance.ninerouter.io \"absent\" not found");
        assertThat(KUBECTL.run("get gadgets").err()).contains("the server doesn't have a resource type \"gadgets\"");
    }

    @Test
    void watchesAsTablesWithOneHeading() throws IOException {
        Process watch = KUBECTL.start(List.of("get", "secret", "-w", "-n", "kube-public"));
        try (BufferedReader out = watch.inputReader(StandardCharsets.UTF_8)) {
            KUBECTL.ok("create secret generic first -n kube-public");
            assertThat(out.readLine()).startsWith("NAME");
            assertThat(out.readLine()).startsWith("first");
            KUBECTL.ok("create secret generic second -n kube-public");
            assertThat(out.readLine()).startsWith("second");
        } finally {
            watch.destroy();
        }
    }

    @Test
    void showsEventsOfAnObject() {
        String uid = KUBECTL.ok("get wdg small -o jsonpath={.metadata.uid}");
        KUBECTL.file("event.yaml", """
            apiVersion: events.k8s.io/v1
            kind: Event
            metadata: {name: small.1, namespace: default}
            regarding: {apiVersion: conformance.ninerouter.io/v1, kind: Widget, name: small, namespace: default, uid: %s}
            reason: Polished
            note: It shines
            type: Normal
            action: Polish
            eventTime: "2026-01-01T00:00:00.000000Z"
            reportingController: test
            reportingInstance: test-1
            """.formatted(uid));
        KUBECTL.ok("apply -f event.yaml");
        assertThat(KUBECTL.ok("describe wdg small")).contains("Polished").contains("It shines");
        assertThat(KUBECTL.ok("get events")).contains("widget/small").contains("It shines");
        assertThat(KUBECTL.ok("events --for widget/small")).contains("It shines");
        assertThat(KUBECTL.ok("get events.v1.events.k8s.io small.1 -o jsonpath={.regarding.name}"))
                .isEqualTo("small");
    }
}
