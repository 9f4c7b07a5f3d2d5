package io.ninerouter.quickstart.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.quickstart.api.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Policy engines sit before every write of a cluster; this one allows everything, late. On this machine. */
final class AdmissionHook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient admin;
    private final String name;
    private final String namespace;
    private final ServerCertificate certificate = ServerCertificate.create(Instant.now());
    private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpsServer server;

    AdmissionHook(KubernetesClient admin, String run, String namespace) throws IOException {
        this.admin = admin;
        this.name = "ninerouter-e2e-" + run;
        this.namespace = namespace;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        server.setExecutor(pool);
    }

    /** Holds every write of our kinds and of Secrets in the namespace for as long; the server waits a second or more. */
    void hold(Duration delay, Duration patience) {
        Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, pool);
        server.createContext("/", exchange -> later.execute(() -> allow(exchange)));
        server.start();
        ValidatingWebhookConfiguration hook = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addNewWebhook()
                .withName("late.ninerouter.io")
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:" + server.getAddress().getPort() + "/")
                .withCaBundle(
                        Base64.getEncoder().encodeToString(certificate.pem().getBytes(StandardCharsets.UTF_8)))
                .endClientConfig()
                .withRules(rule("ninerouter.io", "*/*"), rule("", "secrets"))
                .withSideEffects("None")
                .withAdmissionReviewVersions("v1")
                .withTimeoutSeconds((int) patience.toSeconds())
                .withFailurePolicy("Fail")
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
                .endNamespaceSelector()
                .endWebhook()
                .build();
        admin.resource(hook).serverSideApply();
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    private static RuleWithOperations rule(String group, String resources) {
        return new RuleWithOperationsBuilder()
                .withApiGroups(group)
                .withApiVersions("*")
                .withOperations("CREATE", "UPDATE")
                .withResources(List.of(resources))
                .build();
    }

    private void allow(HttpExchange exchange) {
        asked.incrementAndGet();
        try (exchange) {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            byte[] answer = JSON.writeValueAsBytes(Map.of(
                    "apiVersion",
                    "admission.k8s.io/v1",
                    "kind",
                    "AdmissionReview",
                    "response",
                    Map.of("uid", review.path("request").path("uid").asText(), "allowed", true)));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            // Whoever asked has not waited.
        }
    }

    @Override
    public void close() {
        admin.resources(ValidatingWebhookConfiguration.class).withName(name).delete();
        server.stop(0);
        pool.shutdownNow();
    }
}
