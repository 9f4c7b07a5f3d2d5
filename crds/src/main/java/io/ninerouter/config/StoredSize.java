package io.ninerouter.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * How many bytes an API server stores of a value: it writes custom resources as JSON in UTF-8, and {@code <}, {@code >}, {@code
 * &}, U+2028 and U+2029 as six bytes each, as Go's {@code encoding/json} does. Nothing is kept of what is measured.
 * Thread-safe.
 */
public final class StoredSize {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int ESCAPED = 6;

    private StoredSize() {}

    /** Of a record of this package, or a list of them. */
    public static int of(Object value) {
        Counter counter = new Counter();
        try {
            JSON.writeValue(counter, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counter.bytes;
    }

    private static final class Counter extends Writer {
        private int bytes;

        @Override
        public void write(char[] text, int from, int length) {
            for (int i = from; i < from + length; i++) {
                bytes += bytes(text[i]);
            }
        }

        /** Of half a pair 2: a pair is 4, and a half alone is replaced. */
        private static int bytes(char c) {
            if (c < 0x80) {
                return c == '<' || c == '>' || c == '&' ? ESCAPED : 1;
            }
            if (c < 0x800 || Character.isSurrogate(c)) {
                return 2;
            }
            return c == '\u2028' || c == '\u2029' ? ESCAPED : 3;
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
