package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;

/**
 * Writes fields of a protobuf message (<a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>) in the order
 * of the calls. Not thread-safe.
 */
final class ProtoWriter {
    static final int VARINT = 0;
    static final int LENGTH = 2;

    private final ByteBuilder out;

    /** A writer that appends to {@code out}. */
    ProtoWriter(ByteBuilder out) {
        this.out = out;
    }

    /** A number, not negative; zero is written too. */
    ProtoWriter number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** A flag. */
    ProtoWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    /** Text. */
    ProtoWriter text(int field, String value) {
        return bytes(field, Utf8.of(value));
    }

    /** Bytes as they are. */
    ProtoWriter bytes(int field, Utf8 value) {
        head(field, value.length());
        out.append(value);
        return this;
    }

    /** A message within this one. */
    ProtoWriter message(int field, Consumer<ProtoWriter> fields) {
        ByteBuilder inner = new ByteBuilder(64);
        fields.accept(new ProtoWriter(inner));
        byte[] written = inner.take();
        head(field, written.length);
        out.append(written);
        return this;
    }

    /** What stands before a value of so many bytes. */
    void head(int field, int length) {
        varint((long) field << 3 | LENGTH);
        varint(length);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.append((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.append((int) rest);
    }
}
