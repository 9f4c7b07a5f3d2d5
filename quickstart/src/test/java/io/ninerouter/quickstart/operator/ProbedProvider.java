package io.ninerouter.quickstart.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider that is asked for its models: it knows one key, or is out of order, or answers everybody. */
final class ProbedProvider implements AutoCloseable {
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile String key;
    private volatile int status;

    ProbedProvider(String key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** From now on it answers everything with a status; 0 = as it should. */
    void answers(int always) {
        status = always;
    }

    /** From now on another key is the right one. */
    void accept(String other) {
        key = other;
    }

    /** What was shown in {@code Authorization}, call by call; {@code none} without it. */
    List<String> shown() {
        return List.copyOf(shown);
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
        exchange.getRequestBody().readAllBytes();
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        shown.add(given == null ? "none" : given);
        boolean listed = exchange.getRequestURI().getPath().equals("/v1/models");
        boolean known = ("Bearer " + key).equals(given);
        int told = status != 0 ? status : !listed ? 404 : known ? 200 : 401;
        String words = told == 200
                ? "{\"object\":\"list\",\"data\":[]}"
                : "{\"error\":{\"message\":\"Incorrect API key provided: " + given + ".\"}}";
        byte[] body = words.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(told, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
