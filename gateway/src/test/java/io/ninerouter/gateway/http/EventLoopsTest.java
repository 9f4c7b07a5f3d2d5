package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Limits;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.core.scheduler.Schedulers;

/** No thread that must not wait waits, whatever comes in and whatever the provider does. */
@Tag("blockhound")
class EventLoopsTest {
    private static final List<Dialect> CALLERS =
            List.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC, Dialect.GEMINI);

    /** Where a thread of an event loop was about to wait. */
    private static final Set<String> WAITED = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void watch() {
        // Tells instead of throwing: the other tests of this process are not concerned.
        BlockHound.install(builder -> builder.blockingMethodCallback(EventLoopsTest::note));
    }

    private static void note(BlockingMethod method) {
        List<String> frames = Arrays.stream(Thread.currentThread().getStackTrace())
                .map(StackTraceElement::toString)
                .toList();
        boolean ofTests = frames.stream().anyMatch(frame -> frame.contains("io.ninerouter.gateway.fake."));
        if (!ofTests) {
            WAITED.add(method + " on " + Thread.currentThread().getName() + " in\n  "
                    + String.join("\n  ", frames.subList(0, Math.min(40, frames.size()))));
        }
    }

    @Test
    void aThreadThatMustNotWaitIsCaughtWaiting() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Schedulers.parallel().schedule(() -> {
            LockSupport.parkNanos(1);
            done.countDown();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(WAITED).anyMatch(where -> where.contains("aThreadThatMustNotWait"));
    }

    @Test
    void requestsOfEveryKindWaitForNothingOnAnEventLoop() throws Exception {
        RunningGateway gateway = RunningGateway.shared();
        try (FakeProvider provider = FakeProvider.start()) {
            for (Dialect ofProvider : CALLERS) {
                for (Dialect ofCaller : CALLERS) {
                    for (boolean stream : List.of(false, true)) {
                        for (Reply reply : replies(ofProvider, stream)) {
                            use(gateway, provider, ofProvider, reply);
                            ask(gateway, ofCaller, stream);
                        }
                    }
                }
            }
            leave(gateway, provider);
        }
        gateway.send(gateway.post("/v1/chat/completions", "{\"model\":[["));
        gateway.send(gateway.request("/v1/models").header("authorization", "Bearer " + Configs.KEY));
        gateway.send(gateway.request("/v1/models").header("authorization", "Bearer wrong"));

        assertThat(WAITED)
                .filteredOn(where -> !where.contains("aThreadThatMustNotWait"))
                .isEmpty();
    }

    private static List<Reply> replies(Dialect dialect, boolean stream) {
        return List.of(
                Dialogs.reply(dialect, stream),
                Reply.json(500, "{\"error\":{}}"),
                Reply.json(429, "{\"error\":{}}").header("retry-after", "1"),
                Reply.json(400, "{\"error\":{\"message\":\"no\"}}"),
                Reply.refuse());
    }

    private static void use(RunningGateway gateway, FakeProvider provider, Dialect dialect, Reply reply) {
        provider.reset();
        provider.always(reply);
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(5_000, 5_000, 5_000),
                        15_000,
                        new Limits(1_000_000, 100),
                        GatewayConfig.RequestLog.NONE))
                .provider("a", provider.url(), dialect)
                .provider("b", provider.url(), dialect)
                .combo("both", "a/m", "b/m"));
    }

    private static void ask(RunningGateway gateway, Dialect dialect, boolean stream) throws Exception {
        try {
            gateway.send(gateway.post(Dialogs.path(dialect, "both", stream), Dialogs.request(dialect, "both", stream)));
        } catch (IOException e) {
            // An answer in one piece that is cut after its beginning: there is no other way to say so.
            assertThat(e).hasMessageNotContaining("timed out");
        }
    }

    private static void leave(RunningGateway gateway, FakeProvider provider) throws Exception {
        use(gateway, provider, Dialect.OPENAI_CHAT, Reply.hang());
        try (RawClient client = new RawClient(gateway.port())) {
            client.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", true));
            provider.take();
        }
    }
}
