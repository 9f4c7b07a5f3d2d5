package io.ninerouter.quickstart.egress;

import io.ninerouter.quickstart.api.tls.TestIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS on 127.0.0.1 in front of a plain port: with a certificate of its own authority, and, if wanted, for known clients alone. */
public final class TlsFront implements AutoCloseable {
    private final ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<SSLContext> context = new AtomicReference<>();
    private volatile boolean wantsClients;

    /** @param clients those who are served; null = everybody */
    public TlsFront(TestIdentity identity, TestIdentity clients, int target) throws Exception {
        this.target = target;
        shows(identity, clients);
        Thread.ofVirtual().start(this::accept);
    }

    /** From now on it shows another certificate, and knows other clients; lines that are open are closed. */
    public void shows(TestIdentity identity, TestIdentity clients) throws Exception {
        context.set(identity.context(clients));
        wantsClients = clients != null;
        for (Socket one : open) {
            one.close();
        }
    }

    public int port() {
        return plain.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = plain.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: that is the end.
        }
    }

    /** Why somebody is not served reaches them: a connection that is closed upon unread bytes would be reset before. */
    private static void greet(SSLSocket secure, Socket plain) throws IOException {
        try {
            secure.startHandshake();
        } catch (IOException e) {
            plain.shutdownOutput();
            plain.getInputStream().transferTo(OutputStream.nullOutputStream());
            throw e;
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            SSLSocket secure =
                    (SSLSocket) context.get().getSocketFactory().createSocket(socket, null, socket.getPort(), false);
            secure.setUseClientMode(false);
            secure.setNeedClientAuth(wantsClients);
            greet(secure, socket);
            FakeProxy.pipe(secure, new Socket(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            // The other side did not like it, or was not liked.
        } finally {
            open.remove(socket);
        }
    }
}
