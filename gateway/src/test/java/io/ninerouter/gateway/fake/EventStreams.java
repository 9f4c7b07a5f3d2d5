package io.ninerouter.gateway.fake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes messages of an AWS event stream, written apart from the parser. */
public final class EventStreams {
    private EventStreams() {}

    /** An event with a JSON payload. */
    public static byte[] event(String type, String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":event-type", type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", "event");
        return message(texts(headers), json.getBytes(StandardCharsets.UTF_8));
    }

    /** An exception with a JSON payload. */
    public static byte[] exception(String type, String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":exception-type", type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", "exception");
        return message(texts(headers), json.getBytes(StandardCharsets.UTF_8));
    }

    /** An error, which has no payload. */
    public static byte[] error(String code, String message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":message-type", "error");
        headers.put(":error-code", code);
        headers.put(":error-message", message);
        return message(texts(headers), new byte[0]);
    }

    /** All of them, one behind the other. */
    public static byte[] all(byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            out.writeBytes(message);
        }
        return out.toByteArray();
    }

    /** Headers of type text. */
    public static byte[] texts(Map<String, String> headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            header(out, name, 7);
            out.write(text.length >> 8);
            out.write(text.length);
            out.writeBytes(text);
        });
        return out.toByteArray();
    }

    /** The name and type of a header; its value has to follow. */
    public static void header(ByteArrayOutputStream out, String name, int type) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(type);
    }

    /** A message of these headers, as they are on the wire, and this payload. */
    public static byte[] message(byte[] headers, byte[] payload) {
        int total = 16 + headers.length + payload.length;
        ByteBuffer out = ByteBuffer.allocate(total);
        out.putInt(total).putInt(headers.length);
        out.putInt(checksum(out.array(), 8)).put(headers).put(payload);
        out.putInt(checksum(out.array(), total - 4));
        return out.array();
    }

    /** The checksum of the first bytes. */
    public static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
