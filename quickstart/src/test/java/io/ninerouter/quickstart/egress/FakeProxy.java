package io.ninerouter.quickstart.egress;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on 127.0.0.1 that knows every name: whatever is asked for, it connects to the same port of this machine. With a
 * user it wants that user. Speaks HTTP CONNECT or SOCKS 5, tells what it was asked for, and can be made to fail.
 */
public final class FakeProxy implements AutoCloseable {
    /** How it behaves. */
    public enum Mood {
        /** As it should. */
        SERVES,
        /** It lets nobody through. */
        REFUSES,
        /** It closes connections without a word. */
        DROPS
    }

    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final boolean socks;
    private volatile String login;
    private volatile int leadsTo;
    private volatile Mood mood = Mood.SERVES;

    private FakeProxy(boolean socks, String login) throws IOException {
        this.socks = socks;
        this.login = login;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param login {@code user:password}; null = everybody may */
    public static FakeProxy http(String login) throws IOException {
        return new FakeProxy(false, login);
    }

    /** @param login {@code user:password}; null = everybody may */
    public static FakeProxy socks(String login) throws IOException {
        return new FakeProxy(true, login);
    }

    public void behaves(Mood other) {
        mood = other;
    }

    /** From now on whoever asks for whatever place is led to this port of this machine. */
    public void leadsTo(int port) {
        leadsTo = port;
    }

    /** From now on another login is the right one, also for those who were let in before: their lines are closed. */
    public void accepts(String other) throws IOException {
        login = other;
        hangUp();
    }

    /** What it was asked for, {@code host:port}, by whomever it let in. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    public int port() {
        return server.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }

    private void hangUp() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: that is the end.
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            if (mood == Mood.DROPS) {
                return;
            }
            Socket target = socks ? socks(socket) : connect(socket);
            if (target != null) {
                open.add(target);
                pipe(socket, target);
            }
        } catch (IOException e) {
            // One of both has gone.
        } finally {
            open.remove(socket);
        }
    }

    private Socket connect(Socket socket) throws IOException {
        String head = head(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        String wanted = login == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        boolean known = wanted == null
                || head.lines().anyMatch(line -> line.equalsIgnoreCase("proxy-authorization: " + wanted));
        if (!known || mood == Mood.REFUSES) {
            out.write(("HTTP/1.1 " + (known ? "403 Forbidden" : "407 Proxy Authentication Required")
                            + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return null;
        }
        String target = head.split(" ")[1];
        targets.add(target);
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new Socket(InetAddress.getLoopbackAddress(), leadsTo == 0 ? port(target) : leadsTo);
    }

    private Socket socks(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        in.readByte();
        in.readNBytes(in.readUnsignedByte());
        out.write(new byte[] {5, (byte) (login == null ? 0 : 2)});
        if (login != null) {
            in.readByte();
            String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            String password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            boolean known = (user + ":" + password).equals(login);
            out.write(new byte[] {1, (byte) (known ? 0 : 1)});
            if (!known) {
                return null;
            }
        }
        in.readNBytes(3);
        int type = in.readByte();
        String host = type == 3
                ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(type == 1 ? 4 : 16)).getHostAddress();
        int port = in.readUnsignedShort();
        targets.add(host + ":" + port);
        out.write(new byte[] {5, (byte) (mood == Mood.REFUSES ? 2 : 0), 0, 1, 0, 0, 0, 0, 0, 0});
        return mood == Mood.REFUSES ? null : new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static int port(String target) {
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
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

    /** Carries bytes both ways until one side ends. */
    static void pipe(Socket one, Socket other) throws IOException {
        try (other) {
            Thread back = Thread.ofVirtual().start(() -> carry(other, one));
            carry(one, other);
            back.join();
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
}
