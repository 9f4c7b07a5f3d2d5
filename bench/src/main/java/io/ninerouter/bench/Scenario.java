package io.ninerouter.bench;

/** What is asked for, over and over. */
public enum Scenario {
    /** 1 KB in, 1.7 KB out. */
    SMALL("1 KB request", 1_000, 64, false),
    /** 100 KB in, 1.7 KB out. */
    LARGE("100 KB request", 100_000, 64, false),
    /** 1 KB in, {@value #EVENTS} events out, {@value #EVENT_SPACING_MILLIS} ms apart. */
    STREAM("stream of 64 events", 1_000, 128, true);

    /** Events of a stream, the end marker included. */
    public static final int EVENTS = 64;

    /** Between two events of one stream. */
    public static final int EVENT_SPACING_MILLIS = 5;

    /** Bytes of the body of an answer in one piece. */
    public static final int ANSWER_BYTES = 1_700;

    private final String title;
    private final int requestBytes;
    private final int concurrency;
    private final boolean stream;

    Scenario(String title, int requestBytes, int concurrency, boolean stream) {
        this.title = title;
        this.requestBytes = requestBytes;
        this.concurrency = concurrency;
        this.stream = stream;
    }

    /** How the table calls it. */
    public String title() {
        return title;
    }

    /** Bytes of the body of a request. */
    public int requestBytes() {
        return requestBytes;
    }

    /** Connections, each with one request at a time. */
    public int concurrency() {
        return concurrency;
    }

    /** Whether the answer is a stream. */
    public boolean stream() {
        return stream;
    }
}
