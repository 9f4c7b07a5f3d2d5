package io.ninerouter.quickstart.vendor;

import java.util.Map;

/**
 * What the vendor says.
 *
 * @param status of HTTP
 * @param headers by lower-case name; a content type is among them
 * @param body JSON or HTML; may hold tokens
 */
public record Reply(int status, Map<String, String> headers, String body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, String body) {
        return new Reply(status, Map.of("content-type", "application/json", "cache-control", "no-store"), body);
    }

    /** An error of RFC 6749 §5.2. */
    static Reply error(String code) {
        return json(400, "{\"error\":\"" + code + "\"}");
    }

    static Reply page(int status, String title, String body) {
        String text =
                "<!doctype html><meta charset=utf-8><title>" + title + "</title><h1>" + title + "</h1>" + body + "\n";
        return new Reply(status, Map.of("content-type", "text/html; charset=utf-8"), text);
    }

    /** Sends the browser on. */
    static Reply to(String address) {
        return new Reply(302, Map.of("content-type", "text/plain", "location", address), "");
    }

    /** Bodies hold tokens. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
