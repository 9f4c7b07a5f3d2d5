package io.ninerouter.gateway.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on 127.0.0.1 that knows CONNECT, and leads whoever asks to the port that they name, on this machine. */
public final class FakeTunnel implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private FakeTunnel() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Starts one. */
    public static FakeTunnel start() {
        return new FakeTunnel();
    }

    /** Its address, as a Router names it. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** What it was asked for, {@code host:port}. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket one : open) {
                one.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: that is the end.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String target = head(socket.getInputStream()).split(" ")[1];
            targets.add(target);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
                open.add(there);
                Thread back = Thread.ofVirtual().start(() -> carry(there, socket));
                carry(socket, there);
                back.join();
            }
        } catch (IOException e) {
            // One of both has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The end is told, and no more: a socket that is closed upon unread bytes resets what it has sent last. */
    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction sees it too.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
