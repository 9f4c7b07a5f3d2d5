package io.ninerouter.gateway.trace;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Cost;
import io.ninerouter.gateway.usage.RequestRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What spans say, in the words of OpenTelemetry's conventions for generative AI clients (0.1.0) where these have one, else under
 * {@code ninerouter.}. Tokens stand on attempts alone, so that a sum over spans counts each once.
 */
final class SpanFacts {
    private static final int MOST_CHARACTERS = 256;
    private static final int SERVER_ERROR = 500;
    private static final int CLIENT_ERROR = 400;

    private SpanFacts() {}

    static void tell(Span span, Asker asker, AttemptRecord attempt) {
        Target target = attempt.target();
        String operation = operation(asker);
        span.updateName(operation + ' ' + target.model());
        span.setAttribute("gen_ai.operation.name", operation);
        span.setAttribute("gen_ai.provider.name", target.provider().id());
        span.setAttribute("gen_ai.request.model", cut(target.model()));
        if (asker.stream()) {
            span.setAttribute("gen_ai.request.stream", true);
        }
        server(span, target);
        span.setAttribute("ninerouter.attempt", attempt.number());
        span.setAttribute("ninerouter.connection", target.connection().name());
        span.setAttribute("ninerouter.end", attempt.end().label());
        if (attempt.timing().firstToken() >= 0) {
            double seconds = attempt.timing().firstToken() / 1e9;
            span.setAttribute("ninerouter.time_to_first_token", seconds);
            if (asker.stream()) {
                span.setAttribute("gen_ai.response.time_to_first_chunk", seconds);
            }
        }
        if (attempt.status() > 0) {
            span.setAttribute("http.response.status_code", attempt.status());
        }
        if (attempt.told().finish() != null) {
            span.setAttribute(
                    AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"),
                    List.of(attempt.told().finish().name().toLowerCase(Locale.ROOT)));
        }
        spent(span, attempt.spent());
        failed(span, error(attempt.outcome()));
    }

    /** Nothing where a value is missing that would make it an address: then nothing was sent. */
    private static void server(Span span, Target target) {
        URI fixed = target.provider().address().fixed();
        URI address = fixed != null ? fixed : target.server();
        if (address == null) {
            return;
        }
        span.setAttribute("server.address", address.getHost());
        if (address.getPort() > 0) {
            span.setAttribute("server.port", address.getPort());
        }
    }

    static void tell(Span span, RequestRecord request) {
        Asker asker = request.asker();
        String model = asker.model();
        String operation = operation(asker);
        span.updateName(model == null ? operation : operation + ' ' + cut(model));
        span.setAttribute("gen_ai.operation.name", operation);
        if (model != null) {
            span.setAttribute("gen_ai.request.model", cut(model));
        }
        span.setAttribute("http.response.status_code", request.status());
        span.setAttribute("ninerouter.request_id", asker.requestId());
        span.setAttribute("ninerouter.caller", asker.caller());
        span.setAttribute("ninerouter.dialect", asker.dialect().name().toLowerCase(Locale.ROOT));
        span.setAttribute("ninerouter.stream", asker.stream());
        span.setAttribute("ninerouter.end", request.end().label());
        span.setAttribute("ninerouter.attempts", request.attempts().size());
        if (request.end() == RequestRecord.End.CUT) {
            failed(span, "cut");
        } else if (request.status() >= SERVER_ERROR) {
            failed(span, Integer.toString(request.status()));
        } else if (request.status() >= CLIENT_ERROR) {
            // The caller's own mistake is an error to the caller alone, say the conventions of HTTP.
            span.setAttribute("error.type", Integer.toString(request.status()));
        }
    }

    private static void spent(Span span, AttemptRecord.Spent spent) {
        Usage usage = spent.usage();
        if (usage == null) {
            return;
        }
        span.setAttribute("gen_ai.usage.input_tokens", usage.prompt());
        span.setAttribute("gen_ai.usage.output_tokens", usage.output());
        span.setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cacheRead());
        span.setAttribute("gen_ai.usage.cache_write.input_tokens", usage.cacheWrite());
        // Its name up to 1.41 of the conventions, by which most tools know it.
        span.setAttribute("gen_ai.usage.cache_creation.input_tokens", usage.cacheWrite());
        span.setAttribute("gen_ai.usage.reasoning.output_tokens", usage.reasoning());
        span.setAttribute("ninerouter.usage", spent.estimated() ? "estimated" : "reported");
        Cost cost = spent.cost();
        if (cost != null) {
            span.setAttribute("ninerouter.cost_usd", cost.usd().doubleValue());
            span.setAttribute("ninerouter.billed", cost.billed());
            span.setAttribute(
                    "ninerouter.cost_basis", cost.reported() ? "reported" : cost.atLeast() ? "at_least" : "list");
        }
    }

    private static void failed(Span span, @Nullable String type) {
        if (type != null) {
            span.setAttribute("error.type", type);
            span.setStatus(StatusCode.ERROR);
        }
    }

    private static @Nullable String error(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success _, Outcome.Abandoned _ -> null;
            case Outcome.NotSent _ -> "not_sent";
            case Outcome.NoAnswer _ -> Fault.UNREACHABLE.name().toLowerCase(Locale.ROOT);
            case Outcome.Refused refused -> refused.fault().name().toLowerCase(Locale.ROOT);
        };
    }

    /** An action by its well-known name where it has one. */
    private static String operation(Asker asker) {
        return switch (asker.action()) {
            case "generate" -> "chat";
            case "batch_embeddings" -> "embeddings";
            default -> asker.action();
        };
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}
