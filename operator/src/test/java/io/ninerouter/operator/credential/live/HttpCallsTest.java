package io.ninerouter.operator.credential.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a vendor that answers, of one that does not, and of what lies between. */
class HttpCallsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpCalls calls;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(ANY, 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        calls = new HttpCalls(threads);
    }

    @AfterEach
    void stop() {
        calls.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void answerIsReadWithStatusAndWait() throws Exception {
        Answer.Came came = (Answer.Came) calls.call(ask("/limited"), null);
        assertThat(came.status()).isEqualTo(429);
        assertThat(came.retryAfterSeconds()).isEqualTo(17);
        assertThat(came.body().path("error").asText()).isEqualTo("slow_down");
        assertThat(seen).containsExactly("POST /limited a=b ninerouter-operator");
        assertThat(came.toString()).doesNotContain("slow");
    }

    @Test
    void redirectIsNotFollowedAndAPageIsNoJson() throws Exception {
        Answer.Came came = (Answer.Came) calls.call(ask("/elsewhere"), null);
        assertThat(came.status()).isEqualTo(302);
        assertThat(came.body().isMissingNode()).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void questionThatNobodyGotIsToldFromOneThatWasLeftWithoutAnAnswer() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(calls.call(at("http://127.0.0.1:" + closed + "/token"), null))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isFalse());
        assertThat(calls.call(ask("/broken"), null))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isTrue());
    }

    @Test
    void proxyOfTheConnectionIsTheOnlyWay() throws Exception {
        String proxy = "http://127.0.0.1:" + server.getAddress().getPort();
        Egress through = new Egress(new Egress.Proxy(null, proxy, List.of("direct.example")), null);
        Answer.Came came = (Answer.Came) calls.call(at("http://vendor.example/token"), through);
        assertThat(came.status()).isEqualTo(200);
        assertThat(seen).containsExactly("POST http://vendor.example/token a=b ninerouter-operator");

        Egress unusable = new Egress(new Egress.Proxy(null, "socks5://127.0.0.1:1", List.of()), null);
        assertThat(calls.call(ask("/direct"), unusable))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isFalse());
        assertThat(seen).as("never by another way").hasSize(1);
    }

    @Test
    void vendorIsAskedOverTlsThatIsVerified(@TempDir Path folder) throws Exception {
        KeyStore store = keys(folder);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext ours = SSLContext.getInstance("TLS");
        ours.init(keys.getKeyManagers(), null, null);
        HttpsServer tls = HttpsServer.create(ANY, 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(ours));
        tls.setExecutor(threads);
        tls.createContext("/", this::answer);
        tls.start();
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        Ask ask = at("https://localhost:" + tls.getAddress().getPort() + "/token");
        try (HttpCalls trustful = new HttpCalls(threads, builder -> builder.sslContext(trusting))) {
            assertThat(calls.call(ask, null)).isInstanceOfSatisfying(Answer.None.class, none -> {
                assertThat(none.sent()).as("no token goes to whom nobody knows").isFalse();
                assertThat(none.why()).contains("TLS");
            });
            assertThat(seen).isEmpty();
            assertThat(trustful.call(ask, null))
                    .isInstanceOfSatisfying(
                            Answer.Came.class, came -> assertThat(came.status()).isEqualTo(200));
        } finally {
            tls.stop(0);
        }
    }

    private static KeyStore keys(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vendor",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        return store;
    }

    private Ask ask(String path) {
        return at("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Ask at(String url) {
        return new Ask("POST", URI.create(url), Map.of("content-type", "application/x-www-form-urlencoded"), "a=b");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                + exchange.getRequestHeaders().getFirst("User-Agent"));
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/broken")) {
            exchange.close();
            return;
        }
        byte[] text =
                (path.equals("/elsewhere") ? "<html>" : "{\"error\":\"slow_down\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Retry-After", "17");
        exchange.getResponseHeaders().set("Location", "/token");
        exchange.sendResponseHeaders(
                path.equals("/limited") ? 429 : path.equals("/elsewhere") ? 302 : 200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}
