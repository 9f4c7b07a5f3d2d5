package io.ninerouter.apiserver;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's client, whose connections are given up when they have gone silent. All calls share one connection of HTTP/2, which
 * the JDK keeps although none of them is answered: until TCP gives up, a quarter of an hour later, every call would fail. So
 * when one runs out of time, and nothing at all was answered since it was sent, the calls' connections are closed, watches
 * over HTTP with them, and the next call opens a new one. That costs no question: either program asks something every few
 * seconds. WebSockets have a client of their own, and are given up one by one ({@link LiveSocket}). Thread-safe.
 */
final class LiveClient extends HttpClient {
    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private final Supplier<HttpClient> clients;
    private final Reach reach;
    private final Looks looks;
    private final HttpClient sockets;
    private volatile Calls calls;

    LiveClient(Supplier<HttpClient> clients, Reach reach, Looks looks) {
        this.clients = clients;
        this.reach = reach;
        this.looks = looks;
        this.sockets = clients.get();
        this.calls = new Calls(clients.get());
    }

    /** One client after the other, and how many answers each has had. */
    private static final class Calls {
        private final HttpClient client;
        private final AtomicLong answers = new AtomicLong();

        private Calls(HttpClient client) {
            this.client = client;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler) {
        Calls mine = calls;
        long before = mine.answers.get();
        // The JDK's own future goes out: cancelling another one would not end the exchange.
        CompletableFuture<HttpResponse<T>> answer = mine.client.sendAsync(request, responseBodyHandler);
        var _ = answer.whenComplete((response, failure) -> ended(mine, before, failure));
        return answer;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> responseBodyHandler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, responseBodyHandler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> responseBodyHandler)
            throws IOException, InterruptedException {
        return calls.client.send(request, responseBodyHandler);
    }

    private void ended(Calls mine, long before, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case null -> {
                mine.answers.incrementAndGet();
                reach.reached();
            }
            case ConnectException _ -> reach.lost();
            case HttpConnectTimeoutException _ -> reach.lost();
            case HttpTimeoutException _ -> {
                if (mine.answers.get() == before) {
                    giveUp(mine);
                }
            }
            default -> {}
        }
    }

    private void giveUp(Calls silent) {
        synchronized (this) {
            if (calls != silent) {
                return;
            }
            calls = new Calls(clients.get());
        }
        LOG.info("no call was answered before one ran out of time: connections to the API server are opened anew");
        silent.client.shutdownNow();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new LiveSocketBuilder(sockets.newWebSocketBuilder(), reach, looks);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return sockets.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return sockets.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return sockets.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return sockets.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return sockets.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return sockets.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return sockets.authenticator();
    }

    @Override
    public Version version() {
        return sockets.version();
    }

    @Override
    public Optional<Executor> executor() {
        return sockets.executor();
    }
}
