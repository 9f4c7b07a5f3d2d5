package io.ninerouter.gateway.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Streams of the Connect protocol, as a server writes them. */
public final class Connect {
    private Connect() {}

    /** A message behind its head; with flag 1 it is packed first. */
    public static byte[] frame(int flags, byte[] message) {
        byte[] body = (flags & 1) == 0 ? message : packed(message);
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) flags)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** The last message. */
    public static byte[] end(String json) {
        return frame(2, json.getBytes(StandardCharsets.UTF_8));
    }

    /** All of them, one after the other. */
    public static byte[] stream(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** The same, by gzip. */
    static byte[] packed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
