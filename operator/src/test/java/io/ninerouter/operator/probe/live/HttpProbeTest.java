package io.ninerouter.operator.probe.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.egress.OutboundClient;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.probe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One check over real HTTP. */
@Timeout(60)
class HttpProbeTest {
    private static final SecretText KEY = SecretText.of("canary key+/=");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/list", this::list);
        server.createContext("/moved", exchange -> {
            requests.add("moved");
            exchange.getResponseHeaders().set("Location", "/list");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless", this::endless);
        server.createContext("/silent", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void showsTheCredentialWhereTheProviderWantsItAndFixedHeaders() throws Exception {
        ask("/list", AuthScheme.BEARER);
        ask("/list", new AuthScheme(AuthScheme.Scheme.HEADER, "x-api-key"));
        ask("/list", new AuthScheme(AuthScheme.Scheme.QUERY, "key"));

        assertThat(requests)
                .containsExactly(
                        "GET /list Bearer canary key+/= null 1",
                        "GET /list null canary key+/= 1",
                        "GET /list?key=canary+key%2B%2F%3D null null 1");
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        assertThat(ask("/moved", AuthScheme.BEARER))
                .isEqualTo(new Answer(Answer.Kind.UNCLEAR, 302, "the provider answered 302"));
        assertThat(requests).containsExactly("moved");
    }

    @Test
    void readsNoMoreThanTheBeginning() throws Exception {
        assertThat(ask("/endless", AuthScheme.BEARER).status()).isEqualTo(500);
    }

    @Test
    void goesOnWithoutAnAnswer() throws Exception {
        assertThat(ask("/silent", AuthScheme.BEARER)).isEqualTo(Answer.none("the provider did not answer in time"));
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(askAt("http://127.0.0.1:" + free + "/", AuthScheme.BEARER, KEY))
                .isEqualTo(Answer.none("the provider does not accept connections"));
    }

    @Test
    void saysNothingOfAHeaderThatCannotBeSent() throws Exception {
        Answer answer = askAt(url("/list"), AuthScheme.BEARER, SecretText.of("canary\r\nx: y"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.UNCLEAR);
        assertThat(answer.message()).doesNotContain("canary");
    }

    private Answer ask(String path, AuthScheme auth) throws Exception {
        return askAt(url(path), auth, KEY);
    }

    private Answer askAt(String url, AuthScheme auth, SecretText key) throws Exception {
        try (OutboundHttp http = new OutboundClient(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true))) {
            HttpProbe probe = new HttpProbe(http, Duration.ofSeconds(2));
            Probing.Ask question = new Probing.Ask(
                    url, auth, Map.of("x-version", "1", "host", "elsewhere"), key, Duration.ofMinutes(5));
            return probe.ask(question, false).get(30, TimeUnit.SECONDS);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void list(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("x-api-key") + " "
                + exchange.getRequestHeaders().getFirst("x-version"));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(500, 0);
        byte[] piece = new byte[8_192];
        try {
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(piece);
            }
        } catch (IOException e) {
            // The other side has had enough: that is what is wanted.
            exchange.close();
        }
    }
}
