package io.ninerouter.watch;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * The JDK's client, whose WebSockets notice that their peer is gone. The Kubernetes client watches over WebSockets and waits
 * for a watch that says nothing for five to ten minutes: for so long a gateway would serve an old configuration, and an
 * operator would not see it. API servers answer pings, as RFC 6455 asks of everybody. Thread-safe.
 */
public final class PulseHttpClient extends HttpClient {
    private final HttpClient client;
    private final Pulse pulse;
    private final Timer timer;

    private PulseHttpClient(HttpClient client, Pulse pulse, Timer timer) {
        this.client = client;
        this.pulse = pulse;
        this.timer = timer;
    }

    /** Time, as it is needed here. */
    interface Timer {
        /** Runs something later, once. */
        void in(Duration delay, Runnable task);

        /** Nanoseconds since some moment. */
        long nanos();
    }

    /**
     * A builder of such clients.
     *
     * @param builder what they are made of; it is used up
     */
    public static HttpClient.Builder builder(HttpClient.Builder builder, Pulse pulse) {
        return builder(builder, pulse, new Timer() {
            @Override
            public void in(Duration delay, Runnable task) {
                CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                        .execute(task);
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        });
    }

    static HttpClient.Builder builder(HttpClient.Builder builder, Pulse pulse, Timer timer) {
        return new PulseBuilder(builder, client -> new PulseHttpClient(client, pulse, timer));
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        return new WebSocket.Builder() {
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
                return builder.buildAsync(uri, new PulseListener(listener, pulse, timer));
            }
        };
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return client.sendAsync(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushed) {
        return client.sendAsync(request, handler, pushed);
    }

    @Override
    public void shutdown() {
        client.shutdown();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return client.awaitTermination(duration);
    }

    @Override
    public boolean isTerminated() {
        return client.isTerminated();
    }

    @Override
    public void shutdownNow() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
    }
}
