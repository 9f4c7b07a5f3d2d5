package io.ninerouter.quickstart.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenAI provider that refuses as often as it is told to and answers otherwise: who asks again too early is answered. What its
 * model {@code cut} says breaks off.
 */
final class LimitingProvider implements AutoCloseable {
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    LimitingProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Refuses the next request. */
    void refuseNext(int status, int retryAfterSeconds) {
        refusals.add(new Refusal(status, retryAfterSeconds));
    }

    int calls() {
        return calls.get();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.incrementAndGet();
        if (asked.contains("\"model\":\"cut\"")) {
            cut(exchange);
            return;
        }
        Refusal refusal = refusals.poll();
        byte[] body = (refusal == null
                        ? "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}"
                        : "{\"error\":{\"message\":\"no\",\"type\":\"requests\",\"code\":null}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (refusal != null && refusal.retryAfterSeconds > 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(refusal.retryAfterSeconds));
        }
        exchange.sendResponseHeaders(refusal == null ? 200 : refusal.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Without the last chunk of HTTP: a connection that is lost. */
    private static void cut(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody()
                .write(
                        ("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                                        + "[{\"index\":0,\"delta\":{\"content\":\"The beginning of an answer\"}}]}\n\n")
                                .getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private record Refusal(int status, int retryAfterSeconds) {}
}
