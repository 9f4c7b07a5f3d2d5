package io.ninerouter.quickstart.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenAI provider that knows its keys: an unknown one gets 401, each call counts for the key that it showed. */
public final class KeyedProvider implements AutoCloseable {
    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
    private static final String REFUSAL =
            "{\"error\":{\"message\":\"Incorrect API key\",\"type\":\"authentication_error\",\"code\":\"invalid_api_key\"}}";

    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public KeyedProvider(String... keys) throws IOException {
        valid.addAll(Set.of(keys));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public void accept(String key) {
        valid.add(key);
    }

    public void revoke(String key) {
        valid.remove(key);
    }

    public int calls(String key) {
        AtomicInteger count = calls.get(key);
        return count == null ? 0 : count.get();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** It as node {@code keyed}, and its account {@code acct} with this key. */
    void account(Cluster cluster, String key) {
        cluster.secret("acct", key);
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: keyed, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}, {id: other}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec: {provider: keyed, auth: {apiKey: {secretRef: {name: acct}}}}
                """.formatted(baseUrl()));
    }

    /** Its account with the key {@code key-one}, and a caller {@code coder}. */
    void declare(Cluster cluster) {
        account(cluster, "key-one");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder}
                """);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String key = shown.replaceFirst("^Bearer ", "");
        calls.computeIfAbsent(key, none -> new AtomicInteger()).incrementAndGet();
        boolean known = valid.contains(key);
        byte[] body = (known ? ANSWER : REFUSAL).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
