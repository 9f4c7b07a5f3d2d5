package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void whatWasJudgedIsConnectedTo() throws Exception {
        Deque<List<InetAddress>> answers = new ArrayDeque<>(List.of(List.of(METADATA, HERE), List.of(METADATA)));

        assertThat(call(answers, true, Egress.DEFAULT))
                .as("only what is allowed of it, asked once")
                .isEqualTo("204");
        assertThat(answers).hasSize(1);
        assertThat(call(answers, true, Egress.DEFAULT)).contains("metadata");
    }

    @Test
    void aNameOfThisMachineIsDenied() throws Exception {
        assertThat(call(one(HERE), false, Egress.DEFAULT))
                .isEqualTo("CONNECT rebound.example is not reached: it is a loopback address");
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

    private static Deque<List<InetAddress>> one(InetAddress address) {
        return new ArrayDeque<>(List.of(List.of(address)));
    }

    private String call(Deque<List<InetAddress>> answers, boolean loopback, Egress way) throws Exception {
        UpstreamClient.Surroundings surroundings = new UpstreamClient.Surroundings(ProxyRules.DIRECT, loopback);
        Scripted names = new Scripted(answers);
        try (UpstreamClient upstream = new UpstreamClient(surroundings, () -> names)) {
            URI uri = URI.create("http://rebound.example:" + server.getAddress().getPort() + "/");
            UpstreamRequest request = new UpstreamRequest(
                    uri, new DefaultHttpHeaders(), Unpooled.wrappedBuffer(new byte[] {'x'}), 2_000, way, false);
            return upstream.exchange(request, (EventLoop) loops.next())
                    .flatMap(answer -> answer.body().then().thenReturn(Integer.toString(answer.status())))
                    .toFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            UpstreamException failure = (UpstreamException) e.getCause();
            return failure.kind() + " " + failure.reason();
        }
    }

    /** Gives one answer after the other. */
    private static final class Scripted extends AddressResolverGroup<InetSocketAddress> {
        private final Deque<List<InetAddress>> answers;

        Scripted(Deque<List<InetAddress>> answers) {
            this.answers = answers;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) {
                    promise.setSuccess(answers.pop().getFirst());
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    promise.setSuccess(answers.pop());
                }
            });
        }
    }
}
