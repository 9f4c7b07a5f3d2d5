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
    FALLBACK_ALONE("1 KB request, falls over, one at a time", 1_000, 1, Ask.CHAT_WITH_FALLBACK),
    /**
     * As {@link #PACED}, but about half of what a gateway can do: how long an answer takes longer than without anything between
     * is what is asked here.
     */
    HALF("1 KB request, 5,000 a second", 1_000, 64, Ask.CHAT, 5_000),
    /** As {@link #SMALL} in another dialect than the upstream's, answer included. */
    TRANSLATED_SMALL("1 KB request, OpenAI client on Anthropic", 1_000, 64, Ask.CHAT_OF_ANTHROPIC),
    /** A conversation of {@value #AGENT_TOOLS} tools, with calls and results, in another dialect than the upstream's. */
    TRANSLATED_AGENT("500 KB of an agent, Anthropic client on OpenAI", 500_000, 8, Ask.AGENT_OF_CHAT),
    /** Streams that are open all at once: what they hold is asked here, not what they cost. */
    MANY_STREAMS("10,000 streams of 64 events", 1_000, 10_000, Ask.SLOW_CHAT_STREAM),
    /** A stream whose caller leaves after {@value #LEFT_AFTER} events, to come again on a new connection. */
    LEFT("stream that is left", 1_000, 4, Ask.CHAT_STREAM),
    /** 100 KB in, and the first target fails in every way in turn. */
    FAULTY("100 KB request, first target fails", 100_000, 16, Ask.CHAT_WITH_FAULTS, 64);

    /** Events of a stream of the upstream, the end marker included. */
    public static final int EVENTS = 64;

    /** Between two events of one stream. */
    public static final int EVENT_SPACING_MILLIS = 5;

    /** The same where many streams are open at a time. */
    public static final int SLOW_EVENT_SPACING_MILLIS = 1_000;

    /** Events that a caller waits for who leaves. */
    public static final int LEFT_AFTER = 8;

    /** Tools that an agent offers. */
    public static final int AGENT_TOOLS = 20;

    /** Bytes of the body of an answer in one piece. */
    public static final int ANSWER_BYTES = 1_700;

    /** Bytes of its text, at least. */
    public static final int TEXT_BYTES = 1_000;

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

    /**
     * Those that the system property {@code bench.scenarios} names, separated by commas; by default all that are measured in
     * turns, beside each other.
     */
    static List<Scenario> chosen() {
        String names = System.getProperty("bench.scenarios", "");
        return names.isBlank()
                ? Stream.of(values()).filter(scenario -> !scenario.apart()).toList()
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
        long spacing = ask == Ask.SLOW_CHAT_STREAM ? SLOW_EVENT_SPACING_MILLIS : EVENT_SPACING_MILLIS;
        long millis = stream() ? EVENTS * spacing : 50;
        return perSecond == 0 ? millis * 1_000_000 : spacingNanos();
    }

    /** Whether it has a pace, so that all processes do the same in the same time. */
    public boolean paced() {
        return perSecond > 0;
    }

    /** Whether the caller leaves in the middle of each answer. */
    public boolean left() {
        return this == LEFT;
    }

    /** Whether it is measured by itself. */
    public boolean apart() {
        return this == MANY_STREAMS || this == LEFT || this == FAULTY;
    }

    /** Whether only a gateway can do it: others neither translate nor fall over. */
    public boolean gatewayAlone() {
        return apart() || plain() != null || this == TRANSLATED_AGENT;
    }

    /** Whom and how. */
    public Ask ask() {
        return ask;
    }

    /** Whether the answer is a stream. */
    public boolean stream() {
        return ask.events() > 0;
    }

    /** The scenario that is the same but for what this one adds; null = this is no addition. */
    public @Nullable Scenario plain() {
        return switch (this) {
            case CHAT_ON_ANTHROPIC, ANTHROPIC_ON_CHAT -> STREAM;
            case FALLBACK, TRANSLATED_SMALL -> SMALL;
            case FALLBACK_ALONE -> ALONE;
            case SMALL, PACED, LARGE, STREAM, ALONE, HALF, TRANSLATED_AGENT, MANY_STREAMS, LEFT, FAULTY -> null;
        };
    }
}
