package io.ninerouter.gateway.metrics;

import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Connects the logger of request lines with standard output, past the appenders of everything else. */
public final class RequestLogOutput implements AutoCloseable {
    private final Logger logger;
    private final RequestLogAppender appender;
    private final boolean additive;

    private RequestLogOutput(Logger logger, RequestLogAppender appender) {
        this.logger = logger;
        this.appender = appender;
        this.additive = logger.isAdditive();
    }

    /** Begins; a logging system other than logback keeps its own ways. */
    public static AutoCloseable open(MeterRegistry registry) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory.getLogger(RequestLogger.NAME) instanceof Logger logger)) {
            return () -> {};
        }
        RequestLogAppender appender = new RequestLogAppender(new FileOutputStream(FileDescriptor.out));
        appender.setContext(logger.getLoggerContext());
        appender.start();
        RequestLogOutput output = new RequestLogOutput(logger, appender);
        logger.addAppender(appender);
        logger.setAdditive(false);
        FunctionCounter.builder("ninerouter.log.dropped", appender, RequestLogAppender::dropped)
                .description("Request lines that were not written because too many came")
                .register(registry);
        return output;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(additive);
        appender.stop();
    }
}
