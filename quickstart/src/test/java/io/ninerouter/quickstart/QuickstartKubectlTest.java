package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.quickstart.cluster.Kubectl;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

    /** What the banner tells people to try, and what it says that they see then. */
    @Test
    void theFirstAnswersShowMoneySpentAndWindowsUsed() throws Exception {
        String chat = ask("/v1/chat/completions", "");
        String message = ask("/v1/messages", ", \"max_tokens\": 256");
        BigDecimal cost =
                cost(chat, "prompt_tokens", "completion_tokens").add(cost(message, "input_tokens", "output_tokens"));

        ApiKey key = quickstart
                .client()
                .resources(ApiKey.class)
                .inNamespace("default")
                .withName("coder")
                .waitUntilCondition(
                        seen -> seen != null
                                && seen.getStatus() != null
                                && seen.getStatus().usage() != null
                                && Long.valueOf(2)
                                        .equals(seen.getStatus().usage().requests())
                                && seen.getStatus().budget() != null
                                && !"0".equals(seen.getStatus().budget().spentUsd()),
                        3,
                        TimeUnit.MINUTES);
        assertThat(new BigDecimal(key.getStatus().usage().costUsd())).isEqualByComparingTo(cost);
        assertThat(key.getStatus().usage().unpricedAttempts()).isNull();
        assertThat(succeed("get", "apikeys"))
                .contains("SPENT", "LEFT", key.getStatus().usage().costUsd())
                .contains(key.getStatus().budget().leftUsd());

        quickstart
                .client()
                .resources(ProviderConnection.class)
                .inNamespace("default")
                .withName("scripted")
                .waitUntilCondition(seen -> seen.getStatus().quotas().size() == 3, 3, TimeUnit.MINUTES);
        assertThat(succeed("get", "pconn", "scripted", "-o", "yaml"))
                .contains("window: 5h", "window: 7d", "window: requests", "usedPercent: 25", "usedPercent: 40");
    }

    private static String ask(String path, String more) throws Exception {
        String body = "{\"model\": \"coding\"%s, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}"
                .formatted(more);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(quickstart.gateway() + path))
                            .header(
                                    "Authorization",
                                    "Bearer " + quickstart.key().reveal())
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    /** At 2 and 10 USD a million tokens, as the samples say. */
    private static BigDecimal cost(String answer, String input, String output) throws IOException {
        JsonNode usage = new ObjectMapper().readTree(answer).path("usage");
        return BigDecimal.valueOf(
                2 * usage.path(input).longValue() + 10 * usage.path(output).longValue(), 6);
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
