package io.ninerouter.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RequestLines;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What an operator of the gateway sees, and what it must never show. */
class ObservabilityTest {
    private final RunningGateway gateway = RunningGateway.shared();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final RequestLines lines = new RequestLines();
    private FakeProvider provider;

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        lines.close();
        provider.close();
    }

    private String meters() throws Exception {
        return management("/metrics").body();
    }

    private HttpResponse<String> management(String path) throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.managementUrl() + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void oneLineSaysWhatBecameOfARequest() throws Exception {
        gateway.use(
                Configs.empty().provider("p", provider.url(), Dialect.ANTHROPIC).alias("mine", "p/declared-p"));
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, true));

        gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "mine", true))
                .header("x-request-id", "r-1"));

        assertThat(lines.of("r-1"))
                .containsEntry("request_id", "r-1")
                .containsEntry("caller", "test/caller")
                .containsEntry("dialect", Dialect.ANTHROPIC)
                .containsEntry("operation", "generate")
                .containsEntry("model", "mine")
                .containsEntry("stream", true)
                .containsEntry("status", 200)
                .containsEntry("end", "complete")
                .containsEntry("attempts", 1)
                .containsEntry("target", "p/declared-p/p")
                .containsEntry("input_tokens", 3L)
                .containsEntry("output_tokens", 2L)
                .containsKeys("duration_ms", "first_token_ms");
    }

    @Test
    void requestLinesGoToStandardOutputPastEverythingElseUnlessToldOtherwise() {
        Logger requests = (Logger) LoggerFactory.getLogger(RequestLogger.NAME);
        assertThat(requests.isAdditive()).isFalse();
        assertThat(requests.iteratorForAppenders()).toIterable().hasAtLeastOneElementOfType(RequestLogAppender.class);
    }

    @Test
    void aRouterThatWantsNoLogGetsNone() throws Exception {
        gateway.use(
                Configs.empty().settings(settings(RequestLog.NONE)).provider("p", provider.url(), Dialect.ANTHROPIC));
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));
        double before = counted("requests_total{");

        gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "p/m", false))
                .header("x-request-id", "unlogged"));

        Awaitility.await().until(() -> counted("requests_total{") > before);
        assertThat(lines.all("unlogged")).isEmpty();
    }

    @Test
    void metersHaveTheNamesOfTheConventions() throws Exception {
        gateway.use(Configs.empty().provider("metered", provider.url(), Dialect.OPENAI_CHAT));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        for (String model : List.of("metered/declared-metered", "metered/made-up-by-a-caller")) {
            lines.of(gateway.send(
                    gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, model, false))));
        }

        String labels = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"metered\",";
        assertThat(meters())
                .contains("gen_ai_server_request_duration_seconds_count{dialect=\"openai_chat\"")
                .contains("gen_ai_client_operation_duration_seconds_count{" + labels
                        + "gen_ai_request_model=\"declared-metered\",status=\"2xx\"} 1")
                .contains("gen_ai_client_token_usage_sum{" + labels
                        + "gen_ai_request_model=\"declared-metered\",gen_ai_token_type=\"input\"} 3")
                .contains("gen_ai_client_token_usage_sum{" + labels
                        + "gen_ai_request_model=\"other\",gen_ai_token_type=\"output\"} 2")
                .contains("ninerouter_attempts_total{")
                .contains("ninerouter_requests_in_flight 0")
                .doesNotContain("made-up-by-a-caller");
    }

    @Test
    void aProviderThatIsGoneTakesItsMetersAlong() throws Exception {
        Configs with = Configs.empty().provider("shortlived", provider.url(), Dialect.OPENAI_CHAT);
        gateway.use(with);
        gateway.bean(GatewayMeters.class).configured(with.snapshot());
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
        lines.of(gateway.send(
                gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "shortlived/m", false))));
        assertThat(meters()).contains("shortlived").contains("ninerouter_config_info{");

        gateway.bean(GatewayMeters.class).configured(Configs.empty().snapshot());

        assertThat(meters()).doesNotContain("shortlived");
    }

    @Test
    void theManagementPortTellsHowItIs() throws Exception {
        gateway.use(Configs.empty());
        assertThat(management("/livez").statusCode()).isEqualTo(200);
        assertThat(management("/readyz").statusCode()).isEqualTo(200);
        assertThat(management("/env").statusCode()).isEqualTo(404);
        assertThat(gateway.send(gateway.request("/metrics")).statusCode()).isEqualTo(404);
    }

    @Test
    void noSecretIsEverShown() throws Exception {
        List<AuthScheme> schemes = List.of(
                AuthScheme.BEARER,
                new AuthScheme(AuthScheme.Scheme.HEADER, "x-secret"),
                new AuthScheme(AuthScheme.Scheme.QUERY, "secret"));
        StringBuilder answers = new StringBuilder();
        for (AuthScheme scheme : schemes) {
            Reply echo = Reply.json(401, "{\"error\":{\"message\":\"bad key " + Configs.credentialOf("p") + "\"}}");
            List<Reply> replies = List.of(
                    echo,
                    Reply.refuse(),
                    Reply.hang(),
                    Reply.json(200, "garbage").cut(),
                    Reply.of(500).send("x"));
            for (Reply reply : replies) {
                gateway.use(Configs.empty()
                        .settings(settings(RequestLog.BODIES))
                        .provider("p", provider.url(), scheme, Map.of(), BodyEdits.NONE, Dialect.OPENAI_CHAT));
                provider.always(reply);
                HttpResponse<byte[]> answer = gateway.send(gateway.post(
                        "/v1/chat/completions?key=" + Configs.KEY, Dialogs.request(Dialect.OPENAI_CHAT, "p/m", false)));
                answers.append(new String(answer.body(), StandardCharsets.UTF_8))
                        .append(answer.headers())
                        .append(lines.of(answer));
            }
        }
        answers.append(new String(
                gateway.send(gateway.post("/v1/nowhere?key=" + Configs.KEY, "{}"))
                        .body(),
                StandardCharsets.UTF_8));
        String logged = List.copyOf(log.list).stream()
                .map(event -> event + " " + pairs(event) + " " + event.getThrowableProxy())
                .collect(Collectors.joining("\n"));

        for (String shown : List.of(answers.toString(), logged, meters())) {
            assertThat(shown).doesNotContain("canary");
        }
        assertThat(provider.asked()).anyMatch(asked -> asked.uri().contains("secret=canary-p-credential"));
    }

    @Test
    void bodiesAreShownWithoutWhatMustNotBeSeen() throws Exception {
        gateway.use(Configs.empty()
                .settings(settings(RequestLog.BODIES))
                .provider("p", provider.url(), Dialect.OPENAI_CHAT));
        provider.always(Reply.json(
                200,
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"I was shown "
                        + Configs.credentialOf("p")
                        + "\"},\"finish_reason\":\"stop\"}]}"));
        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"My key is " + Configs.KEY
                        + ", what is yours?\"}]}"));

        Map<String, Object> shown = lines.of(answer);
        assertThat(shown.get("request_body").toString()).contains("\"content\":\"My key is ***, what is yours?\"");
        assertThat(shown.get("response_body").toString()).contains("\"content\":\"I was shown ***\"");
        assertThat(shown.toString()).doesNotContain("canary");
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }

    private double counted(String prefix) throws Exception {
        return meters().lines()
                .filter(line -> line.startsWith("ninerouter_" + prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Settings settings(RequestLog requestLog) {
        return new Settings(
                true,
                GatewayConfig.Accounts.DEFAULT,
                new Timeouts(10_000, 2_000, 2_000),
                15_000,
                GatewayConfig.Limits.DEFAULT,
                requestLog);
    }
}
