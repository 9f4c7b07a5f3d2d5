package io.ninerouter.gateway.fake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP, as protobuf, and keeps them. */
public final class FakeCollector implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final List<ExportedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;

    /**
     * One span.
     *
     * @param attributes numbers as Long or Double, truths as Boolean, lists as List, the rest as String
     * @param error whether its status is an error
     * @param nanos how long it took
     */
    public record ExportedSpan(
            String traceId,
            String spanId,
            String parentId,
            String name,
            int kind,
            Map<String, Object> attributes,
            boolean error,
            long nanos) {}

    private FakeCollector(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static FakeCollector start() {
        try {
            FakeCollector collector =
                    new FakeCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            collector.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            collector.server.createContext("/v1/traces", exchange -> {
                boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                byte[] body = zipped
                        ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                        : exchange.getRequestBody().readAllBytes();
                if (collector.status == 200) {
                    collector.bodies.add(body);
                    collector.spans.addAll(spans(body));
                }
                exchange.sendResponseHeaders(collector.status, -1);
                exchange.close();
            });
            collector.server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} would be. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Spans so far, in the order of their export. */
    public List<ExportedSpan> spans() {
        return List.copyOf(spans);
    }

    /** Everything that came, as text where it is text. */
    public String everything() {
        StringBuilder all = new StringBuilder();
        bodies.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    /** How exports are answered from now on. */
    public void answer(int newStatus) {
        status = newStatus;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static List<ExportedSpan> spans(byte[] body) {
        List<ExportedSpan> spans = new ArrayList<>();
        fields(body, (resource, resourceSpans) -> {
            if (resource == 1) {
                fields((byte[]) resourceSpans, (scope, scopeSpans) -> {
                    if (scope == 2) {
                        fields((byte[]) scopeSpans, (number, span) -> {
                            if (number == 2) {
                                spans.add(span((byte[]) span));
                            }
                        });
                    }
                });
            }
        });
        return spans;
    }

    private static ExportedSpan span(byte[] body) {
        Map<Integer, Object> single = new TreeMap<>();
        Map<String, Object> attributes = new TreeMap<>();
        boolean[] error = new boolean[1];
        fields(body, (number, value) -> {
            switch (number) {
                case 9 -> attribute((byte[]) value, attributes);
                case 15 ->
                    fields(
                            (byte[]) value,
                            (field, code) ->
                                    error[0] |= field == 3 && Long.valueOf(2).equals(code));
                default -> single.put(number, value);
            }
        });
        return new ExportedSpan(
                hex(single.get(1)),
                hex(single.get(2)),
                hex(single.get(4)),
                text(single.get(5)),
                ((Long) single.get(6)).intValue(),
                attributes,
                error[0],
                (Long) single.get(8) - (Long) single.get(7));
    }

    private static void attribute(byte[] body, Map<String, Object> attributes) {
        Map<Integer, Object> pair = new TreeMap<>();
        fields(body, pair::put);
        attributes.put(text(pair.get(1)), any((byte[]) pair.get(2)));
    }

    private static Object any(byte[] body) {
        List<Object> found = new ArrayList<>();
        fields(
                body,
                (number, value) -> found.add(
                        switch (number) {
                            case 1 -> text(value);
                            case 2 -> Long.valueOf(1).equals(value);
                            case 4 -> Double.longBitsToDouble((Long) value);
                            case 5 -> {
                                List<Object> list = new ArrayList<>();
                                fields((byte[]) value, (ignored, element) -> list.add(any((byte[]) element)));
                                yield list;
                            }
                            default -> value;
                        }));
        return found.getFirst();
    }

    private static String hex(Object bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex((byte[]) bytes);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /** Fields of a message of protobuf: numbers as Long, all else as bytes. */
    private static void fields(byte[] message, BiConsumer<Integer, Object> field) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            int number = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case VARINT -> field.accept(number, varint(in));
                case FIXED_64 -> field.accept(number, in.getLong());
                case FIXED_32 -> field.accept(number, (long) in.getInt());
                case BYTES -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    field.accept(number, bytes);
                }
                default -> throw new IllegalArgumentException("key: " + key + " (expected: a type of protobuf)");
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
