package io.ninerouter.gateway.frame;

import java.nio.ByteBuffer;

/**
 * Walks through a JSON text, chunk by chunk, and tells a {@link Handler} of the members that it wants to see. Builds no
 * tree, copies nothing but what is captured across a chunk border; memory is bounded whatever the text.
 *
 * <p>Checks the grammar of containers, literals and numbers, and nesting up to {@value #MAX_DEPTH}. Does not check what is
 * inside strings (escapes, control characters, UTF-8): who receives the text will. A UTF-8 byte order mark is skipped;
 * UTF-16 and UTF-32 are malformed.
 *
 * <p>One instance per text, or {@link #reset()} between texts; not thread-safe.
 */
public final class JsonScan {
    /** Deepest nesting. */
    public static final int MAX_DEPTH = 512;

    private final Handler handler;
    private final Containers open = new Containers();
    private final Capture capture;
    private State state = State.START;
    private boolean inName;
    private int scalar;
    private Want want = Want.ENTER;
    private long base;
    private long nameFrom;
    private Root root = Root.SCALAR;
    private long end;

    /**
     * A scan.
     *
     * @param handler told of members
     * @param maxCapture longest value in bytes that is captured; longer ones are passed over
     */
    public JsonScan(Handler handler, int maxCapture) {
        this.handler = handler;
        this.capture = new Capture(maxCapture);
    }

    /** Begins a new text. */
    public void reset() {
        open.clear();
        capture.stop();
        state = State.START;
        inName = false;
        want = Want.ENTER;
        base = 0;
        root = Root.SCALAR;
        end = 0;
    }

    /**
     * The next bytes; reads all that remain in the buffer and leaves its position alone.
     *
     * @throws MalformedFrameException when the text cannot become JSON any more
     */
    public void feed(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            int from = chunk.arrayOffset() + chunk.position();
            feed(chunk.array(), from, from + chunk.remaining());
            return;
        }
        byte[] copy = new byte[chunk.remaining()];
        chunk.get(chunk.position(), copy);
        feed(copy, 0, copy.length);
    }

    /** The same for bytes {@code from} to {@code to} of an array. */
    public void feed(byte[] data, int from, int to) {
        base -= from;
        capture.chunk(from);
        int i = from;
        while (i < to) {
            i = switch (state) {
                case STRING -> string(data, i, to);
                case ESCAPED -> {
                    state = State.STRING;
                    yield i + 1;
                }
                case SCALAR -> scalar(data, i, to);
                default -> structure(data, i, to);
            };
        }
        capture.chunkEnds(data, to);
        base += to;
    }

    /**
     * The text has ended.
     *
     * @throws MalformedFrameException when it ended too early
     */
    public void finish() {
        if (state == State.SCALAR && open.depth() == 0 && ScalarGrammar.complete(scalar)) {
            state = State.END;
        }
        if (state != State.END) {
            throw new MalformedFrameException(
                    "JSON: ended after " + base + " bytes (expected: " + state.expected(open.inObject()) + ")");
        }
    }

    /** Reads one whole text, whatever came before. */
    public void whole(byte[] data, int from, int to) {
        reset();
        feed(data, from, to);
        finish();
    }

    /** Bytes read so far. */
    public long position() {
        return base;
    }

    /** What the text is; {@link Root#SCALAR} before it has begun. */
    public Root root() {
        return root;
    }

    /** Whether the outermost value has ended. */
    public boolean ended() {
        return state == State.END;
    }

    /** Position after the outermost value, once it has ended. */
    public long end() {
        return end;
    }

    /** Whether the text stands between two elements of an outermost array (or before the first). */
    public boolean betweenElements() {
        return open.depth() == 1 && (state == State.AFTER_VALUE || state == State.VALUE_OR_END);
    }

    private int string(byte[] data, int from, int to) {
        int i = from;
        while (true) {
            i = ByteSearch.quoteOrBackslash(data, i, to);
            if (i >= to) {
                return to;
            }
            if (data[i] == '"') {
                stringEnds(data, i);
                return i + 1;
            }
            if (i + 1 == to) {
                state = State.ESCAPED;
                return to;
            }
            i += 2;
        }
    }

    private void stringEnds(byte[] data, int quote) {
        if (!inName) {
            valueEnds(data, quote + 1);
            return;
        }
        inName = false;
        state = State.COLON;
        if (open.watchingMembers()) {
            if (!capture.end(data, quote)) {
                throw new MalformedFrameException(
                        "JSON: the name at byte " + nameFrom + " (expected: at most " + capture.max() + " bytes)");
            }
            want = handler.member(open.objects(), nameFrom, capture.bytes(), capture.from(), capture.to());
        }
    }

    private int scalar(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = data[i];
            if (b == ',' || b == '}' || b == ']' || (b <= ' ' && b >= 0)) {
                if (!ScalarGrammar.complete(scalar)) {
                    throw malformed(i);
                }
                valueEnds(data, i);
                return i;
            }
            scalar = ScalarGrammar.next(scalar, b);
            if (scalar == ScalarGrammar.DEAD) {
                throw malformed(i);
            }
        }
        return to;
    }

    private int structure(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = data[i];
            switch (b) {
                case ' ', '\n', '\r', '\t' -> {}
                case '"' -> {
                    stringBegins(i);
                    return i + 1;
                }
                case ',' -> state = need(state == State.AFTER_VALUE, i, open.inObject() ? State.NAME : State.VALUE);
                case ':' -> state = need(state == State.COLON, i, State.VALUE);
                case '{', '[' -> containerBegins(b == '{', i);
                case '}' -> containerEnds(state == State.NAME_OR_END || state == State.AFTER_VALUE, true, data, i);
                case ']' -> containerEnds(state == State.VALUE_OR_END || state == State.AFTER_VALUE, false, data, i);
                default -> {
                    if (!skipsByteOrderMark(b, i)) {
                        scalarBegins(b, i);
                        return i + 1;
                    }
                }
            }
        }
        return to;
    }

    private State need(boolean allowed, int at, State next) {
        if (!allowed) {
            throw malformed(at);
        }
        return next;
    }

    private void stringBegins(int at) {
        inName = state == State.NAME || state == State.NAME_OR_END;
        if (inName) {
            nameFrom = base + at;
            if (open.watchingMembers()) {
                capture.begin(at + 1);
            }
        } else {
            valueBegins(at);
        }
        state = State.STRING;
    }

    private void scalarBegins(byte first, int at) {
        valueBegins(at);
        scalar = ScalarGrammar.start(first);
        if (scalar == ScalarGrammar.DEAD) {
            throw malformed(at);
        }
        state = State.SCALAR;
    }

    private void containerBegins(boolean object, int at) {
        valueBegins(at);
        if (open.depth() == MAX_DEPTH) {
            throw new MalformedFrameException(
                    "JSON: nesting over " + MAX_DEPTH + " at byte " + (base + at) + " (expected: at most that)");
        }
        if (open.depth() == 0) {
            root = object ? Root.OBJECT : Root.ARRAY;
        }
        open.push(object, want);
        state = object ? State.NAME_OR_END : State.VALUE_OR_END;
    }

    private void containerEnds(boolean allowed, boolean object, byte[] data, int at) {
        if (!allowed || open.depth() == 0 || open.inObject() != object) {
            throw malformed(at);
        }
        open.pop();
        valueEnds(data, at + 1);
    }

    private void valueBegins(int at) {
        if (state != State.VALUE && state != State.VALUE_OR_END && state != State.START) {
            throw malformed(at);
        }
        if (open.watchingMembers()) {
            open.valueFrom(base + at);
            if (want == Want.CAPTURE) {
                capture.begin(at);
            }
        }
    }

    private void valueEnds(byte[] data, int end) {
        if (open.depth() == 0) {
            state = State.END;
            this.end = base + end;
            return;
        }
        state = State.AFTER_VALUE;
        if (open.watchingMembers()) {
            if (capture.active() && capture.end(data, end)) {
                handler.value(open.objects(), capture.bytes(), capture.from(), capture.to());
            }
            handler.end(open.objects(), open.valueFrom(), base + end);
        }
    }

    private boolean skipsByteOrderMark(byte b, int at) {
        if (state == State.START && b == (byte) 0xEF && base + at == 0) {
            state = State.MARK_2;
        } else if (state == State.MARK_2 && b == (byte) 0xBB) {
            state = State.MARK_3;
        } else if (state == State.MARK_3 && b == (byte) 0xBF) {
            state = State.START;
        } else {
            return false;
        }
        return true;
    }

    private MalformedFrameException malformed(int at) {
        return new MalformedFrameException(
                "JSON: byte " + (base + at) + " (expected: " + state.expected(open.inObject()) + ")");
    }

    /** Kinds of outermost value. */
    public enum Root {
        /** A string, a number, true, false or null. */
        SCALAR,
        /** An object. */
        OBJECT,
        /** An array. */
        ARRAY
    }

    /** What to do with the value of a member. */
    public enum Want {
        /** Pass over it. */
        SKIP,
        /** Hand over its bytes. */
        CAPTURE,
        /** If it is an object, tell of its members. */
        ENTER,
        /** If it is an array, tell of the members of those elements that are objects. */
        ENTER_ELEMENTS
    }

    /**
     * Told of the members of entered objects. The outermost object is entered; when the text is an array, its elements are.
     */
    public interface Handler {
        /**
         * The name of a member.
         *
         * @param depth entered objects around it, 1 for the outermost; at most {@value Containers#MAX_ENTERED}
         * @param position of the name's opening quote in the text
         * @param data bytes that hold the raw name, without quotes, only during the call
         */
        Want member(int depth, long position, byte[] data, int from, int to);

        /** The raw bytes of a value that was to be captured, quotes and brackets included, only during the call. */
        default void value(int depth, byte[] data, int from, int to) {}

        /** The value of the last member of that depth has ended: it was at {@code from} to {@code to} of the text. */
        default void end(int depth, long from, long to) {}
    }

    private enum State {
        START,
        MARK_2,
        MARK_3,
        VALUE,
        VALUE_OR_END,
        NAME,
        NAME_OR_END,
        COLON,
        AFTER_VALUE,
        STRING,
        ESCAPED,
        SCALAR,
        END;

        String expected(boolean inObject) {
            return switch (this) {
                case START, VALUE -> "a value";
                case MARK_2, MARK_3 -> "the rest of a byte order mark";
                case VALUE_OR_END -> "a value or ]";
                case NAME -> "a name in quotes";
                case NAME_OR_END -> "a name in quotes or }";
                case COLON -> "a colon";
                case AFTER_VALUE -> inObject ? "a comma or }" : "a comma or ]";
                case STRING, ESCAPED -> "the end of a string";
                case SCALAR -> "a number, true, false or null";
                case END -> "nothing more";
            };
        }
    }
}
