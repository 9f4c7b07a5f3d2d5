package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.loop.EdgeLoops;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.netty.resources.LoopResources;

/** No thread that must not wait waits, whatever comes in and whatever the provider does. */
@Tag("blockhound")
class EventLoopsTest {
    private static final Timeouts TIMEOUTS = new Timeouts(5_000, 5_000, 5_000);

    /** Where a thread of an event loop was about to wait. */
    private static final Set<String> WAITED = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void watch() {
        // Tells instead of throwing: the other tests of this process are not concerned.
        BlockHound.install(builder -> builder.blockingMethodCallback(EventLoopsTest::note));
    }

    @BeforeEach
    void forget() {
        WAITED.clear();
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
    void aLoopOfTheGatewayIsCaughtWaiting() throws Exception {
        LoopResources resources = EdgeLoops.create(1);
        try {
            EventLoopGroup loops = resources.onServer(true);
            loops.submit(() -> LockSupport.parkNanos(1)).get(10, TimeUnit.SECONDS);
        } finally {
            resources.dispose();
        }

        assertThat(WAITED).anyMatch(where -> where.contains("aLoopOfTheGateway") && where.contains(" on edge-"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Dialect.class)
    void requestsToProvidersOfEachDialectWaitForNothing(Dialect dialect) throws Exception {
        RunningGateway gateway = RunningGateway.shared();
        try (FakeProvider provider = FakeProvider.start()) {
            TwoAccounts accounts = new TwoAccounts(gateway, provider);
            for (Dialect ofCaller : Dialect.CLIENTS) {
                for (boolean stream : List.of(false, true)) {
                    accounts.use(dialect, TIMEOUTS, Spoken.answer(dialect, stream));
                    assertThat(ask(accounts, ofCaller, stream)).isEqualTo(200);
                    for (Reply failure : failures()) {
                        accounts.use(dialect, TIMEOUTS, failure);
                        ask(accounts, ofCaller, stream);
                    }
                }
                accounts.use(dialect, TIMEOUTS, Reply.hang());
                accounts.leave(Dialogs.path(ofCaller, "both", true), Dialogs.request(ofCaller, "both", true));
                awaitEnd(gateway);
            }
        }
        assertThat(WAITED).isEmpty();
    }

    @Test
    void requestsThatNoProviderHearsOfWaitForNothing() throws Exception {
        RunningGateway gateway = RunningGateway.shared();
        gateway.send(gateway.post("/v1/chat/completions", "{\"model\":[["));
        gateway.send(gateway.request("/v1/models").header("authorization", "Bearer " + Configs.KEY));
        gateway.send(gateway.request("/v1/models").header("authorization", "Bearer wrong"));
        awaitEnd(gateway);

        assertThat(WAITED).isEmpty();
    }

    /** What is done after the caller has its answer, or has left, counts too. */
    private static void awaitEnd(RunningGateway gateway) {
        Awaitility.await().until(() -> gateway.bean(InFlight.class).count() == 0);
    }

    private static List<Reply> failures() {
        return List.of(
                Reply.json(500, "{\"error\":{}}"),
                Reply.json(429, "{\"error\":{}}").header("retry-after", "1"),
                Reply.json(400, "{\"error\":{\"message\":\"no\"}}"),
                Reply.refuse());
    }

    private static int ask(TwoAccounts accounts, Dialect dialect, boolean stream) throws Exception {
        return accounts.statusOrCut(Dialogs.path(dialect, "both", stream), Dialogs.request(dialect, "both", stream));
    }
}
