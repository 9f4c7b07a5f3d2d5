package io.ninerouter.quickstart.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ninerouter.config.Dialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider that speaks what it is told and remembers what it was asked. */
final class RecordingProvider implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile Dialect spoken = Dialect.OPENAI_CHAT;

    RecordingProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RecordingProvider speaks(Dialect dialect) {
        spoken = dialect;
        asked.clear();
        return this;
    }

    /** The only request since it was told what to speak. */
    Asked only() {
        if (asked.size() != 1) {
            throw new AssertionError("requests: " + asked.size() + " (expected: 1)");
        }
        return asked.element();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            String uri = exchange.getRequestURI().toString();
            Asked arrived = new Asked(uri, headers, body);
            asked.add(arrived);
            ProviderDialog.Answer answer =
                    ProviderDialog.answer(spoken, ProviderDialog.streams(spoken, uri, arrived.body()));
            exchange.getResponseHeaders().set("content-type", answer.type());
            exchange.sendResponseHeaders(200, answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    /** A request as it arrived. */
    record Asked(String uri, Map<String, List<String>> headers, byte[] bytes) {
        /** The body as text, whatever it is. */
        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** All values of a header, joined; null when it is not there. */
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : String.join(",", values);
        }
    }
}
