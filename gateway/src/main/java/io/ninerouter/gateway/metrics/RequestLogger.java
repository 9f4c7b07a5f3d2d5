package io.ninerouter.gateway.metrics;

import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Cost;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageListener;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line a request: who, what, where it went, how it ended; no content, no secret. The logger {@code ninerouter.request}
 * carries it as key-value pairs, which {@link RequestLogAppender} writes as JSON. {@code Bodies} adds how the bodies begin,
 * redacted.
 */
public final class RequestLogger implements UsageListener {
    /** Name of the logger. */
    public static final String NAME = "ninerouter.request";

    /** Marks lines with bodies. */
    static final Marker BODIES = MarkerFactory.getMarker("bodies");

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
        line = line.addKeyValue("bytes_in", request.bytes().in())
                .addKeyValue("bytes_out", request.bytes().out())
                .addKeyValue("attempts", attempts.size());
        if (!attempts.isEmpty()) {
            line = spent(served(line, attempts, request.asker().stream()), request);
        }
        RequestRecord.Bodies bodies = request.bodies();
        if (bodies != null && log == RequestLog.BODIES) {
            line = said(line, bodies, attempts);
        }
        line.log("request");
    }

    private static LoggingEventBuilder said(
            LoggingEventBuilder line, RequestRecord.Bodies bodies, List<AttemptRecord> attempts) {
        List<SecretText> secrets = attempts.stream()
                .flatMap(attempt -> attempt.target().secrets().stream())
                .distinct()
                .toList();
        return line.addMarker(BODIES)
                .addKeyValue("request_body", new LoggedBody(bodies.in(), secrets))
                .addKeyValue("response_body", new LoggedBody(bodies.out(), secrets));
    }

    private static LoggingEventBuilder served(LoggingEventBuilder line, List<AttemptRecord> attempts, boolean stream) {
        AttemptRecord last = attempts.getLast();
        LoggingEventBuilder more = line.addKeyValue("target", last.target().label())
                .addKeyValue("connection", last.target().connection().name())
                .addKeyValue("provider_dialect", last.target().dialect())
                .addKeyValue("finish", word(last.told().finish()));
        if (attempts.size() > 1) {
            more = more.addKeyValue("chain", chain(attempts));
        }
        if (!last.told().losses().isEmpty()) {
            more = more.addKeyValue(
                    "dropped",
                    last.told().losses().stream()
                            .map(loss -> loss.feature().word())
                            .distinct()
                            .collect(Collectors.joining(",")));
        }
        // What comes in one piece comes at the pace of the network.
        Double pace = stream ? last.outputTokensPerSecond() : null;
        if (pace != null) {
            more = more.addKeyValue("output_tokens_per_second", Math.round(pace * 10) / 10.0);
        }
        String failure = switch (last.outcome()) {
            case Outcome.Refused refused -> refused.message();
            case Outcome.NoAnswer none -> none.message();
            case Outcome.NotSent unsent -> unsent.message();
            case Outcome.Success _, Outcome.Abandoned _ -> null;
        };
        return failure == null ? more : more.addKeyValue("failure", failure);
    }

    private static @Nullable String word(StopReason.@Nullable Kind finish) {
        return finish == null ? null : finish.name().toLowerCase(Locale.ROOT);
    }

    /** Each attempt with how it ended, in order. */
    private static String chain(List<AttemptRecord> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.target().label()
                        + ' '
                        + attempt.end().label()
                        + (attempt.status() == 0 || attempt.status() == 200 ? "" : " " + attempt.status()))
                .collect(Collectors.joining(" > "));
    }

    /** Of all attempts together: what a combo has spent before it fell over was spent as well. */
    private static LoggingEventBuilder spent(LoggingEventBuilder line, RequestRecord request) {
        Usage usage = request.usage();
        if (usage == null) {
            return line;
        }
        LoggingEventBuilder more = line.addKeyValue("input_tokens", usage.prompt())
                .addKeyValue("cached_tokens", usage.cacheRead())
                .addKeyValue("cache_write_tokens", usage.cacheWrite())
                .addKeyValue("output_tokens", usage.output())
                .addKeyValue("reasoning_tokens", usage.reasoning())
                .addKeyValue("usage", request.estimated() ? "estimated" : "reported");
        if (usage.cacheWrite1h() > 0) {
            more = more.addKeyValue("cache_write_1h_tokens", usage.cacheWrite1h());
        }
        if (request.longPrompt()) {
            more = more.addKeyValue("long_prompt", true);
        }
        if (!usage.billing().tiers().isEmpty()) {
            more = more.addKeyValue("served", String.join(",", usage.billing().tiers()));
        }
        if (usage.billing().searches() > 0) {
            more = more.addKeyValue("web_searches", usage.billing().searches());
        }
        if (request.costsAtLeast()) {
            more = more.addKeyValue("cost", "at_least");
        } else if (request.costReported()) {
            more = more.addKeyValue("cost", "reported");
        }
        Long billed = request.picoUsd(true);
        Long notBilled = request.picoUsd(false);
        if (billed != null) {
            more = more.addKeyValue("cost_usd", Cost.usd(billed));
        }
        return notBilled == null ? more : more.addKeyValue("not_billed_usd", Cost.usd(notBilled));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1_000.0) / 1_000.0;
    }
}
