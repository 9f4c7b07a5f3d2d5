package io.ninerouter.quickstart.api.rest;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The HTTPS server on loopback, one virtual thread a request. */
public final class ApiServer implements AutoCloseable {

    private final HttpsServer server;
    private final ExecutorService threads;

    private ApiServer(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts serving on 127.0.0.1.
     *
     * @param port 0 for any free one
     * @param tls what it serves with
     * @param gate what every request passes
     * @param backend what it serves
     * @throws UncheckedIOException when the port is taken
     */
    public static ApiServer start(int port, SSLContext tls, Gate gate, Backend backend) {
        // Read once when the server's classes are loaded: without it every small answer waits for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        try {
            HttpsServer server = HttpsServer.create(address, 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setHttpsConfigurator(new CallersChoice(tls));
            server.setExecutor(threads);
            server.createContext("/", new ApiHandler(gate, backend));
            server.start();
            return new ApiServer(server, threads);
        } catch (BindException e) {
            throw new UncheckedIOException(
                    "port: " + port + " on 127.0.0.1 is taken (expected: a free port, or 0 for any)", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the Kubernetes API cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Takes no more requests and gives those under way a second to end. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }

    /** Of cipher suites that both know the caller's first is taken: so a kube-apiserver chooses between AES and ChaCha20. */
    private static final class CallersChoice extends HttpsConfigurator {
        CallersChoice(SSLContext tls) {
            super(tls);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setUseCipherSuitesOrder(false);
            parameters.setSSLParameters(tls);
        }
    }
}
