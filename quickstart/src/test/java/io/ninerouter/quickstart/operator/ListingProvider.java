package io.ninerouter.quickstart.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenAI provider that says which models it has for whom, and answers for any. */
final class ListingProvider implements AutoCloseable {
    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger lists = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Map<String, String> said = new ConcurrentHashMap<>();
    private volatile String list;
    private volatile int status = 200;

    ListingProvider(String list) throws IOException {
        this.list = list;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void lists(String other) {
        list = other;
    }

    /** Answers questions for its list with this status from now on. */
    void answersLists(int other) {
        status = other;
    }

    /** Answers questions below a path so from now on, for one key. */
    void says(String path, String key, String body) {
        saysTo("Bearer " + key, path, body);
    }

    /** The same, for whoever shows this in {@code Authorization}. */
    void saysTo(String authorization, String path, String body) {
        said.put(path + " " + authorization, body);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often its list was asked for. */
    int lists() {
        return lists.get();
    }

    /** The keys that requests have shown, in order. */
    List<String> asked() {
        return asked;
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
        boolean listing = exchange.getRequestURI().getPath().endsWith("/models");
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String other = said.get(exchange.getRequestURI().getPath() + " " + shown);
        if (listing) {
            lists.incrementAndGet();
        } else if (other == null) {
            asked.add(shown);
        }
        byte[] body = (listing ? list : other == null ? ANSWER : other).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(listing ? status : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
