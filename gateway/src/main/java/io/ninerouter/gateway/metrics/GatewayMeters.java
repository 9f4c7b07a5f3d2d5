package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.UsageListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one replica. Every label has few values: a model is named only where the configuration names it, else it
 * is {@code other}; callers are not labels. Meters are looked up by one key of few values and then kept. Thread-safe.
 *
 * <ul>
 *   <li>{@code gen_ai.server.request.duration}, {@code gen_ai.server.time_to_first_token}: what callers saw, by operation,
 *       dialect and (duration) status class.
 *   <li>{@code gen_ai.client.operation.duration}, {@code gen_ai.client.token.usage}: what providers did, by provider and
 *       model.
 *   <li>{@code ninerouter.requests}, {@code ninerouter.attempts}, {@code ninerouter.fallbacks},
 *       {@code ninerouter.requests.in.flight}, {@code ninerouter.config.info}.
 * </ul>
 */
public final class GatewayMeters implements UsageListener {
    private static final String OTHER = "other";
    private static final Duration[] SECONDS = seconds();
    private static final double[] TOKENS = tokens();

    private final MeterRegistry registry;
    private final MultiGauge config;
    private final ConcurrentMap<RequestKey, RequestMeters> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<AttemptKey, AttemptMeters> attempts = new ConcurrentHashMap<>();
    private final ConcurrentMap<LossKey, Counter> losses = new ConcurrentHashMap<>();
    private final Counter fallbacks;

    /** Registers the meters that are always there. */
    public GatewayMeters(MeterRegistry registry, InFlight inFlight) {
        this.registry = registry;
        Gauge.builder("ninerouter.requests.in.flight", inFlight, InFlight::count)
                .description("Requests being served")
                .register(registry);
        fallbacks = Counter.builder("ninerouter.fallbacks")
                .description("Attempts after the first of a request")
                .register(registry);
        config = MultiGauge.builder("ninerouter.config.info")
                .description("1 for the configuration in use")
                .register(registry);
    }

    /** A configuration is in use from now on. */
    public void configured(Snapshot snapshot) {
        Tags tags = Tags.of("revision", snapshot.configRevision(), "credentials", snapshot.credentialsRevision());
        config.register(List.of(MultiGauge.Row.of(tags, 1)), true);
        attempts.entrySet().removeIf(entry -> {
            boolean gone = !isNamed(snapshot, entry.getKey());
            if (gone) {
                entry.getValue().removeFrom(registry);
            }
            return gone;
        });
    }

    /** Providers come and go: what no configuration names any more must not be exported for ever. */
    private static boolean isNamed(Snapshot snapshot, AttemptKey key) {
        Provider provider = snapshot.provider(key.provider());
        return provider != null && (key.model().equals(OTHER) || provider.declares(key.model()));
    }

    @Override
    public void begun() {}

    @Override
    public void attempt(Asker asker, AttemptRecord attempt) {
        AttemptMeters meters = attempts.computeIfAbsent(AttemptKey.of(asker, attempt), this::register);
        meters.count().increment();
        meters.duration().record(attempt.timing().duration(), TimeUnit.NANOSECONDS);
        if (attempt.number() > 1) {
            fallbacks.increment();
        }
        Usage usage = attempt.usage();
        if (usage != null) {
            meters.input().record((double) usage.prompt());
            meters.output().record((double) usage.output());
        }
        for (Loss loss : attempt.told().losses()) {
            losses.computeIfAbsent(LossKey.of(asker, attempt, loss), this::register)
                    .increment();
        }
    }

    private Counter register(LossKey key) {
        return Counter.builder("ninerouter.translation.losses")
                .description("Kinds of loss of attempts whose target speaks another dialect than the caller")
                .tags(
                        "client", dialect(key.client()),
                        "provider", dialect(key.provider()),
                        "feature", key.feature().word(),
                        "fate", key.fate() == Loss.Fate.DROPPED ? "dropped" : "approximated")
                .register(registry);
    }

    @Override
    public void request(RequestRecord request, RequestLog log) {
        RequestMeters meters = requests.computeIfAbsent(RequestKey.of(request), this::register);
        meters.count().increment();
        meters.duration().record(request.timing().duration(), TimeUnit.NANOSECONDS);
        if (request.timing().firstToken() >= 0 && request.asker().stream()) {
            meters.firstToken().record(request.timing().firstToken(), TimeUnit.NANOSECONDS);
        }
    }

    private RequestMeters register(RequestKey key) {
        Tags tags = Tags.of("gen_ai.operation.name", key.operation(), "dialect", dialect(key.dialect()));
        Tags ended = tags.and("status", key.status());
        return new RequestMeters(
                Counter.builder("ninerouter.requests")
                        .description("Requests by how they ended")
                        .tags(ended.and("end", key.end().label()))
                        .register(registry),
                Timer.builder("gen_ai.server.request.duration")
                        .description("From the head of a request to the end of its answer")
                        .tags(ended)
                        .serviceLevelObjectives(SECONDS)
                        .register(registry),
                Timer.builder("gen_ai.server.time_to_first_token")
                        .description("From the head of a request to the first meaningful byte of its stream")
                        .tags(tags)
                        .serviceLevelObjectives(SECONDS)
                        .register(registry));
    }

    private AttemptMeters register(AttemptKey key) {
        Tags tags = Tags.of(
                "gen_ai.operation.name", key.operation(),
                "gen_ai.provider.name", key.provider(),
                "gen_ai.request.model", key.model());
        Tags ended = tags.and("status", key.status());
        return new AttemptMeters(
                Counter.builder("ninerouter.attempts")
                        .description("Attempts by how they ended")
                        .tags(ended)
                        .register(registry),
                Timer.builder("gen_ai.client.operation.duration")
                        .description("From the first byte to a provider to the last one from it")
                        .tags(ended)
                        .serviceLevelObjectives(SECONDS)
                        .register(registry),
                tokens(tags.and("gen_ai.token.type", "input")),
                tokens(tags.and("gen_ai.token.type", "output")));
    }

    private DistributionSummary tokens(Tags tags) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens as providers report them; input includes cached ones")
                .tags(tags)
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }

    private static String dialect(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "openai_chat";
            case OPENAI_RESPONSES -> "openai_responses";
            case ANTHROPIC -> "anthropic";
            case GEMINI -> "gemini";
        };
    }

    /** The buckets that the conventions ask for: 10 ms, doubled to 82 s. */
    private static Duration[] seconds() {
        Duration[] bounds = new Duration[14];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Duration.ofMillis(10L << i);
        }
        return bounds;
    }

    /** The buckets that the conventions ask for: 1, times four, to 67 million. */
    private static double[] tokens() {
        double[] bounds = new double[14];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = 1L << (2 * i);
        }
        return bounds;
    }

    private record RequestKey(String operation, Dialect dialect, String status, RequestRecord.End end) {
        static RequestKey of(RequestRecord request) {
            Asker asker = request.asker();
            return new RequestKey(asker.action(), asker.dialect(), statusClass(request.status()), request.end());
        }
    }

    private record AttemptKey(String operation, String provider, String model, String status) {
        static AttemptKey of(Asker asker, AttemptRecord attempt) {
            Target target = attempt.target();
            String model = target.provider().declares(target.model()) ? target.model() : OTHER;
            return new AttemptKey(asker.action(), target.provider().id(), model, status(attempt.outcome()));
        }

        private static String status(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Success _ -> "2xx";
                case Outcome.Refused refused -> statusClass(refused.status());
                case Outcome.NoAnswer _ -> "none";
                case Outcome.NotSent _ -> "unsent";
                case Outcome.Abandoned _ -> "abandoned";
            };
        }
    }

    private record LossKey(Dialect client, Dialect provider, Feature feature, Loss.Fate fate) {
        static LossKey of(Asker asker, AttemptRecord attempt, Loss loss) {
            return new LossKey(asker.dialect(), attempt.target().dialect(), loss.feature(), loss.fate());
        }
    }

    private static String statusClass(int status) {
        return switch (status / 100) {
            case 1 -> "1xx";
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            case 5 -> "5xx";
            default -> OTHER;
        };
    }

    private record RequestMeters(Counter count, Timer duration, Timer firstToken) {}

    private record AttemptMeters(Counter count, Timer duration, DistributionSummary input, DistributionSummary output) {

        void removeFrom(MeterRegistry registry) {
            registry.remove(count);
            registry.remove(duration);
            registry.remove(input);
            registry.remove(output);
        }
    }
}
