package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.CountingLeakDetector;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Mutation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged requests and damaged answers through a whole gateway, for every pair of dialects: no failure is the gateway's own,
 * every request gets an end, and nothing is left behind. {@code -Dmutations=7000} sends so many for each pair,
 * {@code -Dmutations.from=25} others than are always sent.
 */
class MutatedExchangesTest {
    private static final int ROUNDS = Integer.getInteger("mutations", 25);
    private static final long FROM = Long.getLong("mutations.from", 0);

    /** How the gateway calls what only a fault of its own brings about. */
    private static final List<String> OWN_FAULTS =
            List.of("could not be called: ", "the request failed: ", "the gateway failed");

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Dialect.CLIENTS.stream().map(served -> Arguments.of(client, served)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void endInAnAnswerOrAnErrorThatIsNotOurs(Dialect client, Dialect served) throws Exception {
        gateway.use(Configs.empty()
                .settings(Waiting.PATIENTLY)
                .provider("p", provider.url(), served)
                .alias("m", "p/m1"));
        long leaks = CountingLeakDetector.found();
        for (long seed = FROM; seed < FROM + ROUNDS; seed++) {
            try {
                exchange(client, served, new Random(seed), new Mutation(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("mutation " + seed + ": " + e, e);
            }
        }

        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.bean(HealthBoard.class).inFlight("p")).isZero();
            assertThat(gateway.bean(InFlight.class).count()).isZero();
        });
        assertThat(CountingLeakDetector.foundAfterCollection() - leaks).isZero();
        provider.always(Dialogs.reply(served, true));
        Heard.of(
                        client,
                        gateway.send(gateway.post(Dialogs.path(client, "m", true), Dialogs.request(client, "m", true))))
                .isComplete(true);
    }

    private void exchange(Dialect client, Dialect served, Random random, Mutation mutation) throws Exception {
        // What was damaged is the provider's fault in the gateway's eyes: it must not be left alone for that here.
        gateway.bean(HealthBoard.class).retain(List.of(), List.of());
        provider.reset();
        boolean stream = random.nextBoolean();
        boolean asksWrongly = random.nextInt(3) == 0;
        byte[] request = Dialogs.request(client, "m", stream).getBytes(StandardCharsets.UTF_8);
        byte[] asked = asksWrongly ? mutation.of(request) : request;
        provider.always(reply(served, stream, asksWrongly && random.nextBoolean(), random, mutation));

        HttpResponse<byte[]> answer;
        try {
            answer = gateway.send(gateway.post(Dialogs.path(client, "m", stream), BodyPublishers.ofByteArray(asked)));
        } catch (HttpTimeoutException e) {
            throw e;
        } catch (IOException cut) {
            // An end that no dialect has a word for.
            return;
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(OWN_FAULTS).as("%s: %s", answer.statusCode(), text).noneMatch(text::contains);
        if (answer.statusCode() >= 500) {
            assertThat(provider.asked())
                    .as("asked before %s: %s", answer.statusCode(), text)
                    .isNotEmpty();
        }
    }

    /** The dialect's good answer, mostly damaged, in pieces. */
    private static Reply reply(Dialect served, boolean stream, boolean good, Random random, Mutation mutation) {
        String whole = stream ? String.join("", Dialogs.events(served)) : Dialogs.answer(served);
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        byte[] damaged = good ? bytes : mutation.of(bytes, stream ? Framing.SSE : Framing.UNARY);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < damaged.length; ) {
            int to = Math.min(damaged.length, from + 1 + random.nextInt(400));
            pieces.add(Arrays.copyOfRange(damaged, from, to));
            from = to;
        }
        Reply head = stream ? Reply.stream() : Reply.of(200).header("content-type", "application/json");
        return head.sendAll(pieces.isEmpty() ? List.of(new byte[0]) : pieces);
    }
}
