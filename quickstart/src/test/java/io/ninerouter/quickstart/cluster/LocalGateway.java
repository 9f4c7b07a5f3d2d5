package io.ninerouter.quickstart.cluster;

import io.ninerouter.gateway.GatewayApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway as it runs elsewhere: outside of the cluster, with an account of its own. */
final class LocalGateway implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ConfigurableApplicationContext context;

    private LocalGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static LocalGateway start(Path kubeconfig, String namespace, String router, String name) {
        // What KUBECONFIG is to a process of its own; that of this process may be somebody else's.
        System.setProperty("kubeconfig", kubeconfig.toString());
        try {
            return new LocalGateway(new SpringApplicationBuilder(GatewayApplication.class)
                    .registerShutdownHook(false)
                    .run(
                            "--ninerouter.replica.name=" + name,
                            "--ninerouter.router.namespace=" + namespace,
                            "--ninerouter.router.name=" + router,
                            "--ninerouter.allow-loopback-providers=true",
                            "--ninerouter.linger=0s",
                            "--server.address=127.0.0.1",
                            "--server.port=0",
                            "--management.server.address=127.0.0.1",
                            "--management.server.port=0"));
        } finally {
            System.clearProperty("kubeconfig");
        }
    }

    /** Asks for a chat completion, showing a key or a token. */
    HttpResponse<String> ask(String model, String bearer) throws IOException, InterruptedException {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + bearer)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
