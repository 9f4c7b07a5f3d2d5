package io.ninerouter.operator.egress;

import io.ninerouter.egress.ProxyLogin;
import io.ninerouter.operator.egress.OutboundException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a proxy before a connection through it is open: HTTP CONNECT (RFC 9110, 9.3.6) and SOCKS 5 (RFC 1928, with
 * the passwords of RFC 1929). Blocks. Nothing is read beyond the proxy's own answer.
 *
 * @param name of the proxy, for people
 * @param socket connected to it
 * @param login null = none
 */
record Tunnel(String name, Socket socket, @Nullable ProxyLogin login) {
    private static final int MAX_HEAD = 16 << 10;
    private static final int SOCKS = 5;
    private static final int PASSWORD = 2;

    /** @param host as a URI has it */
    void connect(String host, int port) throws IOException {
        String authority = host + ":" + port;
        StringBuilder head = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        if (login != null) {
            head.append("Proxy-Authorization: ").append(login.basic()).append("\r\n");
        }
        send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        String status = head().split("\r?\n", 2)[0];
        if (!status.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
            throw refused("answered with something that is not HTTP");
        }
        String code = status.substring(9, 12);
        if (code.equals("407")) {
            throw refused("wants another user or password");
        }
        if (!code.startsWith("2")) {
            throw refused("did not let it through (" + code + ")");
        }
    }

    /**
     * The same with SOCKS.
     *
     * @param address null = the proxy resolves the name
     */
    void socks(String host, @Nullable InetAddress address, int port) throws IOException {
        send(login == null ? new byte[] {SOCKS, 1, 0} : new byte[] {SOCKS, 2, 0, PASSWORD});
        byte[] method = read(2);
        if (method[0] != SOCKS) {
            throw refused("answered with something that is not SOCKS 5");
        }
        if (method[1] == PASSWORD && login != null) {
            logIn(login);
        } else if (method[1] != 0) {
            throw refused("wants another user or password");
        }
        send(request(host, address, port));
        byte[] reply = read(4);
        if (reply[1] != 0) {
            throw refused("did not let it through (" + reply[1] + ")");
        }
        int rest = switch (reply[3]) {
            case 1 -> 4;
            case 4 -> 16;
            default -> read(1)[0] & 0xff;
        };
        read(rest + 2);
    }

    private void logIn(ProxyLogin with) throws IOException {
        byte[] user = with.username().getBytes(StandardCharsets.UTF_8);
        byte[] password = with.password().reveal().getBytes(StandardCharsets.UTF_8);
        if (user.length > 255 || password.length > 255) {
            throw refused("takes no user or password of more than 255 bytes");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1);
        message.write(user.length);
        message.writeBytes(user);
        message.write(password.length);
        message.writeBytes(password);
        send(message.toByteArray());
        if (read(2)[1] != 0) {
            throw refused("wants another user or password");
        }
    }

    private byte[] request(String host, @Nullable InetAddress address, int port) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {SOCKS, 1, 0});
        if (address != null) {
            byte[] bytes = address.getAddress();
            message.write(bytes.length == 4 ? 1 : 4);
            message.writeBytes(bytes);
        } else {
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            message.write(3);
            message.write(name.length);
            message.writeBytes(name);
        }
        message.write(port >> 8);
        message.write(port);
        return message.toByteArray();
    }

    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.indexOf("\n\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD) {
                throw refused("broke the connection");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private OutboundException refused(String how) {
        return new OutboundException(Kind.PROXY, "proxy " + name + " " + how);
    }

    @Override
    public String toString() {
        return "Tunnel[" + name + "]";
    }
}
