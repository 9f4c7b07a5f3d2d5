package io.ninerouter.gateway.fake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A provider over TLS that speaks HTTP/2, or HTTP/1.1 alone, and does to each request what is next in its script. Thread-safe. */
public final class FakeHttp2 implements AutoCloseable {
    /** The streams that were asked for, in order. */
    private final BlockingQueue<Asked> arrivals = new LinkedBlockingQueue<>();

    private final List<Channel> lines = new CopyOnWriteArrayList<>();
    private final Queue<Act> script = new ArrayDeque<>();
    private final DisposableServer server;

    @SuppressWarnings("deprecation")
    private FakeHttp2(boolean http2) {
        HttpServer secured = http2
                ? HttpServer.create()
                        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .secure(spec -> spec.sslContext(Http2SslContextSpec.forServer(
                                Own.CERTIFICATE.certificate(), Own.CERTIFICATE.privateKey())))
                : HttpServer.create()
                        .secure(spec -> spec.sslContext(Http11SslContextSpec.forServer(
                                Own.CERTIFICATE.certificate(), Own.CERTIFICATE.privateKey())));
        server = secured.host("127.0.0.1").port(0).handle(this::handle).bindNow();
    }

    @SuppressWarnings("deprecation") // its successor is a library of its own
    private static final class Own {
        static final SelfSignedCertificate CERTIFICATE = make();

        private static SelfSignedCertificate make() {
            try {
                return new SelfSignedCertificate("localhost", "EC", 256);
            } catch (CertificateException e) {
                throw new IllegalStateException("a certificate could not be made", e);
            }
        }
    }

    /** One that offers HTTP/2. */
    public static FakeHttp2 start() {
        return new FakeHttp2(true);
    }

    /** One that has HTTP/1.1 alone. */
    public static FakeHttp2 old() {
        return new FakeHttp2(false);
    }

    /** What it shows, to be trusted. */
    @SuppressWarnings("deprecation")
    public X509Certificate certificate() {
        return Own.CERTIFICATE.cert();
    }

    /** The same as PEM. */
    public String authority() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its address, without a trailing slash. */
    public String url() {
        return "https://localhost:" + server.port();
    }

    /** Queues what is done, one a request. */
    public FakeHttp2 then(Act... acts) {
        synchronized (script) {
            script.addAll(List.of(acts));
        }
        return this;
    }

    /** The next request that was not yet taken. */
    public Asked take() throws InterruptedException {
        Asked next = arrivals.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request within 10 s");
        }
        return next;
    }

    /** How many connections there have been. */
    public long lines() {
        return lines.stream().distinct().count();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Channel[] channel = new Channel[1];
        response.withConnection(connection -> channel[0] = connection.channel());
        boolean stream = channel[0] instanceof Http2StreamChannel;
        Channel line = stream ? channel[0].parent() : channel[0];
        lines.add(line);
        CompletableFuture<Long> reset = new CompletableFuture<>();
        if (stream) {
            channel[0].pipeline().addFirst(new ResetWatch(reset));
        }
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> {
                    arrivals.add(new Asked(stream ? "h2" : "http/1.1", request, body, line, reset));
                    Act next;
                    synchronized (script) {
                        next = script.remove();
                    }
                    return perform(next, channel[0], line, response);
                });
    }

    private static Mono<Void> perform(Act act, Channel stream, Channel line, HttpServerResponse response) {
        Flux<ByteBuf> said = Flux.fromArray(act.say()).map(Unpooled::wrappedBuffer);
        Mono<ByteBuf> last = switch (act.end()) {
            case COMPLETE -> Mono.empty();
            case HANG -> Mono.never();
            case FREEZE -> then(() -> line.pipeline().addFirst(new Swallower()));
            case RESET -> then(() -> reset(stream, act.error()));
            case GO_AWAY ->
                then(() -> {
                    goAway(line, 0);
                    // Past the codec, which would send a GOAWAY of its own.
                    line.eventLoop()
                            .execute(() -> line.pipeline().firstContext().close());
                });
            case GO_AWAY_AFTER_THIS ->
                Mono.defer(() -> {
                    goAway(line, Integer.MAX_VALUE);
                    return Mono.empty();
                });
            case CLOSE -> then(line::close);
        };
        if (act.say().length == 0 && act.end() != End.COMPLETE) {
            return last.then();
        }
        response.status(200).header("content-type", act.type());
        return response.send(said.concatWith(last), _ -> true).then();
    }

    private static Mono<ByteBuf> then(Runnable effect) {
        return Mono.defer(() -> {
            effect.run();
            return Mono.never();
        });
    }

    private static void reset(Channel stream, Http2Error error) {
        // Behind the frames that were written before it.
        stream.eventLoop()
                .execute(() -> stream.pipeline().firstContext().writeAndFlush(new DefaultHttp2ResetFrame(error)));
    }

    /** As bytes: the codec would always name the last stream that there was. */
    private static void goAway(Channel line, int lastStream) {
        ByteBuf frame = Unpooled.buffer(17)
                .writeMedium(8)
                .writeByte(7)
                .writeByte(0)
                .writeInt(0)
                .writeInt(lastStream)
                .writeInt((int) Http2Error.NO_ERROR.code());
        line.pipeline().context(Http2FrameCodec.class).writeAndFlush(frame);
    }

    /**
     * A request as it arrived.
     *
     * @param protocol {@code h2} or {@code http/1.1}
     * @param line the connection that it came on
     * @param reset completes with the error of the caller's RST_STREAM
     */
    public record Asked(
            String protocol, HttpServerRequest request, byte[] body, Channel line, CompletableFuture<Long> reset) {}

    /** How an answer ends. */
    public enum End {
        COMPLETE,
        HANG,
        /** Nothing more is heard on the connection, as if the server were gone without a word. */
        FREEZE,
        /** RST_STREAM. */
        RESET,
        /** GOAWAY that leaves this request out, then closed. */
        GO_AWAY,
        /** GOAWAY that lets this request be answered. */
        GO_AWAY_AFTER_THIS,
        /** The connection is closed. */
        CLOSE
    }

    /**
     * What is done to a request.
     *
     * @param say the pieces of the body; where there are none there is no head, unless it completes
     * @param error of RST_STREAM
     */
    public record Act(String type, End end, Http2Error error, byte[]... say) {
        /** One that resets the stream. */
        public static Act reset(Http2Error error, byte[]... say) {
            return new Act("application/octet-stream", End.RESET, error, say);
        }

        /** One that ends otherwise. */
        public static Act of(End end, byte[]... say) {
            return new Act("application/octet-stream", end, Http2Error.NO_ERROR, say);
        }

        /** The same with a content type. */
        public Act typed(String other) {
            return new Act(other, end, error, say);
        }
    }

    private static final class Swallower extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    private static final class ResetWatch extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Long> reset;

        ResetWatch(CompletableFuture<Long> reset) {
            this.reset = reset;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                reset.complete(frame.errorCode());
            }
            context.fireUserEventTriggered(event);
        }
    }
}
