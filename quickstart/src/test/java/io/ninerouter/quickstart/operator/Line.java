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

/** A way to an API server that can be cut: connections break and new ones are refused, until it stands again on the same port. */
final class Line implements AutoCloseable {
    private final int target;
    private final Path kubeconfig;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int port;
    private ServerSocket server;

    private Line(int target, Path kubeconfig) {
        this.target = target;
        this.kubeconfig = kubeconfig;
    }

    static Line to(EmbeddedApi api, Path kubeconfig) throws IOException {
        Line line = new Line(URI.create(api.url()).getPort(), kubeconfig);
        line.stand();
        String direct = Files.readString(api.kubeconfig());
        Files.writeString(kubeconfig, direct.replace(api.url(), "https://127.0.0.1:" + line.port));
        return line;
    }

    /** For clients that go this way. */
    Path kubeconfig() {
        return kubeconfig;
    }

    void stand() throws IOException {
        ServerSocket next = new ServerSocket();
        next.setReuseAddress(true);
        next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket near = from.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(near);
                sockets.add(far);
                if (from.isClosed()) {
                    close(near, far);
                }
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            }
        } catch (IOException e) {
            // It was cut.
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One end has gone, and the other goes with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
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
