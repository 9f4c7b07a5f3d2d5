package io.ninerouter.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeCollector;
import io.ninerouter.gateway.fake.FakeCollector.ExportedSpan;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces as a collector gets them, over real HTTP. */
class TracesTest {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static FakeCollector collector;
    private static RunningGateway gateway;
    private FakeProvider first;
    private FakeProvider second;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private String requestId;

    @BeforeAll
    static void open() {
        // Five seconds otherwise.
        System.setProperty("otel.bsp.schedule.delay", "100");
        collector = FakeCollector.start();
        gateway = RunningGateway.start("--otel.exporter.otlp.endpoint=" + collector.url());
    }

    @AfterAll
    static void close() {
        gateway.close();
        collector.close();
        System.clearProperty("otel.bsp.schedule.delay");
    }

    @BeforeEach
    void start() {
        first = FakeProvider.start();
        second = FakeProvider.start();
        gateway.use(Configs.empty()
                .provider("p", first.url(), Dialect.OPENAI_CHAT)
                .provider("q", second.url(), Dialect.ANTHROPIC)
                .combo("both", "p/declared-p", "q/declared-q"));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void aRequestAndEachAttemptHaveASpanAndThePartsFit() throws Exception {
        first.always(Reply.json(500, "{\"error\":{\"message\":\"canary of a provider\"}}"));
        second.always(Dialogs.reply(Dialect.ANTHROPIC, true));

        ask("both", true, "00-" + TRACE + "-" + PARENT + "-01");

        List<ExportedSpan> spans = awaitSpans(3);
        ExportedSpan request = find(spans, SERVER);
        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.parentId()).isEqualTo(PARENT);
        assertThat(request.name()).isEqualTo("chat both");
        assertThat(request.error()).isFalse();
        assertThat(request.attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", "both")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("ninerouter.attempts", 2L)
                .containsEntry("ninerouter.end", "complete")
                .containsEntry("ninerouter.stream", true)
                .containsEntry("ninerouter.caller", "test/caller")
                .doesNotContainKey("gen_ai.usage.input_tokens");
        List<ExportedSpan> attempts =
                spans.stream().filter(span -> span.kind() == CLIENT).toList();
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.traceId()).isEqualTo(TRACE);
            assertThat(attempt.parentId()).isEqualTo(request.spanId());
            assertThat(attempt.nanos()).isBetween(0L, request.nanos() + 50_000_000);
        });
        assertThat(attempts.getFirst().name()).isEqualTo("chat declared-p");
        assertThat(attempts.getFirst().error()).isTrue();
        assertThat(attempts.getFirst().attributes())
                .containsEntry("error.type", "failing")
                .containsEntry("http.response.status_code", 500L)
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("ninerouter.attempt", 1L);
        assertThat(attempts.getLast().attributes())
                .containsEntry("gen_ai.provider.name", "q")
                .containsEntry("gen_ai.request.model", "declared-q")
                .containsEntry("gen_ai.usage.input_tokens", 3L)
                .containsEntry("gen_ai.usage.output_tokens", 2L)
                .containsEntry("gen_ai.usage.cache_read.input_tokens", 0L)
                .containsEntry("gen_ai.usage.cache_write.input_tokens", 0L)
                .containsEntry("gen_ai.usage.cache_creation.input_tokens", 0L)
                .containsEntry("gen_ai.usage.reasoning.output_tokens", 0L)
                .containsEntry("gen_ai.request.stream", true)
                .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
                .containsEntry("ninerouter.usage", "reported")
                .containsKeys("ninerouter.time_to_first_token", "gen_ai.response.time_to_first_chunk", "server.port");
    }

    @Test
    void theProviderLearnsWhichAttemptItServes() throws Exception {
        first.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        ask("p/declared-p", false, "00-" + TRACE + "-" + PARENT + "-01", "vendor=1");

        List<ExportedSpan> spans = awaitSpans(2);
        assertThat(first.asked().getLast().headers())
                .containsEntry(
                        "traceparent",
                        List.of("00-" + TRACE + "-" + find(spans, CLIENT).spanId() + "-01"))
                .containsEntry("tracestate", List.of("vendor=1"))
                .doesNotContainKey("baggage");
    }

    @Test
    void withoutAContextATraceBeginsHere() throws Exception {
        first.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        ask("p/declared-p", false, "nonsense");

        List<ExportedSpan> spans = awaitSpans(2);
        assertThat(find(spans, SERVER).parentId()).isEmpty();
        assertThat(find(spans, SERVER).traceId())
                .hasSize(32)
                .isNotEqualTo(TRACE)
                .isEqualTo(find(spans, CLIENT).traceId());
    }

    @Test
    void aCallerThatDoesNotSampleIsNotTracedAndStillPassedOn() throws Exception {
        first.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        String unsampled = "33333333333333333333333333333333";
        ask("p/declared-p", false, "00-" + unsampled + "-" + PARENT + "-00");
        ask("p/declared-p", false, "00-11111111111111111111111111111111-" + PARENT + "-01");

        awaitSpans(2);
        assertThat(collector.spans()).noneMatch(span -> span.traceId().equals(unsampled));
        assertThat(first.asked().getFirst().headers().get("traceparent").getFirst())
                .startsWith("00-" + unsampled + "-")
                .endsWith("-00");
    }

    @Test
    void histogramsNameATraceAsAnExample() throws Exception {
        first.always(Dialogs.reply(Dialect.OPENAI_CHAT, true));
        String trace = "22222222222222222222222222222222";

        // One in a few seconds is kept: more than one request may be needed.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            ask("p/declared-p", true, "00-" + trace + "-" + PARENT + "-01");
            assertThat(openMetrics().lines())
                    .anyMatch(line -> line.startsWith("gen_ai_server_time_to_first_token_seconds_bucket")
                            && line.contains("# {")
                            && line.contains("trace_id=\"" + trace + "\""))
                    .anyMatch(line -> line.startsWith("gen_ai_client_operation_duration_seconds_bucket")
                            && line.contains("trace_id="));
        });
    }

    @Test
    void noContentKeyOrMessageIsInASpan() throws Exception {
        first.always(Reply.json(401, "{\"error\":{\"message\":\"bad key " + Configs.credentialOf("p") + "\"}}"));
        second.always(Reply.json(200, "canary garbage").cut());

        ask("both", false);

        awaitSpans(3);
        assertThat(collector.everything())
                .contains("declared-p")
                .doesNotContain("canary")
                .doesNotContain(Configs.KEY);
    }

    @Test
    void aCollectorThatFailsHoldsNobodyUp() throws Exception {
        first.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
        collector.answer(503);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(ask("p/declared-p", false)).isEqualTo(200);
            }
        } finally {
            collector.answer(200);
        }
    }

    private int ask(String model, boolean stream, String... context) throws Exception {
        HttpRequest.Builder request =
                gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, model, stream));
        requestId = "traced-" + NUMBER.incrementAndGet();
        request.header("x-request-id", requestId);
        if (context.length > 0) {
            request.header("traceparent", context[0]);
            request.header("baggage", "secret=canary");
            if (context.length > 1) {
                request.header("tracestate", context[1]);
            }
        }
        return gateway.send(request).statusCode();
    }

    /** The spans of the last request. */
    private List<ExportedSpan> awaitSpans(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> spans().size() == count);
        return spans();
    }

    private List<ExportedSpan> spans() {
        List<ExportedSpan> all = collector.spans();
        return all.stream()
                .filter(span -> requestId.equals(span.attributes().get("ninerouter.request_id")))
                .findFirst()
                .map(request -> all.stream()
                        .filter(span -> span.spanId().equals(request.spanId())
                                || span.parentId().equals(request.spanId()))
                        .toList())
                .orElse(List.of());
    }

    private static ExportedSpan find(List<ExportedSpan> spans, int kind) {
        return spans.stream().filter(span -> span.kind() == kind).findFirst().orElseThrow();
    }

    private static String openMetrics() throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.managementUrl() + "/metrics"))
                                .header("Accept", "application/openmetrics-text; version=1.0.0")
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
