package io.ninerouter.operator.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Lets through what a logger says at most once in a while: for a library that tells of the same trouble at each of its attempts.
 * The times are those of the events. Thread-safe.
 */
public final class SeldomFilter extends Filter<ILoggingEvent> {
    private String logger = "";
    private long everyMillis = 60_000;
    private boolean told;
    private long last;

    /** Name of the logger; nothing of others is held back. */
    public void setLogger(String logger) {
        this.logger = logger;
    }

    /** Between two events that are let through, in milliseconds. */
    public void setEveryMillis(long everyMillis) {
        this.everyMillis = everyMillis;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (!logger.equals(event.getLoggerName())) {
            return FilterReply.NEUTRAL;
        }
        if (told && event.getTimeStamp() - last < everyMillis) {
            return FilterReply.DENY;
        }
        told = true;
        last = event.getTimeStamp();
        return FilterReply.NEUTRAL;
    }
}
