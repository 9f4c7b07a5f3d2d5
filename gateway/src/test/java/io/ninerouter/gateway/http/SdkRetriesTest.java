package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grant;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.limits.LimitBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the vendors' own SDKs make of our errors: whether they ask again, after how long, and what they say of it
 * ({@code x-stainless-retry-count}). Their pauses are recorded, not waited for.
 */
class SdkRetriesTest {
    private static final AtomicInteger CALLERS = new AtomicInteger();
    private static final int RETRIES = 2;

    private final RunningGateway gateway = RunningGateway.shared();
    private final String caller = "sdk/caller-" + CALLERS.incrementAndGet();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private FakeProvider provider;

    /** Whose SDK asks. */
    enum Sdk {
        /** Told a longer time, it comes back after 8 s all the same. */
        OPENAI(Dialect.OPENAI_CHAT, Duration.ofSeconds(8)),
        ANTHROPIC(Dialect.ANTHROPIC, Duration.ofSeconds(60));

        private final Dialect dialect;
        private final Duration longest;

        Sdk(Dialect dialect, Duration longest) {
            this.dialect = dialect;
            this.longest = longest;
        }

        /** How long it waits that is told so. */
        Duration told(long seconds) {
            Duration told = Duration.ofSeconds(seconds);
            return told.compareTo(longest) < 0 ? told : longest;
        }
    }

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
    }

    @AfterEach
    void stop() {
        provider.close();
        gateway.bean(LimitBoard.class).hear("", 0, new Allotments(List.of(""), List.of(), List.of()));
    }

    private void configure(Sdk sdk, @Nullable KeyLimits limits, @Nullable KeyBudget budget) {
        gateway.use(Configs.empty()
                .provider("p", provider.url(), sdk.dialect)
                .models(new ModelConfig("m", null, null, List.of(), PriceConfig.of("1000", "1000", null, null)))
                .bounded(caller, limits, budget));
    }

    /** What it fails with; null = it does not. */
    private @Nullable Throwable ask(Sdk sdk, String model) {
        return switch (sdk) {
            case OPENAI -> {
                OpenAIClient client = OpenAIOkHttpClient.builder()
                        .baseUrl(gateway.url() + "/v1")
                        .apiKey(Configs.KEY)
                        .maxRetries(RETRIES)
                        .sleeper(new OpenAiPauses())
                        .build();
                ChatCompletionCreateParams hello = ChatCompletionCreateParams.builder()
                        .model(model)
                        .addUserMessage("Hi")
                        .build();
                Throwable failure =
                        catchThrowable(() -> client.chat().completions().create(hello));
                client.close();
                yield failure;
            }
            case ANTHROPIC -> {
                AnthropicClient client = AnthropicOkHttpClient.builder()
                        .baseUrl(gateway.url())
                        .apiKey(Configs.KEY)
                        .maxRetries(RETRIES)
                        .sleeper(new AnthropicPauses())
                        .build();
                MessageCreateParams hello = MessageCreateParams.builder()
                        .model(model)
                        .maxTokens(9)
                        .addUserMessage("Hi")
                        .build();
                Throwable failure = catchThrowable(() -> client.messages().create(hello));
                client.close();
                yield failure;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Sdk.class)
    void overALimitTheyWaitForAsLongAsTheyAreTold(Sdk sdk) {
        configure(sdk, new KeyLimits(2L, null, null), null);
        provider.always(Dialogs.reply(sdk.dialect, false));
        assertThat(ask(sdk, "p/m")).isNull();
        assertThat(ask(sdk, "p/m")).isNull();

        assertThat(ask(sdk, "p/m")).isNotNull();
        assertThat(pauses)
                .hasSize(RETRIES)
                .allSatisfy(pause -> assertThat(pause)
                        .as("until there is room: not a guess of half a second")
                        .isBetween(sdk.told(9), sdk.told(31)));
        assertThat(provider.asked()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Sdk.class)
    void overABudgetTheyDoNotAskAgain(Sdk sdk) {
        KeyBudget budget = KeyBudget.of("5", KeyBudget.Period.MONTH, "UTC");
        configure(sdk, null, budget);
        long period = budget.startOf(Instant.now()).toEpochMilli();
        Grants spent = new Grants(caller, period, 0, 1, true, List.of(new Grant("me", 1, 0)));
        gateway.bean(LimitBoard.class).hear("me", 1, new Allotments(List.of("me"), List.of(), List.of(spent)));

        assertThat(ask(sdk, "p/m")).isNotNull().hasMessageContaining("is spent");
        assertThat(pauses).isEmpty();
    }

    /** A cooling account: the provider is asked once, and the callers' retries by nobody. */
    @ParameterizedTest
    @CsvSource({"OPENAI, 7", "OPENAI, 37", "ANTHROPIC, 7", "ANTHROPIC, 37"})
    void whatTheProviderAsksForIsWhatTheyWait(Sdk sdk, long seconds) {
        configure(sdk, null, null);
        provider.always(Reply.json(429, "{\"error\":{\"message\":\"slow down\"}}")
                .header("retry-after", Long.toString(seconds)));

        assertThat(ask(sdk, "p/m")).isNotNull();
        assertThat(pauses)
                .hasSize(RETRIES)
                .allSatisfy(pause -> assertThat(pause).isBetween(sdk.told(seconds - 4), sdk.told(seconds)));
        assertThat(provider.asked()).hasSize(1);
    }

    /** What no second try mends. */
    @ParameterizedTest
    @EnumSource(Sdk.class)
    void mistakesOfTheCallerAreNotRepeated(Sdk sdk) {
        configure(sdk, null, null);
        assertThat(ask(sdk, "nowhere/m")).isNotNull();
        provider.always(Reply.json(400, "{\"error\":{\"message\":\"no\"}}"));
        assertThat(ask(sdk, "p/m")).isNotNull();
        assertThat(pauses).isEmpty();
    }

    /** Theirs is between them and us; and a vendor's word on trying again reaches them. */
    @ParameterizedTest
    @EnumSource(Sdk.class)
    void theirCountOfRetriesGoesToNoProviderAndItsWordReachesThem(Sdk sdk) {
        configure(sdk, null, null);
        provider.always(
                Reply.json(400, "{\"error\":{\"message\":\"once more\"}}").header("x-should-retry", "true"));

        assertThat(ask(sdk, "p/m")).isNotNull();
        assertThat(provider.asked())
                .hasSize(1 + RETRIES)
                .allSatisfy(asked ->
                        assertThat(asked.header("x-stainless-retry-count")).isEmpty());
        assertThat(pauses).hasSize(RETRIES);
    }

    private final class OpenAiPauses implements com.openai.core.Sleeper {
        @Override
        public void sleep(Duration length) {
            pauses.add(length);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration length) {
            pauses.add(length);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    private final class AnthropicPauses implements com.anthropic.core.Sleeper {
        @Override
        public void sleep(Duration length) {
            pauses.add(length);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration length) {
            pauses.add(length);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
