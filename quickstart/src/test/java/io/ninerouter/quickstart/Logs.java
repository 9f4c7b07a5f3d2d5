package io.ninerouter.quickstart;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that both programs log, theirs from TRACE on; begun after the gateway has set its logging up. */
public final class Logs implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("io.ninerouter");
    private final Level before = own.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    /** Begins to collect. */
    public Logs() {
        appender.start();
        root.addAppender(appender);
        own.setLevel(Level.TRACE);
    }

    /** Messages, their values and stack traces, up to now. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(appender.list)) {
            text.append(event.getFormattedMessage()).append('\n').append(event.getKeyValuePairs());
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                text.append(ThrowableProxyUtil.asString(thrown));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        own.setLevel(before);
    }
}
