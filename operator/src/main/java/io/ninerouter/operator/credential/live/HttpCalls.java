package io.ninerouter.operator.credential.live;

import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;
import io.ninerouter.operator.credential.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Asks vendors over HTTP: redirects are not followed, bodies are bounded, everything is over in half a minute. What goes wrong
 * is told by its kind alone: messages of exceptions can hold addresses and headers. Thread-safe.
 */
public final class HttpCalls implements VendorCalls {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final int MAX_BODY = 256 << 10;
    private static final int MAX_CLIENTS = 32;
    private static final String USER_AGENT = "ninerouter-operator";

    private final Executor executor;
    private final UnaryOperator<HttpClient.Builder> settings;
    private final Map<Optional<Egress.Proxy>, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Optional<Egress.Proxy>, HttpClient> eldest) {
            // What it still has under way it brings to its end.
            return size() > MAX_CLIENTS;
        }
    };

    /** Asks on threads of an executor. */
    public HttpCalls(Executor executor) {
        this(executor, builder -> builder);
    }

    /**
     * The same.
     *
     * @param settings what clients have beyond the usual
     */
    HttpCalls(Executor executor, UnaryOperator<HttpClient.Builder> settings) {
        this.executor = executor;
        this.settings = settings;
    }

    @Override
    public Answer call(Ask ask, @Nullable Egress egress) throws InterruptedException {
        HttpRequest request;
        HttpClient client;
        try {
            request = request(ask);
            client = client(egress == null ? null : egress.proxy());
        } catch (IllegalArgumentException e) {
            return new Answer.None(false, "it cannot be sent: an address or header that HTTP does not allow");
        }
        CompletableFuture<HttpResponse<InputStream>> call =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return call.thenApplyAsync(HttpCalls::answer, executor).get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return none(e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Answer.None(true, "the vendor did not answer in time");
        }
    }

    private static HttpRequest request(Ask ask) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(ask.url())
                .timeout(WHOLE)
                .setHeader("user-agent", USER_AGENT)
                .method(
                        ask.method(),
                        ask.body() == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(ask.body()));
        ask.headers().forEach(builder::setHeader);
        return builder.build();
    }

    private HttpClient client(Egress.@Nullable Proxy proxy) {
        synchronized (clients) {
            return clients.computeIfAbsent(Optional.ofNullable(proxy), one -> {
                HttpClient.Builder builder = HttpClient.newBuilder()
                        .executor(executor)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT);
                one.ifPresent(named -> builder.proxy(new NamedProxies(named)));
                return settings.apply(builder).build();
            });
        }
    }

    private static Answer answer(HttpResponse<InputStream> response) {
        String text;
        try (InputStream body = response.body()) {
            text = new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return new Answer.None(true, "the vendor's answer broke off");
        }
        Long wait = response.headers()
                .firstValue("retry-after")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Long::valueOf)
                .orElse(null);
        return new Answer.Came(response.statusCode(), wait, Json.read(text));
    }

    private static Answer none(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> new Answer.None(false, "the vendor does not accept connections");
            case HttpTimeoutException _ -> new Answer.None(true, "the vendor did not answer in time");
            case SSLHandshakeException _ ->
                new Answer.None(false, "the vendor's TLS certificate or protocol is not accepted");
            case ConnectException _ -> new Answer.None(false, "the vendor, or the proxy on the way, is not reached");
            case null, default -> new Answer.None(true, "the connection to the vendor broke");
        };
    }

    @Override
    public void close() {
        synchronized (clients) {
            Collections.unmodifiableCollection(clients.values()).forEach(HttpClient::shutdownNow);
            clients.clear();
        }
    }
}
