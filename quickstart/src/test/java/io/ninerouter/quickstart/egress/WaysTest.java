package io.ninerouter.quickstart.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.upstream.UpstreamClient;
import io.ninerouter.quickstart.api.tls.TestIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What gateways and the operator make of ways to a provider: each case is driven by both. */
@Timeout(60)
class WaysTest {
    private static final String LOGIN = "canary-user:canary pass:+%";
    /** A name that nobody but a proxy knows. */
    private static final String HOST = "provider.invalid";

    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpServer provider;
    private int port;
    private TestIdentity identity;
    private TestIdentity client;

    @BeforeEach
    void start() throws Exception {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] told = exchange.getRequestHeaders().getFirst("host").getBytes();
            exchange.sendResponseHeaders(200, told.length);
            exchange.getResponseBody().write(told);
            exchange.close();
        });
        provider.start();
        port = provider.getAddress().getPort();
        open.add(() -> provider.stop(0));
        identity = new TestIdentity(HOST);
        client = new TestIdentity("client");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tunnelsThroughAnHttpProxyWithAPassword(Caller caller) throws Exception {
        FakeProxy proxy = keep(FakeProxy.http(LOGIN));

        assertThat(call(caller, plain(), by("http://" + proxy.address(), LOGIN)))
                .isEqualTo("200 " + HOST + ":" + port);
        assertThat(proxy.targets()).containsExactly(HOST + ":" + port);
    }

    @ParameterizedTest
    @EnumSource
    void letsASocksProxyResolveOrNot(Caller caller) throws Exception {
        FakeProxy proxy = keep(FakeProxy.socks(LOGIN));

        assertThat(call(caller, plain(), by("socks5h://" + proxy.address(), LOGIN)))
                .isEqualTo("200 " + HOST + ":" + port);
        assertThat(call(caller, "http://localhost:" + port + "/", by("socks5://" + proxy.address(), LOGIN)))
                .isEqualTo("200 localhost:" + port);
        assertThat(proxy.targets().get(0)).isEqualTo(HOST + ":" + port);
        assertThat(proxy.targets().get(1)).isIn("127.0.0.1:" + port, "0:0:0:0:0:0:0:1:" + port);
        assertThat(call(caller, plain(), by("socks5://" + proxy.address(), LOGIN)))
                .as("who resolves here has to know the name")
                .contains(HOST)
                .doesNotStartWith("200");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatAProxyDoesAndNeverThePassword(Caller caller) throws Exception {
        FakeProxy http = keep(FakeProxy.http(LOGIN));
        FakeProxy socks = keep(FakeProxy.socks(LOGIN));
        FakeProxy gone = FakeProxy.http(null);
        gone.close();

        assertThat(call(caller, plain(), by("http://" + http.address(), "canary-user:wrong")))
                .contains("proxy " + http.address() + " wants another user or password");
        assertThat(call(caller, plain(), by("socks5h://" + socks.address(), "canary-user:wrong")))
                .contains("proxy " + socks.address() + " wants another user or password");
        assertThat(call(caller, plain(), by("http://" + gone.address(), null)))
                .containsPattern("proxy " + gone.address() + " (refused the connection|does not accept connections)");
        http.behaves(FakeProxy.Mood.REFUSES);
        assertThat(call(caller, plain(), by("http://" + http.address(), LOGIN)))
                .contains("proxy " + http.address() + " did not let it through (403)");
        http.behaves(FakeProxy.Mood.DROPS);
        assertThat(call(caller, plain(), by("http://" + http.address(), LOGIN)))
                .contains("proxy " + http.address() + " broke the connection");
        assertThat(http.targets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void trustsAPrivateAuthorityOnlyWhereItIsSaid(Caller caller) throws Exception {
        TlsFront front = keep(new TlsFront(identity, null, port));
        FakeProxy proxy = keep(FakeProxy.http(null));
        String url = "https://" + HOST + ":" + front.port() + "/";
        String other = "https://other.invalid:" + front.port() + "/";

        assertThat(call(caller, url, way(proxy, identity.certificate(), null)))
                .isEqualTo("200 " + HOST + ":" + front.port());
        assertThat(call(caller, url, way(proxy, null, null)))
                .contains(HOST + " shows a certificate of an authority that is not trusted");
        assertThat(call(caller, url, way(proxy, client.certificate(), null)))
                .as("another authority")
                .contains("not trusted");
        assertThat(call(caller, other, way(proxy, identity.certificate(), null)))
                .as("another name")
                .contains("other.invalid shows a certificate that is not for this name");
    }

    @ParameterizedTest
    @EnumSource
    void showsItsCertificateToWhoAsks(Caller caller) throws Exception {
        TlsFront front = keep(new TlsFront(identity, client, port));
        FakeProxy proxy = keep(FakeProxy.http(null));
        String url = "https://" + HOST + ":" + front.port() + "/";
        String authority = identity.certificate();

        assertThat(call(caller, url, way(proxy, authority, client))).startsWith("200");
        assertThat(call(caller, url, way(proxy, authority, null))).contains("it wants a client certificate");
        assertThat(call(caller, url, way(proxy, authority, identity)))
                .as("another client")
                .doesNotStartWith("200");
        TestIdentity newer = new TestIdentity(HOST);
        TestIdentity newClient = new TestIdentity("client");
        front.shows(newer, newClient);
        assertThat(call(caller, url, way(proxy, newer.certificate(), newClient)))
                .as("both have changed")
                .startsWith("200");
        assertThat(call(caller, url, way(proxy, authority, client))).doesNotStartWith("200");
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingWhereSomethingIsMissing(Caller caller) throws Exception {
        FakeProxy proxy = keep(FakeProxy.http(null));
        EgressConfig config = new EgressConfig(
                null, "http://" + proxy.address(), List.of(), null, EgressConfig.PROXY_ENTRY, null, null);

        assertThat(call(caller, "http://127.0.0.1:" + port + "/", Egress.of(config, Map.of())))
                .contains("127.0.0.1 cannot be reached as its egress says")
                .contains("is not here");
        EgressConfig unreadable = new EgressConfig(null, "gopher://x", List.of(), null, null, null, null);
        assertThat(call(caller, "http://127.0.0.1:" + port + "/", Egress.of(unreadable, Map.of())))
                .contains("gopher://x (expected: http://");
        assertThat(proxy.targets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void goesByTheEnvironmentWhereNothingIsSaid(Caller caller) throws Exception {
        FakeProxy proxy = keep(FakeProxy.http("user:p@ss"));
        Map<String, String> variables = Map.of(
                "HTTP_PROXY", "http://user:p%40ss@" + proxy.address(), "no_proxy", "127.0.0.0/8,localhost:" + port);
        ProxyRules rules = ProxyRules.ofEnvironment(variables::get).rules();

        assertThat(call(caller, plain(), Egress.DEFAULT, rules, true)).startsWith("200");
        assertThat(call(caller, "http://127.0.0.1:" + port + "/", Egress.DEFAULT, rules, true))
                .startsWith("200");
        assertThat(call(caller, "http://localhost:" + port + "/", Egress.DEFAULT, rules, true))
                .startsWith("200");
        assertThat(proxy.targets()).containsExactly(HOST + ":" + port);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotReachThisMachineUnlessItIsAllowed(Caller caller) throws Exception {
        FakeProxy proxy = keep(FakeProxy.http(null));
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")) {
            String url = "http://" + host + ":" + port + "/";
            for (Egress way : List.of(Egress.DEFAULT, by("http://" + proxy.address(), null))) {
                assertThat(call(caller, url, way, ProxyRules.DIRECT, false))
                        .as("%s %s", url, way.config().httpProxy())
                        .contains("is not reached: it is a loopback address");
            }
        }
        assertThat(call(caller, "http://169.254.169.254/", Egress.DEFAULT, ProxyRules.DIRECT, true))
                .contains("metadata service");
        assertThat(proxy.targets()).isEmpty();
    }

    @Test
    void aWayThatIsNoLongerConfiguredLeavesNothing() throws Exception {
        FakeProxy proxy = keep(FakeProxy.http(null));
        Egress way = by("http://" + proxy.address(), null);
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        open.add(loops::shutdownGracefully);
        try (UpstreamClient upstream = new UpstreamClient(new UpstreamClient.Surroundings(ProxyRules.DIRECT, true))) {
            EventLoop loop = (EventLoop) loops.next();
            upstream.prepare(Set.of(way));
            assertThat(Caller.ask(upstream, loop, plain(), way)).startsWith("200");
            loop.submit(() -> {}).sync(); // by then the connection is back
            assertThat(Caller.ask(upstream, loop, plain(), way)).startsWith("200");
            assertThat(proxy.targets()).as("the connection is used again").hasSize(1);

            upstream.prepare(Set.of());
            upstream.prepare(Set.of(way));
            assertThat(Caller.ask(upstream, loop, plain(), way)).startsWith("200");
            assertThat(proxy.targets()).as("but not after it was forgotten").hasSize(2);
        }
    }

    private <T extends AutoCloseable> T keep(T one) {
        open.add(one);
        return one;
    }

    private String plain() {
        return "http://" + HOST + ":" + port + "/";
    }

    /** @param login null = none */
    private static Egress by(String proxy, String login) {
        String entry = login == null ? null : EgressConfig.PROXY_ENTRY;
        EgressConfig config = new EgressConfig(proxy, proxy, List.of(), null, entry, null, null);
        if (login == null) {
            return Egress.of(config, Map.of());
        }
        int colon = login.indexOf(':');
        Credential credential = new Credential(
                Credential.Kind.API_KEY,
                SecretText.of(login.substring(colon + 1)),
                null,
                Map.of(EgressConfig.USERNAME, login.substring(0, colon)));
        return Egress.of(config, Map.of(EgressConfig.PROXY_ENTRY, credential));
    }

    private static Egress way(FakeProxy proxy, String authority, TestIdentity shown) throws Exception {
        String url = "http://" + proxy.address();
        String entry = shown == null ? null : EgressConfig.CLIENT_ENTRY;
        EgressConfig config = new EgressConfig(url, url, List.of(), null, null, authority, entry);
        return shown == null
                ? Egress.of(config, Map.of())
                : Egress.of(
                        config,
                        Map.of(
                                EgressConfig.CLIENT_ENTRY,
                                new Credential(
                                        Credential.Kind.API_KEY,
                                        SecretText.of(shown.key()),
                                        null,
                                        Map.of(EgressConfig.CERTIFICATE, shown.certificate()))));
    }

    private static String call(Caller caller, String url, Egress way) throws Exception {
        return call(caller, url, way, ProxyRules.DIRECT, true);
    }

    private static String call(Caller caller, String url, Egress way, ProxyRules environment, boolean loopback)
            throws Exception {
        return caller.call(url, way, environment, loopback);
    }
}
