package io.ninerouter.gateway.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What is known of an exchange: worked out once, kept with it. */
public final class Exchanges {
    private static final String ROUTE = Route.class.getName();
    private static final String REQUEST_ID = Exchanges.class.getName() + ".id";
    private static final int MAX_ID = 128;

    private Exchanges() {}

    /** What the request asks for. */
    public static Route route(ServerWebExchange exchange) {
        Route known = exchange.getAttribute(ROUTE);
        if (known != null) {
            return known;
        }
        ServerHttpRequest request = exchange.getRequest();
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeaders().getFirst(HttpHeaders.UPGRADE));
        Route route = Routes.match(request.getMethod().name(), request.getURI().getRawPath(), upgrade);
        exchange.getAttributes().put(ROUTE, route);
        return route;
    }

    /** Name of the request: the caller's own when it is a plain word, else a new one. */
    static String requestId(ServerWebExchange exchange) {
        String known = exchange.getAttribute(REQUEST_ID);
        if (known != null) {
            return known;
        }
        String sent = exchange.getRequest().getHeaders().getFirst("x-request-id");
        String id = sent != null && isPlain(sent) ? sent : fresh();
        exchange.getAttributes().put(REQUEST_ID, id);
        return id;
    }

    /** The server's own request: its bytes come without a copy. */
    static HttpServerRequest nativeRequest(ServerWebExchange exchange) {
        return ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
    }

    /** The server's own response. */
    static HttpServerResponse nativeResponse(ServerWebExchange exchange) {
        return exchange.getResponse() instanceof AbstractServerHttpResponse response
                ? response.getNativeResponse()
                : ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
    }

    private static boolean isPlain(String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-_.:/".indexOf(c) >= 0);
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong(), 8);
    }
}
