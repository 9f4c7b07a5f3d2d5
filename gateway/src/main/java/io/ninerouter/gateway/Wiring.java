package io.ninerouter.gateway;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.gateway.config.ApiClient;
import io.ninerouter.gateway.config.ControlPlane;
import io.ninerouter.gateway.config.ReplicaIdentity;
import io.ninerouter.gateway.dispatch.Dispatcher;
import io.ninerouter.gateway.dispatch.Time;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.http.ChunkFrames;
import io.ninerouter.gateway.http.ConnectionDrain;
import io.ninerouter.gateway.http.Entrance;
import io.ninerouter.gateway.http.ErrorAnswers;
import io.ninerouter.gateway.http.Exchanges;
import io.ninerouter.gateway.http.ExplainEndpoint;
import io.ninerouter.gateway.http.GatewayHandler;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.loop.EdgeLoops;
import io.ninerouter.gateway.metrics.GatewayMeters;
import io.ninerouter.gateway.metrics.RequestLogOutput;
import io.ninerouter.gateway.metrics.RequestLogger;
import io.ninerouter.gateway.metrics.StandMeters;
import io.ninerouter.gateway.routing.TurnCounter;
import io.ninerouter.gateway.security.ApiKeyFilter;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import io.ninerouter.gateway.trace.CurrentTrace;
import io.ninerouter.gateway.trace.TraceExport;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.bedrock.ConverseCodec;
import io.ninerouter.gateway.translate.codeassist.CodeAssistCodec;
import io.ninerouter.gateway.translate.cursor.CursorCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.kiro.KiroCodec;
import io.ninerouter.gateway.translate.ollama.OllamaCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import io.ninerouter.gateway.upstream.UpstreamClient;
import io.ninerouter.gateway.usage.Tracing;
import io.ninerouter.gateway.usage.UsageListener;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/** How the parts of a gateway fit together. */
@Configuration(proxyBeanMethods = false)
class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    @Bean
    Time time() {
        return Time.system();
    }

    @Bean
    SnapshotHolder snapshots(UpstreamClient upstream) {
        return new SnapshotHolder(snapshot -> upstream.prepare(snapshot.ways()));
    }

    @Bean
    HealthBoard health() {
        return new HealthBoard();
    }

    @Bean
    InFlight inFlight() {
        return new InFlight();
    }

    @Bean
    LimitBoard limits(InFlight inFlight, Time time) {
        return new LimitBoard(inFlight, time.millis());
    }

    @Bean
    GatewayMeters meters(
            MeterRegistry registry, LimitBoard limits, HealthBoard health, SnapshotHolder snapshots, Time time) {
        GatewayMeters meters = new GatewayMeters(registry, limits);
        meters.cooldowns(() -> {
            Snapshot now = snapshots.current();
            return now == null
                    ? 0
                    : health.toShare(now::credential, time.millis().getAsLong()).size();
        });
        return meters;
    }

    @Bean
    StandMeters standing(MeterRegistry registry, HealthBoard health, SnapshotHolder snapshots, Time time) {
        return new StandMeters(registry, health, snapshots::current, time.millis());
    }

    @Bean(destroyMethod = "close")
    UpstreamClient upstream(Environment environment) {
        ProxyRules.OfEnvironment proxies = ProxyRules.ofEnvironment(System::getenv);
        proxies.problems().forEach(problem -> LOG.warn("left out: {}", problem));
        return new UpstreamClient(new UpstreamClient.Surroundings(
                proxies.rules(), environment.getProperty("ninerouter.allow-loopback-providers", Boolean.class, false)));
    }

    @Bean
    Translation translation() {
        GeminiCodec gemini = new GeminiCodec();
        return new Translation(List.of(
                new ChatCodec(),
                new ResponsesCodec(),
                new AnthropicCodec(),
                gemini,
                new CodeAssistCodec(gemini),
                new KiroCodec(),
                new CursorCodec(),
                new ConverseCodec(),
                new OllamaCodec()));
    }

    @Bean
    TurnCounter turns() {
        return new TurnCounter();
    }

    @Bean
    Dispatcher dispatcher(
            UpstreamClient upstream,
            HealthBoard health,
            TurnCounter turns,
            Time time,
            Translation translation,
            SnapshotHolder snapshots) {
        return new Dispatcher(upstream, health, turns, time, translation, snapshots);
    }

    @Bean
    ExplainEndpoint explain(
            SnapshotHolder snapshots, HealthBoard health, TurnCounter turns, Time time, Translation translation) {
        return new ExplainEndpoint(snapshots, health, turns, time, translation);
    }

    /** Absent in tests that put snapshots in use themselves. */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("ninerouter.router.name")
    KubernetesClient kubernetes() {
        return ApiClient.create();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("ninerouter.router.name")
    ControlPlane controlPlane(
            KubernetesClient kubernetes,
            Environment environment,
            SnapshotHolder snapshots,
            HealthBoard health,
            LimitBoard limits,
            GatewayMeters meters,
            StandMeters standing) {
        ReplicaIdentity identity = new ReplicaIdentity(
                environment.getProperty("ninerouter.router.namespace", ""),
                environment.getProperty("ninerouter.router.name", ""),
                environment.getProperty("ninerouter.replica.name", ""),
                environment.getProperty("ninerouter.replica.uid"));
        ControlPlane controlPlane = new ControlPlane(kubernetes, identity, snapshots, health, limits, snapshot -> {
            meters.configured(snapshot);
            standing.configured(snapshot);
            health.retain(
                    snapshot.providers().stream()
                            .flatMap(provider -> provider.connections().stream())
                            .map(Connection::name)
                            .toList(),
                    snapshot.endpoints());
            health.shown(snapshot::credential);
        });
        standing.rejections(controlPlane::rejects);
        return controlPlane;
    }

    /** A part of {@code /readyz}: a replica without a configuration serves nobody. */
    @Bean
    HealthIndicator configuration(SnapshotHolder snapshots) {
        return () -> snapshots.current() == null
                ? Health.outOfService().build()
                : Health.up().build();
    }

    /** Off unless an address is named, and then nothing of it is loaded. */
    @Bean
    Tracing tracing(Environment environment, Time time) {
        return TraceExport.of(environment::getProperty, time.millis());
    }

    /** What ties a measurement to a trace; absent without traces. */
    @Bean
    @Nullable
    SpanContext exemplars(Tracing tracing) {
        return tracing.equals(Tracing.OFF) ? null : new CurrentTrace();
    }

    @Bean
    UsageListener usage(GatewayMeters meters, ObjectProvider<ControlPlane> controlPlane) {
        UsageListener local = UsageListener.all(meters, new RequestLogger());
        ControlPlane reported = controlPlane.getIfAvailable();
        return reported == null ? local : UsageListener.all(local, reported);
    }

    /** Everything on the public port: security, then one handler. */
    @Bean
    HttpHandler httpHandler(
            SnapshotHolder snapshots,
            Dispatcher dispatcher,
            LimitBoard limits,
            @Qualifier("usage") UsageListener listener,
            Time time,
            Tracing tracing) {
        ErrorAnswers errors = new ErrorAnswers();
        GatewayHandler handler = new GatewayHandler(dispatcher, limits, listener, errors, time, tracing);
        ApiKeyFilter security = new ApiKeyFilter(
                snapshots, exchange -> Exchanges.route(exchange).needsCaller(), errors, errors, time.millis());
        return new Entrance(security, handler, errors);
    }

    /** Without it, request lines go where everything else is logged. */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "ninerouter.request-log.stdout", matchIfMissing = true)
    AutoCloseable requestLog(MeterRegistry registry) {
        return RequestLogOutput.open(registry);
    }

    /** One event loop a core, and no more: on one core, four loops would only take turns. */
    @Bean
    ReactorResourceFactory reactorResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(
                () -> EdgeLoops.create(Runtime.getRuntime().availableProcessors()));
        return resources;
    }

    /** Ends before the server does, within the same time. */
    @Bean
    ConnectionDrain drain(Environment environment) {
        return new ConnectionDrain(
                environment.getRequiredProperty("ninerouter.linger", Duration.class),
                environment.getRequiredProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class));
    }

    /** A body is collected whole: in pieces as large as a read of the socket it takes fewer steps and entries of {@code writev}. */
    @Bean
    @SuppressWarnings("deprecation") // the pieces of a body, which the next major version has no bound for
    NettyServerCustomizer transport(ConnectionDrain drain) {
        return server -> server.option(ChannelOption.SO_BACKLOG, 4_096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .doOnChannelInit((observer, channel, remote) -> {
                    ChunkFrames.install(channel);
                    drain.install(channel);
                })
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(16 << 10)
                        .maxHeaderSize(64 << 10)
                        .maxChunkSize(64 << 10));
    }
}
