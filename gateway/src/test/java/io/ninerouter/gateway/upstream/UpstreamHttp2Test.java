package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http2.Http2Error;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.fake.CountingLeakDetector;
import io.ninerouter.gateway.fake.FakeHttp2;
import io.ninerouter.gateway.fake.FakeHttp2.Act;
import io.ninerouter.gateway.fake.FakeHttp2.Asked;
import io.ninerouter.gateway.fake.FakeHttp2.End;
import io.ninerouter.gateway.fake.FakeTunnel;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http2SslContextSpec;

/** HTTP/2 to a real server over TLS: one connection for many, and every way in which a server or a caller gives up. */
class UpstreamHttp2Test {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of several tries the best counts: the machine may be busy. */
    private static final int TRIES = 3;

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = (EventLoop) group.next();
    private long connectMillis = 5_000;
    private FakeHttp2 server = FakeHttp2.start();
    private UpstreamClient client = trusting(server);

    private static long leaks;

    private static UpstreamClient trusting(FakeHttp2 server) {
        return new UpstreamClient(
                new UpstreamClient.Surroundings(ProxyRules.DIRECT, true),
                UpstreamClient::standardResolver,
                http -> http.secure(spec -> spec.sslContext(Http2SslContextSpec.forClient()
                        .configure(context -> context.trustManager(server.certificate())))));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @BeforeAll
    static void count() {
        leaks = CountingLeakDetector.found();
    }

    @AfterAll
    static void nothingIsLeaked() {
        assertThat(CountingLeakDetector.foundAfterCollection()).isEqualTo(leaks);
    }

    private Mono<UpstreamResponse> ask() {
        return ask(Egress.DEFAULT);
    }

    private Mono<UpstreamResponse> ask(Egress way) {
        UpstreamRequest request = new UpstreamRequest(
                URI.create(server.url() + "/ask"),
                new DefaultHttpHeaders().set("X-Mixed-Case", "kept"),
                Unpooled.wrappedBuffer(HELLO),
                connectMillis,
                way,
                true);
        return client.exchange(request, loop);
    }

    private String answered() {
        return answered(Egress.DEFAULT);
    }

    private String answered(Egress way) {
        return ask(way).flatMap(answer -> answer.body()
                        .map(ByteBufUtil::getBytes)
                        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes))
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
                .block(PATIENCE);
    }

    private Kind failure() {
        return catchThrowableOfType(UpstreamException.class, this::answered).kind();
    }

    @Test
    void exchangesOfALoopShareAConnection() throws Exception {
        server.then(Act.of(End.HANG, HELLO), Act.of(End.COMPLETE, HELLO, HELLO));

        UpstreamResponse open = ask().block(PATIENCE);
        assertThat(answered()).isEqualTo("hellohello");

        Asked first = server.take();
        assertThat(first.protocol()).isEqualTo("h2");
        assertThat(first.body()).isEqualTo(HELLO);
        assertThat(first.request().requestHeaders().get("x-mixed-case")).isEqualTo("kept");
        assertThat(server.take().line()).isSameAs(first.line());
        open.body().subscribe().dispose();
    }

    @Test
    void aServerWithoutItIsSpokenToInHttp11() throws Exception {
        server.close();
        server = FakeHttp2.old().then(Act.of(End.COMPLETE, HELLO));
        client = trusting(server);

        assertThat(answered()).isEqualTo("hello");
        assertThat(server.take().protocol()).isEqualTo("http/1.1");
    }

    /** With an authority and a proxy of its own, and with either. */
    @ParameterizedTest(name = "proxied: {0}, a server without it: {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void aWayOfItsOwnIsOfferedItToo(boolean proxied, boolean old) throws Exception {
        if (old) {
            server.close();
            server = FakeHttp2.old();
        }
        try (FakeTunnel tunnel = FakeTunnel.start()) {
            String proxy = proxied ? tunnel.url() : null;
            Egress way =
                    Egress.of(new EgressConfig(proxy, null, List.of(), null, null, server.authority(), null), Map.of());
            client.prepare(Set.of(way));
            server.then(Act.of(End.HANG, HELLO), Act.of(End.COMPLETE, HELLO, HELLO));

            UpstreamResponse open = ask(way).block(PATIENCE);
            assertThat(answered(way)).isEqualTo("hellohello");

            Asked first = server.take();
            assertThat(first.protocol()).isEqualTo(old ? "http/1.1" : "h2");
            assertThat(server.lines()).as("exchanges share a connection").isEqualTo(old ? 2 : 1);
            assertThat(tunnel.targets()).hasSize(!proxied ? 0 : old ? 2 : 1);
            open.body().subscribe().dispose();
        }
    }

    @Test
    void leavingWithinTheBodyResetsTheStreamAtOnceAndNothingElse() throws Exception {
        leavingResets(Act.of(End.HANG, HELLO));
    }

    @Test
    void soDoesLeavingBeforeTheHead() throws Exception {
        leavingResets(Act.of(End.HANG));
    }

    private void leavingResets(Act open) throws Exception {
        Duration best = PATIENCE;
        for (int i = 0; i < TRIES; i++) {
            server.then(open);
            Disposable call = ask().flatMapMany(UpstreamResponse::body).subscribe();
            Asked asked = server.take();
            long left = System.nanoTime();
            call.dispose();
            assertThat(asked.reset().get(10, TimeUnit.SECONDS)).isEqualTo(Http2Error.CANCEL.code());
            Duration took = Duration.ofNanos(System.nanoTime() - left);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(100));

        server.then(Act.of(End.COMPLETE, HELLO));
        assertThat(answered()).isEqualTo("hello");
        assertThat(server.lines()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsGoneIsNotUsedForEver() throws Exception {
        server.then(Act.of(End.FREEZE), Act.of(End.COMPLETE, HELLO));
        connectMillis = 1_000;
        Disposable call = ask().subscribe();
        server.take();
        call.dispose();

        assertThat(failure()).isEqualTo(Kind.STALE_CONNECTION);
        assertThat(answered()).isEqualTo("hello");
        assertThat(server.lines()).isEqualTo(2);
    }

    @Test
    void aConnectionThatIsCheckedAndLivesIsUsedAgain() throws Exception {
        server.then(Act.of(End.HANG), Act.of(End.COMPLETE, HELLO));
        Disposable call = ask().subscribe();
        server.take();
        call.dispose();

        assertThat(answered()).isEqualTo("hello");
        assertThat(server.lines()).isEqualTo(1);
    }

    /** What a server does, on a connection that is new or was used before, and what it is. */
    record Given(String name, boolean used, Act act, Kind kind, int lines) {
        @Override
        public String toString() {
            return name + (used ? " on a used connection" : " on a new connection");
        }
    }

    static Stream<Given> failures() {
        return Stream.of(false, true)
                .flatMap(used -> Stream.of(
                        new Given(
                                "refused stream", used, Act.reset(Http2Error.REFUSED_STREAM), Kind.STALE_CONNECTION, 1),
                        new Given(
                                "reset before the head", used, Act.reset(Http2Error.INTERNAL_ERROR), Kind.NO_ANSWER, 1),
                        new Given(
                                "reset within the body",
                                used,
                                Act.reset(Http2Error.INTERNAL_ERROR, HELLO),
                                Kind.CUT,
                                1),
                        new Given("GOAWAY", used, Act.of(End.GO_AWAY), Kind.STALE_CONNECTION, 2),
                        new Given("GOAWAY within the body", used, Act.of(End.GO_AWAY, HELLO), Kind.CUT, 2),
                        new Given(
                                "closed before the head",
                                used,
                                Act.of(End.CLOSE),
                                used ? Kind.STALE_CONNECTION : Kind.NO_ANSWER,
                                2),
                        new Given("closed within the body", used, Act.of(End.CLOSE, HELLO), Kind.CUT, 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failuresAreToldApart(Given given) {
        if (given.used) {
            server.then(Act.of(End.COMPLETE, HELLO));
            assertThat(answered()).isEqualTo("hello");
        }
        server.then(given.act, Act.of(End.COMPLETE, HELLO));

        assertThat(failure()).isEqualTo(given.kind);
        assertThat(answered()).isEqualTo("hello");
        assertThat(server.lines()).isEqualTo(given.lines);
    }

    @Test
    void aServerThatIsAboutToLeaveAnswersWhatItHas() {
        server.then(Act.of(End.GO_AWAY_AFTER_THIS, HELLO, HELLO), Act.of(End.COMPLETE, HELLO));

        assertThat(answered()).isEqualTo("hellohello");
        assertThat(answered()).isEqualTo("hello");
        assertThat(server.lines()).isEqualTo(2);
    }
}
