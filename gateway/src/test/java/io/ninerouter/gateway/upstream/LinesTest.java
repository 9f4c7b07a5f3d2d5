package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an event loop keeps of a way, and for how long. A resolver that is closed makes another at the next question. */
class LinesTest {
    private static final Egress WAY = by("http://proxy.example:3128");
    private static final Egress OTHER = by("socks5://other.example:1080");

    private final EventLoop loop = new DefaultEventLoop();
    private final Lines lines =
            new Lines(new UpstreamClient.Surroundings(ProxyRules.DIRECT, false), UpstreamClient::standardResolver);

    @AfterEach
    void stop() {
        lines.close();
        loop.shutdownGracefully();
    }

    private static Egress by(String proxy) {
        return Egress.of(new EgressConfig(proxy, proxy, List.of(), null, null, null, null), Map.of());
    }

    private List<AddressResolver<InetSocketAddress>> resolvers(Exit exit) {
        return Stream.of(exit.names(), exit.handedOn(), Objects.requireNonNull(exit.proxyNames()))
                .map(group -> group.getResolver(loop))
                .toList();
    }

    @Test
    void whatResolvesAWaysNamesIsClosedWhenTheWayIsForgotten() {
        lines.prepare(List.of(WAY, OTHER));
        Exit gone = lines.exit(WAY);
        Exit kept = lines.exit(OTHER);
        List<AddressResolver<InetSocketAddress>> ofGone = resolvers(gone);
        List<AddressResolver<InetSocketAddress>> ofKept = resolvers(kept);

        lines.prepare(List.of(OTHER));

        assertThat(resolvers(gone)).doesNotContainAnyElementsOf(ofGone);
        assertThat(lines.exit(OTHER)).isSameAs(kept);
        assertThat(resolvers(kept)).isEqualTo(ofKept);
    }

    @Test
    void whatResolvesNamesIsClosedInTheEnd() {
        lines.prepare(List.of(WAY));
        Exit gone = lines.exit(WAY);
        List<AddressResolver<InetSocketAddress>> before = resolvers(gone);

        lines.close();

        assertThat(resolvers(gone)).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aWaysConnectionsAreForgottenWithIt() {
        lines.prepare(List.of(WAY, OTHER));
        for (Egress way : List.of(WAY, OTHER)) {
            var _ = lines.client(loop, way, null, 1_000, false);
        }
        assertThat(lines.size()).isEqualTo(2);

        lines.prepare(List.of(OTHER));

        assertThat(lines.size()).isOne();
    }
}
