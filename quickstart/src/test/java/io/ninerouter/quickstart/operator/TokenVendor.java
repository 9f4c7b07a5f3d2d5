package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A vendor in one address: it gives codes, tokens that can be used but once, and answers chat completions to whoever shows a
 * token that has not ended. What is asked of it is counted.
 */
final class TokenVendor implements AutoCloseable {
    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
    private static final String UNAUTHORIZED =
            "{\"error\":{\"message\":\"token expired\",\"type\":\"authentication_error\",\"code\":\"token_expired\"}}";

    final AtomicInteger refreshes = new AtomicInteger();
    final AtomicInteger reuses = new AtomicInteger();
    final AtomicInteger codes = new AtomicInteger();
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final List<String> exchanged = new CopyOnWriteArrayList<>();
    final List<String> asserted = new CopyOnWriteArrayList<>();
    final Map<String, Instant> access = new ConcurrentHashMap<>();
    volatile String pollAnswer = "authorization_pending";
    volatile long lifeSeconds = 3_600;
    volatile String error = "";
    private final Set<String> live = ConcurrentHashMap.newKeySet();
    private final Set<String> spent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    TokenVendor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A refresh token that is good for one use. */
    String newRefreshToken() {
        String token = "refresh-" + numbers.incrementAndGet();
        live.add(token);
        return token;
    }

    /** An access token of the given life. */
    String newAccessToken(long seconds) {
        String token = "access-" + numbers.incrementAndGet();
        access.put(token, Instant.now().plusSeconds(seconds));
        return token;
    }

    void revokeAccess() {
        access.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestURI().getPath()) {
            case "/v1/chat/completions" -> {
                String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                        .replaceFirst("^Bearer ", "");
                boolean good = Instant.now().isBefore(access.getOrDefault(token, Instant.MIN));
                refused.addAndGet(good ? 0 : 1);
                send(exchange, good ? 200 : 401, good ? ANSWER : UNAUTHORIZED);
            }
            case "/api/oauth/device_authorization", "/api/v1/oauth2/device/code" -> {
                int number = codes.incrementAndGet();
                send(exchange, 200, """
                        {"device_code":"dev-%d","user_code":"CODE-%d","verification_uri":"https://vendor.example/enter",
                        "expires_in":600,"interval":1}""".formatted(number, number));
            }
            default -> token(exchange, body.startsWith("{") ? json(body) : form(body));
        }
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        switch (String.valueOf(form.get("grant_type"))) {
            case "refresh_token" -> refresh(exchange, form.get("refresh_token"));
            case "authorization_code" -> {
                exchanged.add(form.get("code"));
                if (form.get("code").equals("good-code")
                        && form.get("code_verifier").length() == 43) {
                    give(exchange);
                } else {
                    send(exchange, 400, "{\"error\":\"invalid_grant\"}");
                }
            }
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> {
                asserted.add(form.get("assertion"));
                send(
                        exchange,
                        200,
                        "{\"access_token\":\"%s\",\"expires_in\":%d}"
                                .formatted(newAccessToken(lifeSeconds), lifeSeconds));
            }
            default -> {
                polls.incrementAndGet();
                if (pollAnswer.isEmpty()) {
                    give(exchange);
                } else {
                    send(exchange, 400, "{\"error\":\"" + pollAnswer + "\"}");
                }
            }
        }
    }

    private void refresh(HttpExchange exchange, String token) throws IOException {
        if (!error.isEmpty()) {
            send(exchange, 400, "{\"error\":\"" + error + "\"}");
        } else if (live.remove(token)) {
            refreshes.incrementAndGet();
            spent.add(token);
            give(exchange);
        } else {
            reuses.incrementAndGet();
            send(exchange, 400, "{\"error\":\"refresh_token_reused\"}");
        }
    }

    private void give(HttpExchange exchange) throws IOException {
        send(
                exchange,
                200,
                "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                        .formatted(newAccessToken(lifeSeconds), newRefreshToken(), lifeSeconds));
    }

    private static Map<String, String> json(String body) throws IOException {
        return new ObjectMapper().readValue(body, new TypeReference<Map<String, String>>() {});
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
