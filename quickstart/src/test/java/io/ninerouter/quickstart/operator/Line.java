package io.ninerouter.quickstart.operator;

import io.ninerouter.quickstart.api.EmbeddedApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to an API server that can be cut: connections break and new ones are refused, until it stands again on the same port.
 * It can also forget its connections, as a host does that vanishes behind an address: they stay, and nothing passes any more.
 */
public final class Line implements AutoCloseable {
    private final String host;
    private final int target;
    private final Path kubeconfig;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private int port;
    private ServerSocket server;

    private Line(String host, int target, Path kubeconfig) {
        this.host = host;
        this.target = target;
        this.kubeconfig = kubeconfig;
    }

    static Line to(EmbeddedApi api, Path kubeconfig) throws IOException {
        return to(api.url(), api.kubeconfig(), kubeconfig);
    }

    /**
     * A way to the server at a loopback address; that is also where it stands.
     *
     * @param direct a kubeconfig that names it so
     * @param kubeconfig written: the same, this way
     */
    public static Line to(String url, Path direct, Path kubeconfig) throws IOException {
        URI uri = URI.create(url);
        Line line = new Line(uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort(), kubeconfig);
        line.stand();
        String origin = uri.getScheme() + "://" + uri.getAuthority();
        Files.writeString(
                kubeconfig, Files.readString(direct).replace(origin, "https://" + line.host + ":" + line.port));
        return line;
    }

    /** Connections so far. */
    public int opened() {
        return opened.get();
    }

    /** Bytes that clients have sent so far. */
    public long sent() {
        return sent.get();
    }

    /** For clients that go this way. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    void stand() throws IOException {
        ServerSocket next = new ServerSocket();
        next.setReuseAddress(true);
        next.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        port = next.getLocalPort();
        server = next;
        Thread.ofVirtual().start(() -> accept(next));
    }

    void cut() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Of the connections that stand now nothing passes any more, in either direction, and nobody is told; new ones pass. */
    public void forget() {
        forgotten.addAll(sockets);
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket near = from.accept();
                Socket far = new Socket(host, target);
                sockets.add(near);
                sockets.add(far);
                if (from.isClosed()) {
                    close(near, far);
                }
                opened.incrementAndGet();
                Thread.ofVirtual().start(() -> pass(near, far, sent));
                Thread.ofVirtual().start(() -> pass(far, near, new AtomicLong()));
            }
        } catch (IOException e) {
            // It was cut.
        }
    }

    private void pass(Socket from, Socket to, AtomicLong passed) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!forgotten.contains(from)) {
                    passed.addAndGet(read);
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One end has gone, and the other goes with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
            forgotten.remove(from);
        }
    }

    private static void close(Socket near, Socket far) throws IOException {
        near.close();
        far.close();
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
