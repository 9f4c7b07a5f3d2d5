package io.ninerouter.gateway.usage;

import io.netty.buffer.ByteBuf;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.gateway.routing.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what becomes of one request while it runs. One instance a request, used on its event loop alone. Times are
 * nanoseconds of one monotonic clock.
 */
public final class Tally {
    private final UsageListener listener;
    private final long begun;
    private final @Nullable RequestTrace trace;
    private final List<AttemptRecord> attempts = new ArrayList<>(1);
    private Asker asker;
    private int started;
    private long firstToken = -1;
    private boolean cut;
    private boolean left;
    private boolean closed;
    private int outstanding;
    private long bytesIn;
    private long bytesOut;
    private RequestRecord.@Nullable Bodies bodies;
    private @Nullable Runnable last;
    private @Nullable Consumer<RequestRecord> settles;

    /** Begins with the request. */
    public Tally(UsageListener listener, Asker asker, long now) {
        this(listener, asker, now, null);
    }

    /**
     * The same with a trace.
     *
     * @param trace null = none
     */
    public Tally(UsageListener listener, Asker asker, long now, @Nullable RequestTrace trace) {
        this.listener = trace == null ? listener : trace.around(listener);
        this.trace = trace;
        this.asker = asker;
        this.begun = now;
        this.listener.begun();
    }

    /** Who asks, as far as known. */
    public Asker asker() {
        return asker;
    }

    /** What is asked for has been read. */
    public void asked(String model, boolean stream) {
        asker = new Asker(asker.requestId(), asker.caller(), asker.dialect(), asker.action(), model, stream);
    }

    /** Who else is told when everything is known, once. */
    public void settles(Consumer<RequestRecord> with) {
        settles = with;
    }

    /** Attempts that were begun. */
    public int attempts() {
        return started;
    }

    /** The dialect of the caller. */
    public Dialect dialect() {
        return asker.dialect();
    }

    /** An attempt begins; gives its number. */
    public int attempt() {
        return ++started;
    }

    /**
     * An attempt is about to be sent.
     *
     * @param header takes headers, by name and value, that the provider should get
     */
    public void sends(int attempt, Target target, BiConsumer<String, String> header) {
        if (trace != null) {
            trace.sends(attempt, target, header);
        }
    }

    /** The first meaningful byte of an answer is on its way to the caller. */
    public void firstToken(long now) {
        if (firstToken < 0) {
            firstToken = now - begun;
        }
    }

    /** The caller got the beginning of an answer and not its end. */
    public void cut() {
        cut = true;
    }

    /** The caller left while its answer was being written. */
    public void left() {
        left = true;
    }

    /** Whether {@link #left} was called. */
    public boolean hasLeft() {
        return left;
    }

    /** From now on the record holds how the bodies begin. */
    public void keepBodies() {
        bodies = new RequestRecord.Bodies(new Excerpt(), new Excerpt());
    }

    /** The next of the request's body was read. */
    public void read(ByteBuf bytes) {
        bytesIn += bytes.readableBytes();
        if (bodies != null) {
            bodies.in().take(bytes);
        }
    }

    /** The next of an answer's body is being written. */
    public void wrote(ByteBuf bytes) {
        bytesOut += bytes.readableBytes();
        if (bodies != null) {
            bodies.out().take(bytes);
        }
    }

    /** An attempt is over, and its tokens are still being counted: {@link #counted} follows, and all is told after that. */
    public void counting() {
        outstanding++;
    }

    /** An attempt is over that {@link #counting} announced. */
    public void counted(AttemptRecord attempt) {
        outstanding--;
        attempted(attempt);
        tell();
    }

    /** An attempt is over. */
    public void attempted(AttemptRecord attempt) {
        attempts.add(attempt);
        listener.attempt(asker, attempt);
    }

    /**
     * The request is over; only the first call counts.
     *
     * @param status what the caller got
     * @param left whether the caller left before the end
     */
    public void close(int status, boolean left, RequestLog log, long now) {
        if (closed) {
            return;
        }
        closed = true;
        RequestRecord.End end =
                left ? RequestRecord.End.ABANDONED : cut ? RequestRecord.End.CUT : RequestRecord.End.COMPLETE;
        Timing timing = new Timing(now - begun, firstToken);
        last = () -> {
            RequestRecord record = new RequestRecord(
                    asker, status, end, attempts, timing, new RequestRecord.Bytes(bytesIn, bytesOut), bodies);
            Consumer<RequestRecord> with = settles;
            if (with != null) {
                with.accept(record);
            }
            listener.request(record, log);
        };
        tell();
    }

    private void tell() {
        Runnable told = last;
        if (told != null && outstanding == 0) {
            last = null;
            attempts.sort(Comparator.comparingInt(AttemptRecord::number));
            told.run();
        }
    }
}
