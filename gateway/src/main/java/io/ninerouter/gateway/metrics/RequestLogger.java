package io.ninerouter.gateway.metrics;

import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line a request: who, what, where it went, how it ended; no content, no secret. The logger {@code ninerouter.request}
 * carries it as key-value pairs, which {@link RequestLogAppender} writes as JSON. {@code Bodies} is not in this version and logs the same
 * as {@code Metadata}.
 */
public final class RequestLogger implements UsageListener {
    /** Name of the logger. */
    public static final String NAME = "ninerouter.request";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    @Override
    public void begun() {}

    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {}

    @Override
    public void request(RequestRecord request, RequestLog log) {
        if (log == RequestLog.NONE || !LOG.isInfoEnabled()) {
            return;
        }
        Asker asker = request.asker();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("request_id", asker.requestId())
                .addKeyValue("caller", asker.caller())
                .addKeyValue("dialect", asker.dialect())
                .addKeyValue("operation", asker.action())
                .addKeyValue("model", asker.model())
                .addKeyValue("stream", asker.stream())
                .addKeyValue("status", request.status())
                .addKeyValue("end", request.end().label())
                .addKeyValue("duration_ms", millis(request.timing().duration()));
        if (request.timing().firstToken() >= 0) {
            line = line.addKeyValue("first_token_ms", millis(request.timing().firstToken()));
        }
        List<AttemptRecord> attempts = request.attempts();
        line = line.addKeyValue("attempts", attempts.size());
        if (!attempts.isEmpty()) {
            line = served(line, attempts.getLast());
        }
        line.log("request");
    }

    private static LoggingEventBuilder served(LoggingEventBuilder line, AttemptRecord last) {
        LoggingEventBuilder more = line.addKeyValue("target", last.target().label());
        String failure = switch (last.outcome()) {
            case Outcome.Refused refused -> refused.message();
            case Outcome.NoAnswer none -> none.message();
            case Outcome.NotSent unsent -> unsent.message();
            case Outcome.Success _, Outcome.Abandoned _ -> null;
        };
        if (failure != null) {
            more = more.addKeyValue("failure", failure);
        }
        Usage usage = last.usage();
        if (usage != null) {
            more = more.addKeyValue("input_tokens", usage.prompt())
                    .addKeyValue("cached_tokens", usage.cacheRead())
                    .addKeyValue("output_tokens", usage.output());
        }
        return more;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1_000.0) / 1_000.0;
    }
}
