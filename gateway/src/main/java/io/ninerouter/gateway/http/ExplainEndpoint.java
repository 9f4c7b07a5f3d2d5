package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.dispatch.Forecast;
import io.ninerouter.gateway.dispatch.Time;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.routing.Conditions;
import io.ninerouter.gateway.routing.Explanation;
import io.ninerouter.gateway.routing.Needs;
import io.ninerouter.gateway.routing.RouteRequest;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.routing.TurnCounter;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import io.ninerouter.gateway.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code POST /internal/explain} on the management port: what would become of a request. Nothing is sent and nothing
 * counts. The body is a flat JSON object: {@code model}, and optionally {@code caller} ({@code namespace/name}; default: one
 * that may use everything), {@code dialect} (default OpenAIChat), {@code session}, {@code stream}, {@code inputTokens},
 * {@code maxOutputTokens} and {@code input} ({@code image,audio,document,video}); {@code request}, the body as text, shows what
 * translation would lose. Thread-safe.
 */
@Endpoint(id = "explain")
public final class ExplainEndpoint {
    private final SnapshotHolder snapshots;
    private final Health health;
    private final TurnCounter turns;
    private final Time time;
    private final Translation translation;

    /** @param turns those of the requests; only looked at */
    public ExplainEndpoint(
            SnapshotHolder snapshots, Health health, TurnCounter turns, Time time, Translation translation) {
        this.translation = translation;
        this.snapshots = snapshots;
        this.health = health;
        this.turns = turns;
        this.time = time;
    }

    /** Explains one request: 200 whatever would become of it, 400 for a caller that is not known, 503 before the first configuration. */
    @WriteOperation
    public WebEndpointResponse<Object> explain(
            String model,
            @Nullable String caller,
            @Nullable Dialect dialect,
            @Nullable String session,
            @Nullable Boolean stream,
            @Nullable Long inputTokens,
            @Nullable Long maxOutputTokens,
            @Nullable Set<String> input,
            @Nullable String request) {
        Snapshot snapshot = snapshots.current();
        if (snapshot == null) {
            return refused(503, "configuration: none yet (expected: one)");
        }
        Caller asking = caller == null ? new Caller("anyone", true, null, ModelGlobs.ALL) : snapshot.caller(caller);
        if (asking == null) {
            return refused(400, "caller: " + caller + " (expected: namespace/name of an ApiKey)");
        }
        if (inputTokens != null && inputTokens < 0) {
            return refused(400, "inputTokens: " + inputTokens + " (expected: >= 0)");
        }
        Needs needs = new Needs(
                Objects.requireNonNullElse(inputTokens, 0L),
                Boolean.TRUE.equals(stream),
                Needs.Content.of(maxOutputTokens, Objects.requireNonNullElse(input, Set.of())));
        Dialect client = Objects.requireNonNullElse(dialect, Dialect.OPENAI_CHAT);
        RouteRequest asked = new RouteRequest(asking, model, client, session, needs);
        Function<Target, List<String>> losses;
        try {
            losses = request == null
                    ? _ -> List.of()
                    : new Forecast(translation, client, model, request.getBytes(StandardCharsets.UTF_8))::losses;
        } catch (BadJsonException e) {
            return refused(400, "request: " + e.getMessage());
        }
        long now = time.millis().getAsLong();
        Conditions conditions = new Conditions(health, turns.peek(), now, now);
        return new WebEndpointResponse<>(Explanation.of(snapshot, asked, conditions, losses));
    }

    private static WebEndpointResponse<Object> refused(int status, String message) {
        return new WebEndpointResponse<>(Map.of("error", message), status);
    }
}
