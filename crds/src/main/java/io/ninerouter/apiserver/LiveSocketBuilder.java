package io.ninerouter.apiserver;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Opens WebSockets whose silence is noticed. */
final class LiveSocketBuilder implements WebSocket.Builder {
    private final WebSocket.Builder builder;
    private final Reach reach;
    private final Looks looks;

    LiveSocketBuilder(WebSocket.Builder builder, Reach reach, Looks looks) {
        this.builder = builder;
        this.reach = reach;
        this.looks = looks;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        builder.header(name, value);
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        builder.subprotocols(mostPreferred, lesserPreferred);
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        return reach.worthATry()
                .thenCompose(ignored -> builder.buildAsync(uri, new LiveSocket(uri.getPath(), listener, looks)))
                .whenComplete((socket, failure) -> {
                    if (socket != null || isAnswer(failure)) {
                        reach.reached();
                    } else {
                        reach.lost();
                    }
                });
    }

    /** A server that refuses a watch is there. */
    private static boolean isAnswer(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof WebSocketHandshakeException;
    }
}
