package io.ninerouter.gateway.config;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * An API server that takes the reports of a replica, or does not: the mock of the Kubernetes client knows no server-side apply.
 * It gives back what it was sent.
 */
final class ReportServer implements AutoCloseable {
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final KubernetesClient client;
    private volatile int status = 200;
    private volatile @Nullable String earlier;
    private volatile @Nullable CountDownLatch held;

    /**
     * What it was asked.
     *
     * @param status what it answered
     */
    record Call(String method, String path, String query, String type, String body, int status) {}

    ReportServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** One of its clients, which asks no second time. */
    KubernetesClient client() {
        return client;
    }

    /** All that it was asked so far. */
    List<Call> calls() {
        return calls;
    }

    /** Answers so from now on. */
    void answers(int status) {
        this.status = status;
    }

    /** What is there already has this status; null = it has none. */
    void has(@Nullable String earlier) {
        this.earlier = earlier;
    }

    /** Answers only when this is open; null = at once. */
    void holds(@Nullable CountDownLatch held) {
        this.held = held;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answered = status;
        calls.add(new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestURI().getQuery()),
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                body,
                answered));
        awaitTurn();
        byte[] answer = text(body, answered).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answered, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String text(String body, int answered) {
        if (answered != 200) {
            return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"code\":"
                    + answered + "}";
        }
        String found = earlier;
        String echo = body.isEmpty() ? "{}" : body;
        return found == null ? echo : echo.replaceFirst("}$", ",\"status\":" + found + "}");
    }

    private void awaitTurn() throws IOException {
        CountDownLatch latch = held;
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
