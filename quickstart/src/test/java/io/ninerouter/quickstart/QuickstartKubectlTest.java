package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ninerouter.quickstart.cluster.Kubectl;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the real kubectl against the running quickstart. */
class QuickstartKubectlTest {
    @TempDir
    static Path scratch;

    private static Quickstart quickstart;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        quickstart = Quickstart.start(QuickstartSettings.anyPorts(scratch));
    }

    @AfterAll
    static void stop() {
        if (quickstart != null) {
            quickstart.close();
        }
    }

    @Test
    void oneWordListsEverythingWithItsState() throws Exception {
        Kubectl.Run all = kubectl().run("get", "ninerouter");
        assertThat(all.exit()).as(all.output()).isZero();
        assertThat(all.output())
                .contains("router.ninerouter.io/main")
                .contains("providerconnection.ninerouter.io/scripted")
                .contains("combo.ninerouter.io/coding")
                .contains("modelalias.ninerouter.io/gpt-4o")
                .contains("apikey.ninerouter.io/coder");
        assertThat(succeed("get", "pconn", "-o", "wide")).contains("READY", "REASON", "PROVIDER", "AGE", "MESSAGE");
    }

    @Test
    void appliedObjectsBecomeReadyAndGoWhenTheyAreDeleted() throws Exception {
        Path file = write("""
                apiVersion: v1
                kind: Secret
                metadata: {name: mine}
                stringData: {api-key: scripted-provider-key}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: mine}
                spec:
                  provider: scripted
                  auth: {apiKey: {secretRef: {name: mine}}}
                """);
        succeed("apply", "-f", file.toString());
        succeed("wait", "--for=condition=Ready", "pconn/mine", "--timeout=30s");
        succeed("apply", "--server-side", "--force-conflicts", "-f", file.toString());
        succeed("label", "pconn/mine", "team=platform");
        succeed("patch", "pconn/mine", "--type=merge", "-p", "{\"spec\":{\"priority\":5}}");
        assertThat(succeed("get", "pconn/mine", "-o", "jsonpath={.spec.priority}"))
                .isEqualTo("5");
        assertThat(succeed("describe", "pconn/mine")).contains("Accepted", "ResolvedRefs", "Programmed");
        succeed("delete", "-f", file.toString());
        assertThat(kubectl().run("get", "pconn/mine").output()).contains("NotFound");
    }

    @Test
    void aConnectionWhoseSecretIsMissingSaysSoAndIsNotReady() throws Exception {
        Path file = write("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: poor}
                spec:
                  provider: openai
                  auth: {apiKey: {secretRef: {name: nowhere}}}
                """);
        succeed("apply", "-f", file.toString());
        succeed("wait", "--for=condition=ResolvedRefs=False", "pconn/poor", "--timeout=30s");
        String why = succeed("get", "pconn/poor", "-o", "jsonpath={.status.conditions[?(@.type=='Ready')]}");
        assertThat(why).contains("\"status\":\"False\"", "SecretNotFound", "nowhere");
        succeed("delete", "-f", file.toString());
    }

    @Test
    void whatARouterNeedsOfAClusterCanBeLookedAt() throws Exception {
        Path file = write("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: prod, namespace: shop}
                spec: {gateway: {autoscaling: {maxReplicas: 6}}}
                """);
        succeed("apply", "-f", file.toString());
        succeed("wait", "--for=condition=Programmed=False", "rtr/prod", "-n", "shop", "--timeout=30s");
        String all = succeed("get", "deploy,svc,sa,role,rolebinding,netpol,pdb,hpa", "-n", "shop");
        assertThat(all)
                .contains("deployment.apps/prod-gateway")
                .contains("service/prod ")
                .contains("serviceaccount/prod-gateway")
                .contains("role.rbac.authorization.k8s.io/prod-gateway")
                .contains("rolebinding.rbac.authorization.k8s.io/prod-gateway")
                .contains("networkpolicy.networking.k8s.io/prod-gateway")
                .contains("poddisruptionbudget.policy/prod-gateway")
                .contains("horizontalpodautoscaler.autoscaling/prod-gateway");
        assertThat(succeed("describe", "deploy/prod-gateway", "-n", "shop"))
                .contains("/livez", "/readyz", "NINEROUTER_ROUTER_NAME:", "prod");
        succeed("delete", "-f", file.toString(), "--timeout=60s", "--ignore-not-found");
        assertThat(kubectl().run("get", "deploy/prod-gateway", "-n", "shop").output())
                .contains("NotFound");
    }

    @Test
    void fieldsAreExplained() throws Exception {
        assertThat(succeed("explain", "combo.spec.models")).contains("model", "-required-");
    }

    @Test
    void aTakenPortIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var settings = new QuickstartSettings(taken.getLocalPort(), 0, 0, 0, scratch.resolve("other"), false);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Quickstart.start(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("quickstart.apiPort");
        }
    }

    private static Path write(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(scratch, "objects", ".yaml"), yaml, StandardCharsets.UTF_8);
    }

    private static String succeed(String... arguments) throws IOException, InterruptedException {
        return kubectl().succeed(arguments);
    }

    private static Kubectl kubectl() {
        return new Kubectl(quickstart.kubeconfig());
    }
}
