package io.ninerouter.gateway.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client on a bare socket: for what well-behaved ones do not do. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;

    /** Connects. */
    public RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
    }

    /** Sends as it is. */
    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a POST with the usual key. */
    public RawClient post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Configs.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Reads until a text has come, or the connection is closed; gives what came. */
    public String readUntil(String end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!out.toString(StandardCharsets.UTF_8).contains(end)) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            out.write(next);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Reads so many bytes; gives how many came before the connection was closed. */
    public long skip(long bytes) throws IOException {
        byte[] scratch = new byte[64 << 10];
        long read = 0;
        while (read < bytes) {
            int some = socket.getInputStream().read(scratch, 0, (int) Math.min(scratch.length, bytes - read));
            if (some < 0) {
                break;
            }
            read += some;
        }
        return read;
    }

    /** Whether the other side closes the connection. */
    public boolean isClosedByPeer() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Resets the connection. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
