package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers that leave, and callers that do not read, for every pair of dialects. */
class LeavingTest {
    private static final long BOUND_MILLIS = 100;

    /** A machine may be busy with something else just then: the best of so many counts, and no single one. */
    private static final int TRIES = 20;

    private static final long PATIENCE_SECONDS = 30;

    /** Short, but longer than a busy machine forgets a provider that sends. */
    private static final long IDLE_MILLIS = 700;

    /** More than the sockets on both ways hold, far less than what would come in the time. */
    private static final long HELD_AT_MOST = 48L << 20;

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    private void use(Dialect served, long idleMillis) {
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(1_000, 10_000, idleMillis),
                        100,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.NONE))
                .provider("p", provider.url(), served)
                .alias("m", "p/model-1"));
    }

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Dialect.CLIENTS.stream().map(served -> Arguments.of(client, served)));
    }

    enum When {
        BEFORE_THE_HEAD,
        IN_A_GREETING,
        IN_THE_STREAM,
        WAITING_FOR_ALL_OF_AN_ANSWER;

        Reply reply(Dialect served) {
            return switch (this) {
                case BEFORE_THE_HEAD -> Reply.hang();
                case IN_A_GREETING -> Reply.stream().send(": \n\n").silence();
                case IN_THE_STREAM ->
                    Reply.stream().send(Dialogs.beginning(served)).silence();
                case WAITING_FOR_ALL_OF_AN_ANSWER ->
                    Reply.json(200, Dialogs.answer(served).substring(0, 50)).silence();
            };
        }
    }

    static Stream<Arguments> partings() {
        return pairs().flatMap(
                        pair -> Stream.of(When.values()).map(when -> Arguments.of(pair.get()[0], pair.get()[1], when)));
    }

    @ParameterizedTest(name = "{0} on {1}, {2}")
    @MethodSource("partings")
    void theProviderIsToldAtOnce(Dialect client, Dialect served, When when) throws Exception {
        use(served, 10_000);
        provider.always(when.reply(served));
        List<Long> took = new ArrayList<>();
        while (took.size() < TRIES && took.stream().noneMatch(millis -> millis < BOUND_MILLIS)) {
            took.add(leave(client, when));
        }

        assertThat(took).anyMatch(millis -> millis < BOUND_MILLIS);
        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.bean(HealthBoard.class).inFlight("p")).isZero();
            assertThat(gateway.bean(InFlight.class).count()).isZero();
        });
        assertThat(gateway.bean(HealthBoard.class).observations()).noneMatch(seen -> seen.lastErrorMillis() != null);
    }

    /** Milliseconds from the client's end to the provider's. */
    private long leave(Dialect client, When when) throws Exception {
        boolean stream = when != When.WAITING_FOR_ALL_OF_AN_ANSWER;
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.post(Dialogs.path(client, "m", stream), Dialogs.request(client, "m", stream));
            Asked asked = provider.take();
            if (when == When.IN_THE_STREAM) {
                raw.readUntil("Hel");
            }
            long left = System.nanoTime();
            raw.close();
            asked.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void aCallerThatDoesNotReadHoldsTheProviderBack(Dialect client, Dialect served) throws Exception {
        // Several times over while the caller reads nothing.
        use(served, IDLE_MILLIS);
        AtomicLong sent = new AtomicLong();
        String piece =
                Dialogs.events(served).get(Dialogs.untilText(served) - 1).replace("Hel", "Hel" + "x".repeat(8_000));
        provider.always(Reply.stream().send(Dialogs.beginning(served)).flood(piece, sent));
        try (RawClient raw = new RawClient(gateway.port())) {
            raw.post(Dialogs.path(client, "m", true), Dialogs.request(client, "m", true));
            Asked asked = provider.take();

            long held = plateau(sent);
            assertThat(held).isLessThan(HELD_AT_MOST);
            assertThat(asked.closed()).isNotDone();
            // What was held and as much again: it goes on where it stopped.
            long wanted = held + (4L << 20);
            assertThat(raw.skip(wanted)).isEqualTo(wanted);
            assertThat(sent.get()).isGreaterThan(held);
            raw.close();
            asked.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** What was sent when no more is taken for longer than the idle bound. */
    private static long plateau(AtomicLong sent) {
        long[] last = {0};
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(IDLE_MILLIS + 300))
                .until(() -> {
                    long now = sent.get();
                    boolean still = now > 0 && now == last[0];
                    last[0] = now;
                    return still;
                });
        return last[0];
    }
}
