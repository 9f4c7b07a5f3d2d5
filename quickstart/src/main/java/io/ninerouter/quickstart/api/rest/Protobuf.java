package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.rest.ProtobufShapes.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Reads Kubernetes' protobuf form: {@code k8s\0}, then a runtime.Unknown with the type and the object. Only what kubectl
 * sends so without asking (1.32 and later, for {@code create} and {@code auth can-i}) is known; answers stay JSON, which
 * those clients accept. Field numbers are those of the generated.proto files of k8s.io/api.
 */
final class Protobuf {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private final byte[] bytes;
    private final int end;
    private int at;

    private Protobuf(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException when the bytes are no such object, or of a kind that is not known here
     */
    static ObjectNode parse(byte[] body) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("protobuf body does not begin with k8s\\0");
        }
        try {
            return new Protobuf(body, MAGIC.length, body.length).unknown();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("protobuf body ends within a field", e);
        }
    }

    private ObjectNode unknown() {
        ObjectNode type = Json.object();
        Protobuf raw = new Protobuf(bytes, 0, 0);
        while (at < end) {
            long tag = varint();
            if (tag >>> 3 == 1) {
                nested().message(ProtobufShapes.TYPE_META, type);
            } else if (tag >>> 3 == 2) {
                raw = nested();
            } else {
                skip(tag);
            }
        }
        String kind = type.path("kind").asText();
        Map<Integer, Field> shape = ProtobufShapes.OBJECTS.get(kind);
        if (shape == null) {
            throw new IllegalArgumentException("protobuf body of kind " + kind + " (expected: one of "
                    + ProtobufShapes.OBJECTS.keySet() + ", or JSON)");
        }
        ObjectNode object = Json.object();
        object.setAll(type);
        raw.message(shape, object);
        return object;
    }

    private void message(Map<Integer, Field> shape, ObjectNode into) {
        while (at < end) {
            long tag = varint();
            Field field = shape.get((int) (tag >>> 3));
            if (field == null) {
                skip(tag);
            } else {
                read(field, into);
            }
        }
    }

    private void read(Field field, ObjectNode into) {
        switch (field.type()) {
            case STRING -> {
                String text = text();
                if (!text.isEmpty()) {
                    into.put(field.name(), text);
                }
            }
            case BOOL -> into.put(field.name(), varint() != 0);
            case INTEGER -> {
                long value = varint();
                if (value != 0) {
                    into.put(field.name(), value);
                }
            }
            case STRINGS -> into.withArray(field.name()).add(text());
            case MESSAGE -> nested().message(field.shape(), Json.ensureObject(into, field.name()));
            case MESSAGES ->
                nested().message(field.shape(), into.withArray(field.name()).addObject());
            case STRING_MAP, BYTES_MAP -> nested().entry(field, Json.ensureObject(into, field.name()));
        }
    }

    private void entry(Field field, ObjectNode into) {
        String key = "";
        byte[] value = new byte[0];
        while (at < end) {
            long tag = varint();
            if (tag >>> 3 == 1) {
                key = text();
            } else {
                value = content();
            }
        }
        into.put(
                key,
                field.type() == Field.Type.BYTES_MAP
                        ? Base64.getEncoder().encodeToString(value)
                        : new String(value, StandardCharsets.UTF_8));
    }

    private Protobuf nested() {
        int length = length();
        Protobuf nested = new Protobuf(bytes, at, at + length);
        at += length;
        return nested;
    }

    private byte[] content() {
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private String text() {
        return new String(content(), StandardCharsets.UTF_8);
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException(
                    "protobuf field of " + length + " bytes (expected: <= " + (end - at) + ")");
        }
        return (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("protobuf number of more than 64 bits");
    }

    private void skip(long tag) {
        switch ((int) (tag & 7)) {
            case 0 -> varint();
            case 1 -> at += 8;
            case 2 -> content();
            case 5 -> at += 4;
            default ->
                throw new IllegalArgumentException("protobuf wire type " + (tag & 7) + " (expected: 0, 1, 2, 5)");
        }
    }
}
