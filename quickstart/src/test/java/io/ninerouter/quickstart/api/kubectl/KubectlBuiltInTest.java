package io.ninerouter.quickstart.api.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.quickstart.api.Yaml;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in kinds an operator owns: stored as they are, merged and validated by their schemas. */
class KubectlBuiltInTest {

    @RegisterExtension
    static final Kubectl KUBECTL = new Kubectl();

    private static final String WORKLOAD = Yaml.text("/conformance/workload.yaml");

    @BeforeAll
    static void apply() {
        KUBECTL.file("workload.yaml", WORKLOAD);
        KUBECTL.ok("apply --server-side -f workload.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get deploy gateway | 0/2",
                "get svc gateway | 80/TCP",
                "get pdb gateway | N/A",
                "get hpa gateway | gateway     2         20",
                "get netpol gateway | gateway",
                "get role,rolebinding | Role/gateway",
                "get all | deployment.apps/gateway",
                "describe deploy gateway | image-1",
                "describe svc gateway | ClusterIP",
                "describe role gateway | secrets",
                "get deploy gateway -o jsonpath={.spec.template.spec.containers[0].ports[0].protocol} | TCP",
            })
    void showsWhatWasApplied(String command, String expected) {
        assertThat(KUBECTL.ok(command)).contains(expected);
    }

    @Test
    void mergesContainersByNameOnTheServerSide() {
        KUBECTL.file("sidecar.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gateway}
            spec: {template: {spec: {containers: [{name: sidecar, image: image-2}]}}}
            """);
        KUBECTL.ok("apply --server-side --field-manager=mesh -f sidecar.yaml");
        KUBECTL.ok("apply --server-side -f workload.yaml");
        assertThat(KUBECTL.ok("get deploy gateway -o jsonpath={.spec.template.spec.containers[*].name}"))
                .isEqualTo("gateway sidecar");
        KUBECTL.file("empty.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: gateway}
            """);
        KUBECTL.ok("apply --server-side --field-manager=mesh -f empty.yaml");
        assertThat(KUBECTL.ok("get deploy gateway -o jsonpath={.spec.template.spec.containers[*].name}"))
                .isEqualTo("gateway");
    }

    @Test
    void aNumberOfPodsThatNobodyHoldsFallsBackToOne() {
        KUBECTL.file("many.yaml", WORKLOAD.replace("name: gateway", "name: many"));
        KUBECTL.file("five.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: many}
            spec: {replicas: 5}
            """);
        KUBECTL.file("none.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: many}
            """);
        KUBECTL.ok("apply --server-side --field-manager=all -f many.yaml");
        KUBECTL.ok("apply --server-side --field-manager=scale --force-conflicts -f five.yaml");
        assertThat(KUBECTL.ok("get deploy many -o jsonpath={.spec.replicas}")).isEqualTo("5");
        KUBECTL.ok("apply --server-side --field-manager=scale -f none.yaml");
        assertThat(KUBECTL.ok("get deploy many -o jsonpath={.spec.replicas}")).isEqualTo("1");
    }

    @Test
    void mergesContainersByNameOnTheClientSideAndByPatch() {
        KUBECTL.file("client.yaml", WORKLOAD.replace("name: gateway", "name: client"));
        KUBECTL.ok("apply -f client.yaml");
        assertThat(KUBECTL.ok("apply -f client.yaml")).contains("deployment.apps/client unchanged");
        KUBECTL.ok("set image deploy/client client=image-3");
        assertThat(KUBECTL.ok("get deploy client -o jsonpath={.spec.template.spec.containers[*].image}"))
                .isEqualTo("image-3");
        assertThat(KUBECTL.ok("get deploy client -o jsonpath={.metadata.generation}"))
                .isEqualTo("2");
    }

    @Test
    void refusesFieldsThatAKindDoesNotHave() {
        KUBECTL.file(
                "typo.yaml", WORKLOAD.replace("name: gateway", "name: typo").replace("image:", "imaage:"));
        Kubectl.Outcome refused = KUBECTL.run("apply -f typo.yaml");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("strict decoding error: unknown field \"spec.template.spec.containers[0].imaage\"");
        Kubectl.Outcome warned = KUBECTL.run("apply --validate=warn -f typo.yaml");
        assertThat(warned.err()).contains("Warning: unknown field");
        assertThat(warned.exit()).isZero();
    }

    @Test
    void refusesValuesOfTheWrongType() {
        KUBECTL.file("type.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: wrong}
            data: {a: 1}
            """);
        Kubectl.Outcome refused = KUBECTL.run("create -f type.yaml");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("data.a in body must be of type string");
    }

    @Test
    void keepsImmutableSecretsAndTheirTypes() {
        KUBECTL.ok("create secret generic fixed --from-literal=a=b");
        assertThat(KUBECTL.run("patch secret fixed -p {\"type\":\"other\"}").err())
                .contains("type: Invalid value: \"other\": field is immutable");
        KUBECTL.ok("patch secret fixed -p {\"immutable\":true}");
        assertThat(KUBECTL.run("patch secret fixed -p {\"stringData\":{\"a\":\"c\"}}")
                        .err())
                .contains("data: Forbidden: field is immutable when `immutable` is set");
    }
}
