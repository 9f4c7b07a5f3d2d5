package io.ninerouter.quickstart.operator;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server as a network does that can forget connections: those that are open say nothing any
 * more, and are not closed.
 */
final class BlackPeer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger age = new AtomicInteger();
    private final int leadsTo;

    BlackPeer(int leadsTo) throws IOException {
        this.leadsTo = leadsTo;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Forgets the connections that are open now; those that come later are served. */
    void forget() {
        age.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Closeable each : open) {
            each.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket peer = new Socket(InetAddress.getLoopbackAddress(), leadsTo);
                open.add(client);
                open.add(peer);
                int born = age.get();
                Thread.ofVirtual().start(() -> carry(client, peer, born));
                Thread.ofVirtual().start(() -> carry(peer, client, born));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void carry(Socket from, Socket to, int born) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (age.get() == born) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
            if (age.get() != born) {
                // The other side must not learn of the end either.
                Thread.currentThread().join();
            }
        } catch (IOException | InterruptedException e) {
            // Closed by one of both, or the test is over.
        }
    }
}
