package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.json.Utf8;

/**
 * Reads fields of a protobuf message one after the other; what is not asked for is passed over. Not thread-safe.
 *
 * <p>All methods throw {@link MalformedFrameException} when the bytes cannot be a message.
 */
final class ProtoReader {
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;
    private static final int MOST_BITS = 63;

    private final byte[] data;
    private final int to;
    private int at;
    private int field;
    private int type;
    private long number;
    private int valueFrom;

    /** The message that lies from {@code from} (inclusive) to {@code to} (exclusive). */
    ProtoReader(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.to = to;
    }

    /** Goes to the next field; false when there is none. */
    boolean next() {
        if (at == to) {
            return false;
        }
        // Of 32 bits: those beyond are passed over, as by others.
        int tag = (int) varint();
        field = tag >>> 3;
        type = tag & 7;
        if (field == 0) {
            throw bad("field 0", "1 or more");
        }
        number = 0;
        switch (type) {
            case ProtoWriter.VARINT -> number = varint();
            case ProtoWriter.LENGTH -> skip(varint());
            case FIXED64 -> skip(Long.BYTES);
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw bad("wire type " + type, "0, 1, 2 or 5");
        }
        return true;
    }

    /** Number of the field. */
    int field() {
        return field;
    }

    /** Its number; 0 when it is none. */
    long number() {
        return number;
    }

    /** Its bytes, which are those of the message; empty when it has none. */
    Utf8 bytes() {
        return type == ProtoWriter.LENGTH ? Utf8.slice(data, valueFrom, at) : Utf8.EMPTY;
    }

    /** Its text; bytes that are no UTF-8 are replaced. */
    String text() {
        return bytes().toString();
    }

    /** The message in it. */
    ProtoReader message() {
        Utf8 bytes = bytes();
        return new ProtoReader(bytes.array(), bytes.from(), bytes.to());
    }

    private void skip(long length) {
        if (length < 0 || length > to - at) {
            throw bad("a value of " + length + " bytes", "at most the " + (to - at) + " that are there");
        }
        valueFrom = at;
        at += (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift <= MOST_BITS; shift += 7) {
            if (at == to) {
                throw bad("a number that is cut", "a byte below 128 at its end");
            }
            byte next = data[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw bad("a number of over 10 bytes", "at most 10");
    }

    private static MalformedFrameException bad(String what, String expected) {
        return new MalformedFrameException("protobuf message: " + what + " (expected: " + expected + ")");
    }
}
