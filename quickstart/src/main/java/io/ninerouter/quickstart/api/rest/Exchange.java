package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** One request and its answer. Used by one thread. */
final class Exchange {

    private final HttpExchange http;
    private final Query query;
    private final int maxBody;

    Exchange(HttpExchange http, int maxBody) {
        this.http = http;
        this.query = new Query(http.getRequestURI().getRawQuery());
        this.maxBody = maxBody;
    }

    String method() {
        return http.getRequestMethod();
    }

    String path() {
        return http.getRequestURI().getPath();
    }

    Query query() {
        return query;
    }

    /** A request header, empty when it is not there; of a repeated one all, joined by commas. */
    String header(String name) {
        return String.join(",", http.getRequestHeaders().getOrDefault(name, List.of()));
    }

    /** The media type of the body in lower case, without parameters. */
    String contentType() {
        return header("Content-Type").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    boolean wantsUpgrade() {
        return header("Upgrade").toLowerCase(Locale.ROOT).contains("websocket");
    }

    /**
     * The whole body.
     *
     * @throws StatusException 413 when it is above the limit, of which no more than the limit has been read
     */
    byte[] body() throws IOException {
        byte[] body = http.getRequestBody().readNBytes(maxBody + 1);
        if (body.length > maxBody) {
            throw new StatusException(
                    413, "RequestEntityTooLarge", "Request entity too large: limit is " + maxBody, Json.object());
        }
        return body;
    }

    void warn(List<String> warnings) {
        for (String warning : warnings) {
            String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
            http.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
        }
    }

    void setHeader(String name, String value) {
        http.getResponseHeaders().set(name, value);
    }

    void answer(int status, JsonNode document) throws IOException {
        answer(status, "application/json", Json.bytes(document));
    }

    void answer(int status, String contentType, byte[] body) throws IOException {
        http.getResponseHeaders().set("Content-Type", contentType);
        http.getResponseHeaders().set("Cache-Control", "no-cache, private");
        http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = http.getResponseBody()) {
                out.write(body);
            }
        }
    }

    /** Starts an answer without an end. */
    OutputStream stream() throws IOException {
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.getResponseHeaders().set("Cache-Control", "no-cache, private");
        http.sendResponseHeaders(200, 0);
        return http.getResponseBody();
    }
}
