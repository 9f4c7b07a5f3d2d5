package io.ninerouter.bench;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked for, over and over. */
public enum Scenario {
    /** 1 KB in, 1.7 KB out. */
    SMALL("1 KB request", 1_000, 64, Ask.CHAT),
    /**
     * As {@link #SMALL}, but so many a second whatever the process could do: each then pays alike for waking up and for waking
     * others, of which there is the less to do the nearer a process is to what the load can take.
     */
    PACED("1 KB request, 1,000 a second", 1_000, 64, Ask.CHAT, 1_000),
    /** 100 KB in, 1.7 KB out. */
    LARGE("100 KB request", 100_000, 64, Ask.CHAT),
    /** 1 KB in, {@value #EVENTS} events out, {@value #EVENT_SPACING_MILLIS} ms apart. */
    STREAM("stream of 64 events", 1_000, 128, Ask.CHAT_STREAM),
    /** The same in another dialect than the upstream's. */
    CHAT_ON_ANTHROPIC("stream, OpenAI client on Anthropic", 1_000, 128, Ask.CHAT_STREAM_OF_ANTHROPIC),
    /** The other way round. */
    ANTHROPIC_ON_CHAT("stream, Anthropic client on OpenAI", 1_000, 128, Ask.ANTHROPIC_STREAM_OF_CHAT),
    /** As {@link #SMALL}, but the first target refuses every request with 429, to be asked again at once. */
    FALLBACK("1 KB request, falls over", 1_000, 64, Ask.CHAT_WITH_FALLBACK),
    /** As {@link #SMALL} without company: what time a request takes when it waits for no other. */
    ALONE("1 KB request, one at a time", 1_000, 1, Ask.CHAT),
    /** As {@link #FALLBACK} without company. */
    FALLBACK_ALONE("1 KB request, falls over, one at a time", 1_000, 1, Ask.CHAT_WITH_FALLBACK);

    /** Events of a stream of the upstream, the end marker included. */
    public static final int EVENTS = 64;

    /** Between two events of one stream. */
    public static final int EVENT_SPACING_MILLIS = 5;

    /** Bytes of the body of an answer in one piece. */
    public static final int ANSWER_BYTES = 1_700;

    private final String title;
    private final int requestBytes;
    private final int concurrency;
    private final Ask ask;
    private final int perSecond;

    Scenario(String title, int requestBytes, int concurrency, Ask ask) {
        this(title, requestBytes, concurrency, ask, 0);
    }

    Scenario(String title, int requestBytes, int concurrency, Ask ask, int perSecond) {
        this.perSecond = perSecond;
        this.title = title;
        this.requestBytes = requestBytes;
        this.concurrency = concurrency;
        this.ask = ask;
    }

    /** Those that the system property {@code bench.scenarios} names, separated by commas; all of them by default. */
    static List<Scenario> chosen() {
        String names = System.getProperty("bench.scenarios", "");
        return names.isBlank()
                ? List.of(values())
                : Stream.of(names.split(","))
                        .map(String::strip)
                        .map(Scenario::valueOf)
                        .toList();
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

    /** Nanoseconds from one request of a connection to its next; 0 = as soon as it is answered. */
    public long spacingNanos() {
        return perSecond == 0 ? 0 : 1_000_000_000L * concurrency / perSecond;
    }

    /**
     * Nanoseconds over which connections begin one after the other, so that they are not in step: the life of a stream, or a
     * spacing, where there is one.
     */
    public long spreadNanos() {
        long millis = stream() ? (long) EVENTS * EVENT_SPACING_MILLIS : 50;
        return perSecond == 0 ? millis * 1_000_000 : spacingNanos();
    }

    /** Whom and how. */
    public Ask ask() {
        return ask;
    }

    /** Whether the answer is a stream. */
    public boolean stream() {
        return ask.events() > 0;
    }

    /**
     * The scenario that is the same but for what this one adds; null = this is no addition. Only a gateway can do the
     * others.
     */
    public @Nullable Scenario plain() {
        return switch (this) {
            case CHAT_ON_ANTHROPIC, ANTHROPIC_ON_CHAT -> STREAM;
            case FALLBACK -> SMALL;
            case FALLBACK_ALONE -> ALONE;
            case SMALL, PACED, LARGE, STREAM, ALONE -> null;
        };
    }
}
