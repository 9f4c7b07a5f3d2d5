package io.ninerouter.gateway.fake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A provider on a real socket that answers as told, rightly or wrongly, and remembers what it was asked. Replies that were
 * queued go first, one a request; then the standing one. It speaks HTTP/1.1, as the gateway does to most providers: the
 * one with GOAWAY and RST_STREAM is {@link FakeHttp2}. Thread-safe.
 */
public final class FakeProvider implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Asked> arrivals = new LinkedBlockingQueue<>();
    private final Queue<Reply> queued = new ConcurrentLinkedQueue<>();
    private volatile Function<Asked, Reply> standing =
            request -> Reply.json(500, "{\"error\":{\"message\":\"no reply scripted\"}}");
    private final DisposableServer server;
    private final String host;
    private final int port;

    private FakeProvider(String host) {
        this.host = host.indexOf(':') < 0 ? host : "[" + host + "]";
        server = HttpServer.create()
                .host(host)
                .port(0)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(64 << 10).maxHeaderSize(64 << 10))
                .handle(this::answer)
                .bindNow();
        port = server.port();
    }

    /** Starts one on a free port. */
    public static FakeProvider start() {
        return on("127.0.0.1");
    }

    /** The same at another address of this machine. */
    public static FakeProvider on(String host) {
        return new FakeProvider(host);
    }

    /** One that refuses every connection: it has left its port. */
    public static FakeProvider gone() {
        FakeProvider provider = start();
        provider.close();
        return provider;
    }

    /** Its address without a trailing slash. */
    public String url() {
        return "http://" + host + ":" + port;
    }

    /** The same as if it spoke TLS, which it does not. */
    public String urlOfTls() {
        return "https://127.0.0.1:" + port;
    }

    /** Queues replies, one a request. */
    public FakeProvider then(Reply... replies) {
        queued.addAll(List.of(replies));
        return this;
    }

    /** What requests get when nothing is queued. */
    public FakeProvider always(Function<Asked, Reply> reply) {
        standing = reply;
        return this;
    }

    /** What requests get when nothing is queued. */
    public FakeProvider always(Reply reply) {
        return always(_ -> reply);
    }

    /** Everything that was asked so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The only request so far. */
    public Asked only() {
        List<Asked> all = asked();
        if (all.size() != 1) {
            throw new AssertionError("requests: " + all.size() + " (expected: 1)");
        }
        return all.getFirst();
    }

    /** Waits for the next request that was not yet taken. */
    public Asked take() throws InterruptedException {
        Asked next = arrivals.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no request within " + PATIENCE);
        }
        return next;
    }

    /** Forgets requests and queued replies. */
    public void reset() {
        asked.clear();
        arrivals.clear();
        queued.clear();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        response.withConnection(
                connection -> connection.channel().closeFuture().addListener(_ -> closed.complete(null)));
        Map<String, List<String>> headers = new TreeMap<>();
        request.requestHeaders()
                .names()
                .forEach(name -> headers.put(
                        name.toLowerCase(Locale.ROOT), request.requestHeaders().getAll(name)));
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> {
                    Asked now = new Asked(request.method().name(), request.uri(), headers, body, closed);
                    asked.add(now);
                    arrivals.add(now);
                    Reply next = queued.poll();
                    return write(next == null ? standing.apply(now) : next, response);
                });
    }

    private static Mono<Void> write(Reply reply, HttpServerResponse response) {
        if (reply.status() != 0) {
            response.status(reply.status());
            reply.headers().forEach(response::addHeader);
        }
        Connection[] connection = new Connection[1];
        response.withConnection(c -> connection[0] = c);
        if (reply.status() == 0) {
            // Anything sent through the server would begin with a head, and so would its end.
            return Flux.fromIterable(reply.steps())
                    .concatMap(step -> perform(step, connection[0]))
                    .doOnNext(bytes -> bare(connection[0], bytes))
                    .then(Mono.never());
        }
        if (reply.steps().size() == 1 && reply.steps().getFirst() instanceof Reply.Send only) {
            return response.send(Mono.just(Unpooled.wrappedBuffer(only.bytes())))
                    .then();
        }
        Flux<ByteBuf> body = Flux.fromIterable(reply.steps()).concatMap(step -> perform(step, connection[0]), 1);
        return response.send(body, _ -> true).then();
    }

    /** Beneath everything that knows HTTP. */
    private static void bare(Connection connection, ByteBuf bytes) {
        connection.channel().pipeline().firstContext().writeAndFlush(bytes);
    }

    private static Publisher<ByteBuf> perform(Reply.Step step, Connection connection) {
        return switch (step) {
            case Reply.Send send -> Mono.just(Unpooled.wrappedBuffer(send.bytes()));
            case Reply.Await await ->
                await.trigger()
                        // The test fires it from a thread of its own.
                        .publishOn(Schedulers.fromExecutor(connection.channel().eventLoop()))
                        .cast(ByteBuf.class);
            case Reply.Cut _ -> {
                // Behind the frames that were written before it.
                connection
                        .channel()
                        .eventLoop()
                        .execute(() -> connection.channel().close());
                yield Mono.never();
            }
            case Reply.Reset _ -> {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                connection.channel().close();
                yield Mono.never();
            }
            case Reply.Hang _ -> Mono.never();
            case Reply.Flood flood ->
                Flux.generate(more -> {
                    flood.sent().addAndGet(flood.bytes().length);
                    more.next(Unpooled.wrappedBuffer(flood.bytes()));
                });
        };
    }

    /**
     * One request as it arrived.
     *
     * @param headers by lower-case name
     * @param closed completes when its connection closes
     */
    public record Asked(
            String method, String uri, Map<String, List<String>> headers, byte[] body, CompletableFuture<Void> closed) {

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The account whose credential this shows, as {@link Configs} makes them. */
        public String account() {
            String shown = header("authorization") + header("x-api-key") + header("x-goog-api-key");
            return shown.replace("Bearer ", "").replace("canary-", "").replace("-credential", "");
        }

        /** The first value of a header, or the empty text. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }
}
