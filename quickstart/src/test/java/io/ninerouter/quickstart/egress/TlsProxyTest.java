package io.ninerouter.quickstart.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.quickstart.api.tls.TestIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that is spoken to in TLS, so that nobody on the way sees its password; each case is driven by both callers. */
@Timeout(60)
class TlsProxyTest {
    private static final String USER = "canary-user";
    private static final String PASSWORD = "canary pass";
    private static final String HOST = "provider.invalid";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestIdentity authority = new TestIdentity("localhost");
    private final TestIdentity providers = new TestIdentity(HOST);
    private FakeProxy proxy;
    private TlsFront front;
    private int port;

    TlsProxyTest() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        provider.start();
        port = provider.getAddress().getPort();
        open.add(() -> provider.stop(0));
        proxy = FakeProxy.http(USER + ":" + PASSWORD);
        open.add(proxy);
        front = new TlsFront(authority, null, proxy.port());
        open.add(front);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private String url() {
        return "http://" + HOST + ":" + port + "/";
    }

    private static String call(Caller caller, String url, Egress way) throws Exception {
        return caller.call(url, way, ProxyRules.DIRECT, true);
    }

    /** @param trusted null = only what everybody trusts */
    private static Egress by(String proxy, String password, String trusted) {
        EgressConfig config = new EgressConfig(proxy, proxy, List.of(), null, EgressConfig.PROXY_ENTRY, trusted, null);
        Credential login = new Credential(
                Credential.Kind.API_KEY, SecretText.of(password), null, Map.of(EgressConfig.USERNAME, USER));
        return Egress.of(config, Map.of(EgressConfig.PROXY_ENTRY, login));
    }

    private String secure() {
        return "https://localhost:" + front.port();
    }

    @ParameterizedTest
    @EnumSource
    void tunnelsThroughIt(Caller caller) throws Exception {
        assertThat(call(caller, url(), by(secure(), PASSWORD, authority.certificate())))
                .startsWith("204");
        assertThat(proxy.targets()).containsExactly(HOST + ":" + port);
    }

    @ParameterizedTest
    @EnumSource
    void tunnelsToAProviderThatHasTlsOfItsOwn(Caller caller) throws Exception {
        TlsFront provider = new TlsFront(providers, null, port);
        open.add(provider);
        String url = "https://" + HOST + ":" + provider.port() + "/";
        String both = authority.certificate() + "\n" + providers.certificate();

        assertThat(call(caller, url, by(secure(), PASSWORD, both))).startsWith("204");
        assertThat(proxy.targets()).containsExactly(HOST + ":" + provider.port());
        assertThat(call(caller, url, by(secure(), PASSWORD, authority.certificate())))
                .as("it is the provider that is not trusted")
                .contains(HOST + " shows a certificate of an authority that is not trusted");
    }

    @ParameterizedTest
    @EnumSource
    void showsNoPasswordToOneThatItCannotTrust(Caller caller) throws Exception {
        assertThat(call(caller, url(), by(secure(), PASSWORD, null)))
                .contains("proxy localhost:" + front.port(), "an authority that is not trusted");
        assertThat(call(caller, url(), by("https://127.0.0.1:" + front.port(), PASSWORD, authority.certificate())))
                .contains("proxy 127.0.0.1:" + front.port(), "a certificate that is not for this name");
        proxy.behaves(FakeProxy.Mood.DROPS);
        assertThat(call(caller, url(), by("https://" + proxy.address(), PASSWORD, authority.certificate())))
                .as("one that wants no TLS")
                .contains("proxy " + proxy.address());
        assertThat(proxy.targets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatItDoes(Caller caller) throws Exception {
        assertThat(call(caller, url(), by(secure(), "canary wrong", authority.certificate())))
                .contains("proxy localhost:" + front.port() + " wants another user or password");
        proxy.behaves(FakeProxy.Mood.REFUSES);
        assertThat(call(caller, url(), by(secure(), PASSWORD, authority.certificate())))
                .contains("proxy localhost:" + front.port() + " did not let it through (403)");
    }
}
