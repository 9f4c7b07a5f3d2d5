package io.ninerouter.bench.metering;

import ch.qos.logback.classic.Logger;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.bench.Scenario;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.metrics.GatewayMeters;
import io.ninerouter.gateway.metrics.RequestLogAppender;
import io.ninerouter.gateway.metrics.RequestLogger;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.tokens.TokenEstimator;
import io.ninerouter.gateway.translate.openai.ChatWatch;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Cost;
import io.ninerouter.gateway.usage.Tally;
import io.ninerouter.gateway.usage.Timing;
import io.ninerouter.gateway.usage.UsageListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** The parts of counting, each with what the benchmark's small request has. */
public final class Parts implements AutoCloseable {
    private static final String MODEL = "bench";
    private static final Usage USAGE = new Usage(200, 50, 0, 300, 0);
    private static final Asker ASKER =
            new Asker("0192f3a0c0de4b11a7de", "bench/caller", Dialect.OPENAI_CHAT, "generate", MODEL, false);
    private static final ByteBuf REQUEST = Unpooled.wrappedBuffer(new byte[1_000]);
    private static final Timing TIMING = new Timing(1_234_567, 1_200_000);

    private final Target target = target();
    private final byte[] answer = answer();
    private final ByteBuf answered = Unpooled.wrappedBuffer(answer);
    private final Written written = new Written();
    private final RequestLogAppender appender = new RequestLogAppender(written);
    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLogger.NAME);

    /** Prepares them; the request log writes to nowhere. */
    public Parts() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    /** Each by itself. */
    public List<Part> all() {
        LimitBoard limits = new LimitBoard(new InFlight(), System::currentTimeMillis);
        GatewayMeters meters = new GatewayMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), limits);
        RequestLogger log = new RequestLogger();
        UsageListener nobody = UsageListener.all();
        return List.of(
                new Part("finding reported usage in the answer", this::watch, Part.Rest.NONE),
                new Part("notes for an estimate, were it cut", this::note, Part.Rest.NONE),
                new Part("both, in one walk", this::watchAndNote, Part.Rest.NONE),
                new Part("cost and record", () -> record(nobody), Part.Rest.NONE),
                new Part("cost, record and meters", () -> record(meters), Part.Rest.NONE),
                new Part("cost, record and a line of the request log", () -> logged(log), written));
    }

    private void watch() {
        ChatWatch watch = new ChatWatch();
        watch.body(answer, 0, answer.length);
        Objects.requireNonNull(watch.usage());
    }

    private void note() {
        AnswerNotes notes = new AnswerNotes(Dialect.OPENAI_CHAT, TokenEstimator.answer(MODEL));
        notes.body(answer, 0, answer.length);
        if (!notes.tokens().any()) {
            throw new IllegalStateException("nothing was noted");
        }
    }

    /** As the gateway does it. */
    private void watchAndNote() {
        ChatWatch watch = new ChatWatch();
        AnswerNotes notes = new AnswerNotes(Dialect.OPENAI_CHAT, TokenEstimator.answer(MODEL));
        if (!watch.body(answer, 0, answer.length, notes.along())
                || !notes.tokens().any()) {
            throw new IllegalStateException("nothing was noted");
        }
        Objects.requireNonNull(watch.usage());
    }

    private void logged(RequestLogger log) {
        written.expect();
        record(log);
    }

    private void record(UsageListener listener) {
        Tally tally = new Tally(listener, ASKER, 0);
        Cost cost = Cost.of(target.price(), USAGE, true);
        tally.attempted(new AttemptRecord(
                target,
                tally.attempt(),
                new Outcome.Success(),
                TIMING,
                new AttemptRecord.Told(List.of(), StopReason.Kind.STOP, 1_000, answer.length),
                new AttemptRecord.Spent(USAGE, false, cost)));
        tally.read(REQUEST);
        tally.wrote(answered);
        tally.firstToken(TIMING.firstToken());
        tally.close(200, false, RequestLog.METADATA, TIMING.duration());
    }

    private static byte[] answer() {
        String before =
                "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"bench\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String after = "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":300,"
                + "\"total_tokens\":550,\"prompt_tokens_details\":{\"cached_tokens\":50}}}";
        return (before + "x".repeat(Scenario.ANSWER_BYTES - before.length() - after.length()) + after)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Target target() {
        PriceConfig price = PriceConfig.of("1.25", "10", "0.125", "1.25");
        ProviderConfig provider = new ProviderConfig(
                MODEL,
                List.of(MODEL),
                List.of(Dialect.OPENAI_CHAT),
                "http://127.0.0.1:1/v1",
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(new ModelConfig(MODEL, null, null, List.of(), price, null, null)),
                false);
        Credential credential = Credential.apiKey("bench");
        Snapshot snapshot = Snapshot.compile(
                new GatewayConfig(
                        GatewayConfig.FORMAT,
                        "bench/bench",
                        GatewayConfig.Settings.DEFAULT,
                        List.of(provider),
                        List.of(new ConnectionConfig(MODEL, MODEL, 10, 1, List.of(), 0, true)),
                        List.of(),
                        List.of(),
                        List.of(new KeyConfig(ASKER.caller(), List.of(), true, null, List.of()))),
                new Credentials("bench", Map.of(MODEL, credential)));
        Provider known = Objects.requireNonNull(snapshot.provider(MODEL));
        return new Target(known, known.connections().getFirst(), MODEL, Dialect.OPENAI_CHAT, credential);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
    }
}
