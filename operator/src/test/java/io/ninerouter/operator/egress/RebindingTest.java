package io.ninerouter.operator.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names that change their meaning between a look and a connection. */
@Timeout(30)
class RebindingTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");
    private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.1.2.3");

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatWasJudgedIsConnectedTo() throws Exception {
        Deque<InetAddress[]> answers =
                new ArrayDeque<>(List.of(new InetAddress[] {METADATA, HERE}, new InetAddress[] {METADATA}));

        assertThat(call(answers, true, Egress.DEFAULT))
                .as("only what is allowed of it, asked once")
                .isEqualTo("204");
        assertThat(answers).hasSize(1);
        assertThat(call(answers, true, Egress.DEFAULT)).contains("DENIED").contains("metadata");
    }

    @Test
    void aNameOfThisMachineIsDenied() throws Exception {
        assertThat(call(one(HERE), false, Egress.DEFAULT))
                .isEqualTo("DENIED rebound.example is not reached: it is a loopback address");
    }

    @Test
    void aProxyIsDeniedWhereAProviderWouldBe() throws Exception {
        for (String scheme : List.of("http", "socks5h")) {
            String proxy = scheme + "://proxy.example:3128";
            Egress way = Egress.of(new EgressConfig(proxy, proxy, List.of(), null, null, null, null), Map.of());

            assertThat(call(one(METADATA), true, way))
                    .contains("proxy proxy.example:3128", "the metadata service of a cloud");
            assertThat(call(one(HERE), false, way)).contains("proxy proxy.example:3128", "a loopback address");
        }
    }

    @Test
    void aPrivateAddressIsDeniedToANameThatMayHaveNone() throws Exception {
        Egress others = Egress.of(allowing(".lab.example"), Map.of());

        for (Egress way : List.of(Egress.DEFAULT, others)) {
            assertThat(call(one(PRIVATE), true, way))
                    .contains("rebound.example is not reached: it is a private address that egress.privateHosts");
        }
    }

    private static EgressConfig allowing(String host) {
        return new EgressConfig(null, null, List.of(), List.of(host), null, null, null);
    }

    private static Deque<InetAddress[]> one(InetAddress address) {
        return new ArrayDeque<>(List.of(new InetAddress[][] {{address}}));
    }

    private String call(Deque<InetAddress[]> answers, boolean loopback, Egress way) throws Exception {
        OutboundHttp.Surroundings surroundings =
                new OutboundHttp.Surroundings(io.ninerouter.egress.ProxyRules.DIRECT, loopback);
        try (OutboundHttp http = new OutboundClient(surroundings, host -> answers.pop())) {
            URI uri = URI.create("http://rebound.example:" + server.getAddress().getPort() + "/");
            return Integer.toString(http.send(OutboundRequest.get(uri, Map.of(), Duration.ofSeconds(5), 10), way)
                    .get(10, TimeUnit.SECONDS)
                    .status());
        } catch (ExecutionException e) {
            OutboundException failure = (OutboundException) e.getCause();
            return failure.kind() + " " + failure.reason();
        }
    }
}
