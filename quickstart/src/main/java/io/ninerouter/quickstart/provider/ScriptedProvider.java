package io.ninerouter.quickstart.provider;

import io.ninerouter.quickstart.vendor.ScriptedVendor;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A provider on 127.0.0.1 that answers by a script, in the four dialects:
 *
 * <ul>
 *   <li>{@code POST /v1/chat/completions}, {@code /v1/responses}, {@code /v1/messages},
 *       {@code /v1/messages/count_tokens};
 *   <li>{@code POST /v1beta/models/{model}:generateContent}, {@code :streamGenerateContent} (with {@code alt=sse} or as a
 *       JSON array), {@code :countTokens}, the same under {@code /v1};
 *   <li>{@code GET /v1/models}, {@code /v1beta/models}.
 * </ul>
 *
 * <p>Beside its key it takes the access tokens of the {@link ScriptedVendor} at the same port, to which one can log in. A stream whose client leaves stops at once. Thread-safe.
 */
public final class ScriptedProvider implements AutoCloseable {
    private static final Duration QUIET = Duration.ZERO;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private final DisposableServer server;
    private final LoopResources loops;
    private final Counters counters;

    private ScriptedProvider(DisposableServer server, LoopResources loops, Counters counters) {
        this.server = server;
        this.loops = loops;
        this.counters = counters;
    }

    /**
     * Starts a provider; it serves when this returns.
     *
     * @throws reactor.netty.ChannelBindException when the port is taken
     */
    public static ScriptedProvider start(ScriptedProviderConfig config) {
        Counters counters = new Counters();
        LoopResources loops = LoopResources.create("scripted-provider", 1, true);
        try {
            DisposableServer server = HttpServer.create()
                    .host("127.0.0.1")
                    .port(config.port())
                    .runOn(loops)
                    .handle(new ProviderHandler(
                            config, counters, InstantSource.system(), new ScriptedVendor(ScriptedProvider::name)))
                    .bindNow();
            return new ScriptedProvider(server, loops, counters);
        } catch (RuntimeException e) {
            loops.dispose();
            throw e;
        }
    }

    private static String name() {
        return java.util.UUID.randomUUID().toString().replace("-", "");
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** {@code http://127.0.0.1:<port>}; the APIs are below it at {@code /v1} and {@code /v1beta}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** What it has seen up to now. */
    public Activity activity() {
        return counters.now();
    }

    /** Stops listening and cuts what is open. */
    @Override
    public void close() {
        server.disposeNow(STOP_WITHIN);
        loops.disposeLater(QUIET, STOP_WITHIN).subscribe();
    }
}
