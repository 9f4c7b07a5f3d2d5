package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.Limit;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageListener;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The meters of one replica. Every label has few values: a model is named only where the configuration names it, and so is a
 * caller, and of each only so many; all others are {@code other}. Meters are looked up by one key of few values and then
 * kept. Thread-safe.
 *
 * <ul>
 *   <li>{@code gen_ai.server.request.duration}, {@code gen_ai.server.time_to_first_token}, {@code
 *       gen_ai.server.time_per_output_token}: what callers saw, by operation, dialect and (duration) status class.
 *   <li>{@code gen_ai.client.operation.duration}, {@code gen_ai.client.operation.time_to_first_chunk}, {@code
 *       gen_ai.client.token.usage}: what providers did, by provider and model.
 *   <li>{@code ninerouter.tokens}, {@code ninerouter.reasoning.tokens}, {@code ninerouter.cost}, {@code ninerouter.unpriced}
 *       by model, {@code ninerouter.caller.*} by caller; {@code ninerouter.requests}, {@code ninerouter.attempts}, {@code
 *       ninerouter.fallbacks}, {@code ninerouter.translation.losses}, {@code ninerouter.requests.in.flight}, {@code
 *       ninerouter.cooldowns}, {@code ninerouter.limited}, {@code ninerouter.config.info}.
 * </ul>
 */
public final class GatewayMeters implements UsageListener {
    /** Models that have series of their own. */
    static final int MOST_MODELS = 500;

    private final MeterRegistry registry;
    private final MultiGauge config;
    private final LabelCap models = new LabelCap(MOST_MODELS);
    private final UsageMeters usage;
    private final Family<RequestKey, RequestMeters> requests = new Family<>(this::register);
    private final Family<AttemptKey, AttemptMeters> attempts = new Family<>(this::register);
    private final Family<LossKey, Losses> losses = new Family<>(this::register);
    private final Counter fallbacks;

    /** Registers the meters that are always there. */
    public GatewayMeters(MeterRegistry registry, LimitBoard limits) {
        this.registry = registry;
        usage = new UsageMeters(registry);
        Gauge.builder("ninerouter.requests.in.flight", limits.inFlight(), InFlight::count)
                .description("Requests being served")
                .register(registry);
        for (Limit limit : Limit.values()) {
            FunctionCounter.builder("ninerouter.limited", limits, board -> board.refused(limit))
                    .description("Requests refused for a limit or the budget of their caller")
                    .tag("limit", limit.label())
                    .register(registry);
        }
        fallbacks = Counter.builder("ninerouter.fallbacks")
                .description("Attempts after the first of a request")
                .register(registry);
        config = MultiGauge.builder("ninerouter.config.info")
                .description("1 for the configuration in use")
                .register(registry);
    }

    /** Tells how many accounts, or models at accounts, this replica leaves alone. */
    public void cooldowns(IntSupplier count) {
        Gauge.builder("ninerouter.cooldowns", count, IntSupplier::getAsInt)
                .description("Accounts, or models at accounts, that this replica found should be left alone now")
                .strongReference(true)
                .register(registry);
    }

    /** A configuration is in use from now on: what it does not name is no longer exported. */
    public void configured(Snapshot snapshot) {
        Tags tags = Tags.of("revision", snapshot.configRevision(), "credentials", snapshot.credentialsRevision());
        config.register(List.of(MultiGauge.Row.of(tags, 1)), true);
        attempts.retain(key -> key.model().isNamed(snapshot), registry);
        usage.configured(snapshot);
        models.retain(name -> {
            int slash = name.indexOf('/');
            return new ModelKey("", name.substring(0, slash), name.substring(slash + 1)).isNamed(snapshot);
        });
    }

    @Override
    public void begun() {}

    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {
        ModelKey model = ModelKey.of(asker, attempt.target(), models);
        AttemptMeters meters = attempts.of(new AttemptKey(model, Names.status(attempt.outcome()), attempt.end()));
        meters.count().increment();
        meters.duration().record(attempt.timing().duration(), TimeUnit.NANOSECONDS);
        if (attempt.timing().firstToken() >= 0 && asker.stream()) {
            meters.firstChunk().record(attempt.timing().firstToken(), TimeUnit.NANOSECONDS);
        }
        if (attempt.number() > 1) {
            fallbacks.increment();
        }
        usage.count(model, asker.caller(), attempt.spent());
        for (Loss loss : attempt.told().losses()) {
            losses.of(LossKey.of(asker, attempt, loss)).count().increment();
        }
    }

    private Losses register(LossKey key) {
        return new Losses(Counter.builder("ninerouter.translation.losses")
                .description("Kinds of loss of attempts: what the dialect or the endpoint of the target does not take")
                .tags(
                        "client", Names.dialect(key.client()),
                        "provider", Names.dialect(key.provider()),
                        "feature", key.feature().word(),
                        "fate", key.fate() == Loss.Fate.DROPPED ? "dropped" : "approximated")
                .register(registry));
    }

    @Override
    public void request(RequestRecord request, RequestLog log) {
        RequestMeters meters = requests.of(RequestKey.of(request));
        long duration = request.timing().duration();
        long firstToken = request.timing().firstToken();
        meters.count().increment();
        meters.duration().record(duration, TimeUnit.NANOSECONDS);
        if (firstToken >= 0 && request.asker().stream()) {
            meters.firstToken().record(firstToken, TimeUnit.NANOSECONDS);
            Usage used = request.usage();
            if (used != null && used.output() > 1) {
                meters.perToken().record((duration - firstToken) / (used.output() - 1), TimeUnit.NANOSECONDS);
            }
        }
    }

    private RequestMeters register(RequestKey key) {
        Tags tags = Tags.of("gen_ai.operation.name", key.operation(), "dialect", Names.dialect(key.dialect()));
        Tags ended = tags.and("status", key.status());
        return new RequestMeters(
                Counter.builder("ninerouter.requests")
                        .description("Requests by how they ended")
                        .tags(ended.and("end", key.end().label()))
                        .register(registry),
                Names.timer(
                        registry,
                        "gen_ai.server.request.duration",
                        "From the request to the end of its answer",
                        ended,
                        Names.DURATION),
                Names.timer(
                        registry,
                        "gen_ai.server.time_to_first_token",
                        "From the request to the first meaningful byte of a stream",
                        tags,
                        Names.FIRST_TOKEN),
                Names.timer(
                        registry,
                        "gen_ai.server.time_per_output_token",
                        "From the first token of a stream to its end, by output tokens after the first",
                        tags,
                        Names.OUTPUT_TOKEN));
    }

    private AttemptMeters register(AttemptKey key) {
        Tags tags = key.model().tags();
        Tags ended = tags.and("status", key.status());
        return new AttemptMeters(
                Counter.builder("ninerouter.attempts")
                        .description("Attempts by how they ended")
                        .tags(ended.and("end", key.end().label()))
                        .register(registry),
                Names.timer(
                        registry,
                        "gen_ai.client.operation.duration",
                        "From the first byte to a provider to the last one from it",
                        ended,
                        Names.DURATION),
                Names.timer(
                        registry,
                        "gen_ai.client.operation.time_to_first_chunk",
                        "From the first byte to a provider to its first meaningful event",
                        tags,
                        Names.FIRST_TOKEN));
    }

    private record RequestKey(String operation, Dialect dialect, String status, RequestRecord.End end) {
        static RequestKey of(RequestRecord request) {
            Asker asker = request.asker();
            return new RequestKey(
                    Names.operation(asker.action()), asker.dialect(), Names.status(request.status()), request.end());
        }
    }

    private record AttemptKey(ModelKey model, String status, AttemptRecord.End end) {}

    private record LossKey(Dialect client, Dialect provider, Feature feature, Loss.Fate fate) {
        static LossKey of(Asker asker, AttemptRecord attempt, Loss loss) {
            return new LossKey(asker.dialect(), attempt.target().dialect(), loss.feature(), loss.fate());
        }
    }

    private record RequestMeters(Counter count, Timer duration, Timer firstToken, Timer perToken)
            implements Family.Series {
        @Override
        public Collection<? extends Meter> meters() {
            return List.of(count, duration, firstToken, perToken);
        }
    }

    private record AttemptMeters(Counter count, Timer duration, Timer firstChunk) implements Family.Series {
        @Override
        public Collection<? extends Meter> meters() {
            return List.of(count, duration, firstChunk);
        }
    }

    private record Losses(Counter count) implements Family.Series {
        @Override
        public Collection<? extends Meter> meters() {
            return List.of(count);
        }
    }
}
