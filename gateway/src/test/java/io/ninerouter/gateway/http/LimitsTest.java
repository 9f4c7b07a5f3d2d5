package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grant;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.limits.LimitBoard;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Limits and budgets of callers over real HTTP: who is refused, what it is told, and that the provider is not asked. */
class LimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger CALLERS = new AtomicInteger();
    private static final long USD = 1_000_000_000_000L;

    private final RunningGateway gateway = RunningGateway.shared();
    private final String caller = "limits/caller-" + CALLERS.incrementAndGet();
    private FakeProvider provider;

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
    }

    @AfterEach
    void stop() {
        provider.close();
        gateway.bean(LimitBoard.class).hear("", 0, new Allotments(List.of(""), List.of(), List.of()));
    }

    private Configs configs(Dialect dialect, @Nullable KeyLimits limits, @Nullable KeyBudget budget) {
        return Configs.empty()
                .provider("p", provider.url(), dialect)
                .models(new ModelConfig("m", null, null, List.of(), PriceConfig.of("1000", "1000", null, null)))
                .bounded(caller, limits, budget);
    }

    private HttpResponse<byte[]> ask(Dialect dialect, String model) throws Exception {
        return gateway.send(gateway.post(Dialogs.path(dialect, model, false), Dialogs.request(dialect, model, false)));
    }

    @ParameterizedTest
    @ClientDialects
    void overItsRequestsACallerIsToldWhenToComeAgain(Dialect dialect) throws Exception {
        gateway.use(configs(dialect, new KeyLimits(2L, null, null), null));
        provider.always(Dialogs.reply(dialect, false).header("x-ratelimit-remaining-requests", "9999"));

        HttpResponse<byte[]> first = ask(dialect, "p/m");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, dialect, "remaining")).isEqualTo("1");
        assertThat(header(first, dialect, "limit")).isEqualTo("2");
        assertThat(ask(dialect, "p/m").statusCode()).isEqualTo(200);

        HttpResponse<byte[]> refused = ask(dialect, "p/m");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 30);
        assertThat(header(refused, dialect, "remaining")).isEqualTo("0");
        assertThat(provider.asked()).hasSize(2);
        JsonNode error = JSON.readTree(refused.body()).path("error");
        assertThat(error.path("message").asText())
                .contains("requests per minute of " + caller + ": more than 2 (expected: at most that)");
        switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES ->
                assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
            case ANTHROPIC -> assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
            case GEMINI -> assertThat(error.path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
        }
    }

    private static String header(HttpResponse<?> answer, Dialect dialect, String what) {
        String name = dialect == Dialect.ANTHROPIC
                ? "anthropic-ratelimit-requests-" + what
                : "x-ratelimit-" + what + "-requests";
        return String.join(",", answer.headers().allValues(name));
    }

    @Test
    void whoHasNoLimitsSeesTheProvidersOwn() throws Exception {
        gateway.use(configs(Dialect.OPENAI_CHAT, null, null));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false).header("x-ratelimit-remaining-requests", "9999"));
        assertThat(header(ask(Dialect.OPENAI_CHAT, "p/m"), Dialect.OPENAI_CHAT, "remaining"))
                .isEqualTo("9999");
    }

    @Test
    void tokensThatAnAnswerUsedAreCounted() throws Exception {
        gateway.use(configs(Dialect.OPENAI_CHAT, new KeyLimits(null, 60L, null), null));
        provider.always(Reply.json(200, """
                {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
                "message":{"role":"assistant","content":"Hello"}}],
                "usage":{"prompt_tokens":10,"completion_tokens":500,"total_tokens":510}}"""));
        assertThat(ask(Dialect.OPENAI_CHAT, "p/m").statusCode()).isEqualTo(200);
        Awaitility.await().untilAsserted(() -> {
            HttpResponse<byte[]> refused = ask(Dialect.OPENAI_CHAT, "p/m");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(new String(refused.body())).contains("tokens per minute of " + caller + ": more than 60");
            assertThat(refused.headers().firstValue("x-ratelimit-remaining-tokens"))
                    .contains("0");
        });
    }

    @Test
    void aPlaceIsFreeWhenItsRequestIsOverHoweverItEnds() throws Exception {
        gateway.use(configs(Dialect.OPENAI_CHAT, new KeyLimits(null, null, 1), null));
        for (int round = 0; round < 3; round++) {
            provider.always(
                    Reply.stream().send(Dialogs.beginning(Dialect.OPENAI_CHAT)).silence());
            try (RawClient raw = new RawClient(gateway.port())) {
                raw.post(
                        Dialogs.path(Dialect.OPENAI_CHAT, "p/m", true),
                        Dialogs.request(Dialect.OPENAI_CHAT, "p/m", true));
                raw.readUntil("Hel");
                HttpResponse<byte[]> refused = ask(Dialect.OPENAI_CHAT, "p/m");
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(new String(refused.body())).contains("concurrent requests of " + caller);
                assertThat(refused.headers().firstValue("retry-after")).contains("1");
            }
            provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
            Awaitility.await().until(() -> ask(Dialect.OPENAI_CHAT, "p/m").statusCode() == 200);
            provider.always(Reply.json(400, "{\"error\":{\"message\":\"no\"}}"));
            assertThat(ask(Dialect.OPENAI_CHAT, "p/m").statusCode()).isEqualTo(400);
            assertThat(ask(Dialect.OPENAI_CHAT, "p/nowhere").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aSpentBudgetIsRefusedUntilThePeriodTurnsButForWhatCostsNothing() throws Exception {
        KeyBudget budget = KeyBudget.of("5", KeyBudget.Period.MONTH, "UTC");
        gateway.use(configs(Dialect.OPENAI_CHAT, null, budget)
                .provider("free", provider.url(), Dialect.OPENAI_CHAT)
                .combo("both", "p/m", "free/x"));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
        grant(budget, 0, true);

        HttpResponse<byte[]> refused = ask(Dialect.OPENAI_CHAT, "p/m");

        assertThat(refused.statusCode()).isEqualTo(429);
        JsonNode error = JSON.readTree(refused.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("insufficient_quota");
        assertThat(error.path("message").asText()).isEqualTo("budget of " + caller + ": 5 USD a month is spent");
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
        long seconds =
                budget.endOf(Instant.now()).getEpochSecond() - Instant.now().getEpochSecond();
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(seconds - 60, seconds + 2);
        assertThat(provider.asked()).isEmpty();

        HttpResponse<byte[]> free = ask(Dialect.OPENAI_CHAT, "both");
        assertThat(free.statusCode()).as(new String(free.body())).isEqualTo(200);
        assertThat(free.headers().firstValue("x-ninerouter-target")).contains("free/x/free");
    }

    /** Nobody knows before what its answers cost: they are not free for that. */
    @Test
    void aSpentBudgetPaysForNoBroker() throws Exception {
        KeyBudget budget = KeyBudget.of("5", KeyBudget.Period.MONTH, "UTC");
        gateway.use(Configs.empty()
                .provider("broker", provider.url(), Dialect.OPENAI_CHAT)
                .models(new ModelConfig("m", null, null, List.of(), PriceConfig.AS_REPORTED))
                .bounded(caller, null, budget));
        provider.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
        grant(budget, 0, true);

        assertThat(ask(Dialect.OPENAI_CHAT, "broker/m").statusCode()).isEqualTo(429);
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void whatAnAnswerCostIsTakenFromTheBudget() throws Exception {
        KeyBudget budget = KeyBudget.of("5", KeyBudget.Period.MONTH, "UTC");
        gateway.use(configs(Dialect.OPENAI_CHAT, null, budget));
        provider.always(Reply.json(200, """
                {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
                "message":{"role":"assistant","content":"Hello"}}],
                "usage":{"prompt_tokens":100,"completion_tokens":900,"total_tokens":1000}}"""));
        grant(budget, 4 * USD, false);
        assertThat(ask(Dialect.OPENAI_CHAT, "p/m").statusCode()).isEqualTo(200);
        Awaitility.await()
                .untilAsserted(() -> assertThat(gateway.bean(LimitBoard.class).demands())
                        .filteredOn(demand -> demand.caller().equals(caller))
                        .singleElement()
                        .satisfies(demand -> {
                            assertThat(demand.purse().spent()).isEqualTo(USD);
                            assertThat(demand.purse().held()).isZero();
                        }));
        provider.always(Reply.json(500, "{\"error\":{\"message\":\"no\"}}"));
        ask(Dialect.OPENAI_CHAT, "p/m");
        Awaitility.await()
                .untilAsserted(() -> assertThat(gateway.bean(LimitBoard.class).demands())
                        .filteredOn(demand -> demand.caller().equals(caller))
                        .singleElement()
                        .satisfies(demand -> {
                            assertThat(demand.purse().spent())
                                    .as("what fails costs nothing")
                                    .isEqualTo(USD);
                            assertThat(demand.purse().held()).isZero();
                        }));
    }

    private void grant(KeyBudget budget, long granted, boolean paused) {
        long period = budget.startOf(Instant.now()).toEpochMilli();
        Grants grants = new Grants(caller, period, 0, paused ? 1 : 0, paused, List.of(new Grant("me", 1, granted)));
        gateway.bean(LimitBoard.class).hear("me", 1, new Allotments(List.of("me"), List.of(), List.of(grants)));
    }
}
