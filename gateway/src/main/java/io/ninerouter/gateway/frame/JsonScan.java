package io.ninerouter.gateway.frame;

/**
 * Walks through a JSON text, chunk by chunk, and tells a {@link JsonHandler} of the members that it wants to see. Builds no
 * tree, copies nothing but what is captured across a chunk border; memory is bounded whatever the text.
 *
 * <p>Checks the grammar of containers, literals and numbers, and nesting up to {@value #MAX_DEPTH}. Does not check what is
 * inside strings (escapes, control characters, UTF-8): who receives the text will. A UTF-8 byte order mark is skipped;
 * UTF-16 and UTF-32 are malformed.
 *
 * <p>One instance per text, or {@link #reset()} between texts; not thread-safe.
 */
public final class JsonScan implements ByteSink {
    /** Deepest nesting. */
    public static final int MAX_DEPTH = 512;

    private final JsonHandler handler;
    private final Containers open = new Containers();
    private final Capture capture;
    private JsonState state = JsonState.START;
    private boolean inName;
    private int scalar;
    private JsonHandler.Want want = JsonHandler.Want.ENTER;
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
    public JsonScan(JsonHandler handler, int maxCapture) {
        this.handler = handler;
        this.capture = new Capture(maxCapture);
    }

    /** Begins a new text. */
    public void reset() {
        open.clear();
        capture.stop();
        state = JsonState.START;
        inName = false;
        want = JsonHandler.Want.ENTER;
        base = 0;
        root = Root.SCALAR;
        end = 0;
    }

    @Override
    public void feed(byte[] data, int from, int to) {
        base -= from;
        capture.chunk(from);
        int i = from;
        while (i < to) {
            i = switch (state) {
                case STRING -> string(data, i, to);
                case ESCAPED -> {
                    state = JsonState.STRING;
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
        if (state == JsonState.SCALAR && open.depth() == 0 && ScalarGrammar.complete(scalar)) {
            state = JsonState.END;
        }
        if (state != JsonState.END) {
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
        return state == JsonState.END;
    }

    /** Position after the outermost value, once it has ended. */
    public long end() {
        return end;
    }

    /** Whether the text stands between two elements of an outermost array (or before the first). */
    public boolean betweenElements() {
        return open.depth() == 1 && (state == JsonState.AFTER_VALUE || state == JsonState.VALUE_OR_END);
    }

    private int string(byte[] data, int from, int to) {
        int end = ByteSearch.stringEnd(data, from, to);
        if (end < to) {
            stringEnds(data, end);
            return end + 1;
        }
        if (end > to) {
            state = JsonState.ESCAPED;
        }
        return to;
    }

    private void stringEnds(byte[] data, int quote) {
        if (!inName) {
            valueEnds(data, quote + 1);
            return;
        }
        inName = false;
        state = JsonState.COLON;
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
                case ',' ->
                    state = need(state == JsonState.AFTER_VALUE, i, open.inObject() ? JsonState.NAME : JsonState.VALUE);
                case ':' -> state = need(state == JsonState.COLON, i, JsonState.VALUE);
                case '{', '[' -> containerBegins(b == '{', i);
                case '}' ->
                    containerEnds(state == JsonState.NAME_OR_END || state == JsonState.AFTER_VALUE, true, data, i);
                case ']' ->
                    containerEnds(state == JsonState.VALUE_OR_END || state == JsonState.AFTER_VALUE, false, data, i);
                default -> {
                    JsonState marked = state.mark(b, base + i);
                    if (marked == state) {
                        scalarBegins(b, i);
                        return i + 1;
                    }
                    state = marked;
                }
            }
        }
        return to;
    }

    private JsonState need(boolean allowed, int at, JsonState next) {
        if (!allowed) {
            throw malformed(at);
        }
        return next;
    }

    private void stringBegins(int at) {
        inName = state == JsonState.NAME || state == JsonState.NAME_OR_END;
        if (inName) {
            nameFrom = base + at;
            if (open.watchingMembers()) {
                capture.begin(at + 1);
            }
        } else {
            valueBegins(at);
        }
        state = JsonState.STRING;
    }

    private void scalarBegins(byte first, int at) {
        valueBegins(at);
        scalar = ScalarGrammar.start(first);
        if (scalar == ScalarGrammar.DEAD) {
            throw malformed(at);
        }
        state = JsonState.SCALAR;
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
        state = object ? JsonState.NAME_OR_END : JsonState.VALUE_OR_END;
    }

    private void containerEnds(boolean allowed, boolean object, byte[] data, int at) {
        if (!allowed || open.depth() == 0 || open.inObject() != object) {
            throw malformed(at);
        }
        open.pop();
        valueEnds(data, at + 1);
    }

    private void valueBegins(int at) {
        if (state != JsonState.VALUE && state != JsonState.VALUE_OR_END && state != JsonState.START) {
            throw malformed(at);
        }
        if (open.watchingMembers()) {
            open.valueFrom(base + at);
            if (want == JsonHandler.Want.CAPTURE) {
                capture.begin(at);
            }
        }
    }

    private void valueEnds(byte[] data, int end) {
        if (open.depth() == 0) {
            state = JsonState.END;
            this.end = base + end;
            return;
        }
        state = JsonState.AFTER_VALUE;
        if (open.watchingMembers()) {
            if (capture.active() && capture.end(data, end)) {
                handler.value(open.objects(), capture.bytes(), capture.from(), capture.to());
            }
            handler.end(open.objects(), open.valueFrom(), base + end);
        }
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
}
