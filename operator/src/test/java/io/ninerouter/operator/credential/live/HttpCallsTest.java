package io.ninerouter.operator.credential.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;
import io.ninerouter.operator.egress.OutboundClient;
import io.ninerouter.operator.egress.OutboundHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a vendor that answers, of one that does not, and of what lies between. */
class HttpCallsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private OutboundClient http;
    private HttpCalls calls;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(ANY, 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        http = new OutboundClient(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true));
        calls = new HttpCalls(http);
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void answerIsReadWithStatusAndWait() throws Exception {
        Answer.Came came = (Answer.Came) calls.call(ask("/limited"), Egress.DEFAULT);
        assertThat(came.status()).isEqualTo(429);
        assertThat(came.retryAfterSeconds()).isEqualTo(17);
        assertThat(came.body().path("error").asText()).isEqualTo("slow_down");
        assertThat(seen).containsExactly("POST /limited a=b ninerouter-operator");
        assertThat(came.toString()).doesNotContain("slow");
    }

    @ParameterizedTest
    @CsvSource({
        "'Thu, 01 Jan 2026 00:02:00 GMT', 'Thu, 01 Jan 2026 00:00:00 GMT', 120",
        "'Thu, 01 Jan 2026 00:02:00 GMT', 'Fri, 02 Jan 2026 00:00:00 GMT', 0",
        "'Thu, 01 Jan 2026 00:02:00 GMT', , ",
        "17, , 17",
        ", , ",
        "soon, 'Thu, 01 Jan 2026 00:00:00 GMT', ",
        "17.5, 'Thu, 01 Jan 2026 00:00:00 GMT', "
    })
    void aDateToComeBackAtCountsFromTheVendorsOwnClock(
            @Nullable String wait, @Nullable String date, @Nullable Long seconds) {
        assertThat(HttpCalls.wait(wait, date)).isEqualTo(seconds);
    }

    @Test
    void redirectIsNotFollowedAndAPageIsNoJson() throws Exception {
        Answer.Came came = (Answer.Came) calls.call(ask("/elsewhere"), Egress.DEFAULT);
        assertThat(came.status()).isEqualTo(302);
        assertThat(came.body().isMissingNode()).isTrue();
        assertThat(seen).hasSize(1);
    }

    @Test
    void questionThatNobodyGotIsToldFromOneThatWasLeftWithoutAnAnswer() throws Exception {
        assertThat(calls.call(at("http://127.0.0.1:" + nobodyThere() + "/token"), Egress.DEFAULT))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isFalse());
        assertThat(calls.call(ask("/broken"), Egress.DEFAULT))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isTrue());
    }

    @Test
    void aLineThatBreaksBeforeAnythingWasSaidOnItWasHeardByNobody() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket line = rude.accept()) {
                    // Reset in the middle of the TLS handshake.
                    line.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(calls.call(at("https://127.0.0.1:" + rude.getLocalPort() + "/token"), Egress.DEFAULT))
                    .isInstanceOfSatisfying(
                            Answer.None.class, none -> assertThat(none.sent()).isFalse());
        }
    }

    @Test
    void anAnswerThatWasCutSaysThatTheTokenMayBeSpent() throws Exception {
        assertThat(calls.call(ask("/endless"), Egress.DEFAULT))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isTrue());
    }

    @Test
    void theWayOfTheAccountIsTheOnlyWay() throws Exception {
        String proxy = "http://127.0.0.1:" + nobodyThere();
        EgressConfig through = new EgressConfig(proxy, proxy, List.of(), null, null, null, null);
        assertThat(calls.call(ask("/direct"), Egress.of(through, Map.of())))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isFalse());

        EgressConfig lacking = new EgressConfig(null, null, List.of(), null, null, null, "_client.gone");
        assertThat(calls.call(ask("/direct"), Egress.of(lacking, Map.of())))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.sent()).isFalse());
        assertThat(seen).as("never by another way").isEmpty();
    }

    private static int nobodyThere() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
        String authority = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("vendor").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Egress trusting = Egress.of(new EgressConfig(null, null, List.of(), null, null, authority, null), Map.of());
        Ask ask = at("https://localhost:" + tls.getAddress().getPort() + "/token");
        try {
            assertThat(calls.call(ask, Egress.DEFAULT)).isInstanceOfSatisfying(Answer.None.class, none -> {
                assertThat(none.sent()).as("no token goes to whom nobody knows").isFalse();
                assertThat(none.why()).contains("certificate");
            });
            assertThat(seen).isEmpty();
            assertThat(calls.call(ask, trusting))
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
        if (path.equals("/endless")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[1 << 20]);
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
