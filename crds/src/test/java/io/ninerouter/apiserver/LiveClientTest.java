package io.ninerouter.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveClientTest {
    private static final Looks NEVER = look -> {};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    /** What the watch says next. */
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final Reach reach = new Reach(Duration.ofMinutes(10));
    private final HttpClient client =
            new LiveClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1), reach, NEVER).build();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/answered", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/silent", exchange -> hold());
        server.createContext("/watch", this::watch);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        lines.add("");
        client.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aWatchOfASilentServerEndsWithTheCallThatRanOutOfTime() throws Exception {
        try (BufferedReader watch = watch()) {
            assertThat(watch.readLine()).isEqualTo("first");
            assertThatThrownBy(() -> ask("/silent", Duration.ofMillis(200)).get())
                    .hasCauseInstanceOf(HttpTimeoutException.class);
            assertThatThrownBy(watch::readLine).isInstanceOf(IOException.class);
        }
        assertThat(ask("/answered", Duration.ofSeconds(30)).get().statusCode())
                .as("the next call")
                .isEqualTo(204);
    }

    @Test
    void aCallThatIsSlowWhileOthersAreAnsweredEndsAlone() throws Exception {
        try (BufferedReader watch = watch()) {
            assertThat(watch.readLine()).isEqualTo("first");
            CompletableFuture<HttpResponse<Void>> slow = ask("/silent", Duration.ofSeconds(4));
            ask("/answered", Duration.ofSeconds(30)).get();
            assertThatThrownBy(slow::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(HttpTimeoutException.class);
            lines.add("second");
            assertThat(watch.readLine()).isEqualTo("second");
        }
    }

    @Test
    void watchesOfAServerThatIsAwayWaitForItsFirstWord() throws Exception {
        int port = server.getAddress().getPort();
        URI watched = URI.create("ws://127.0.0.1:" + port + "/answered");
        assertThatThrownBy(
                        () -> open(URI.create("ws://127.0.0.1:" + closedPort())).get())
                .isInstanceOf(ExecutionException.class);
        CompletableFuture<WebSocket> waiting = open(watched);
        assertThat(waiting).as("while nothing has answered").isNotDone();

        ask("/answered", Duration.ofSeconds(30)).get();
        // This server knows no WebSockets, and says so: it was asked.
        assertThatThrownBy(waiting::get).hasMessageContaining("WebSocketHandshakeException");
    }

    private CompletableFuture<WebSocket> open(URI uri) {
        return client.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {});
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private CompletableFuture<HttpResponse<Void>> ask(String path, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(timeout).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    private BufferedReader watch() throws Exception {
        lines.add("first");
        InputStream body = client.sendAsync(
                        HttpRequest.newBuilder(uri("/watch")).build(), HttpResponse.BodyHandlers.ofInputStream())
                .get()
                .body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (String line = lines.take(); !line.isEmpty(); line = lines.take()) {
                body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
