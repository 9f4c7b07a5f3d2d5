package io.ninerouter.operator.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.egress.OutboundException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call says of itself when its time is up. */
@Timeout(30)
class CallTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void callThatWasToldAsNotSentSendsNothingAfterwards() throws Exception {
        AtomicInteger came = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            came.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri =
                    URI.create("http://provider.example:" + server.getAddress().getPort() + "/");
            Call call = new Call(OutboundRequest.get(uri, Map.of(), Duration.ofSeconds(5), 10));
            // Time is up once there is a connection, before anything was sent through it.
            call.run(opened -> new Dialing(
                    _ -> new InetAddress[] {HERE},
                    Egress.DEFAULT.guard(true),
                    null,
                    null,
                    null,
                    defaults(),
                    5_000,
                    _ -> call.expire()));

            OutboundException told =
                    (OutboundException) catchThrowableOfType(CompletionException.class, call.answer()::join)
                            .getCause();
            assertThat(told.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(told.sent()).isFalse();
            assertThat(came).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext defaults() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
