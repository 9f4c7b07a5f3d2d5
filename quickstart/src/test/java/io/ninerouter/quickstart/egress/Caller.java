package io.ninerouter.quickstart.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.upstream.UpstreamClient;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import io.ninerouter.operator.egress.OutboundClient;
import io.ninerouter.operator.egress.OutboundException;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundReply;
import io.ninerouter.operator.egress.OutboundRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Who calls. */
enum Caller {
    GATEWAY,
    OPERATOR;

    /** Status and body, or what went wrong; nothing secret in either. */
    String call(String url, Egress way, ProxyRules environment, boolean loopback) throws Exception {
        String told = switch (this) {
            case GATEWAY -> gateway(url, way, environment, loopback);
            case OPERATOR -> operator(url, way, environment, loopback);
        };
        assertThat(told).doesNotContain("canary").doesNotContain("PRIVATE");
        return told;
    }

    private static String gateway(String url, Egress way, ProxyRules environment, boolean loopback) throws Exception {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (UpstreamClient upstream = new UpstreamClient(new UpstreamClient.Surroundings(environment, loopback))) {
            upstream.prepare(Set.of(way));
            return ask(upstream, (EventLoop) loops.next(), url, way);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static String operator(String url, Egress way, ProxyRules environment, boolean loopback) throws Exception {
        try (OutboundHttp http = new OutboundClient(new OutboundHttp.Surroundings(environment, loopback))) {
            OutboundReply reply = http.send(
                            OutboundRequest.get(URI.create(url), Map.of(), Duration.ofSeconds(10), 1_000), way)
                    .get(20, TimeUnit.SECONDS);
            return reply.status() + " " + reply.body();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(OutboundException.class);
            return ((OutboundException) e.getCause()).kind() + " "
                    + e.getCause().getMessage();
        }
    }

    /** What a gateway hears. */
    static String ask(UpstreamClient upstream, EventLoop loop, String url, Egress way) throws Exception {
        UpstreamRequest request = new UpstreamRequest(
                URI.create(url), new DefaultHttpHeaders(), Unpooled.wrappedBuffer(new byte[] {'x'}), 5_000, way, false);
        try {
            return upstream.exchange(request, loop)
                    .flatMap(answer -> answer.body()
                            .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
                            .reduce("", String::concat)
                            .map(body -> answer.status() + " " + body))
                    .toFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
