package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AccountStrategy;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Accounts;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many requests over the accounts of one provider. */
class AccountsUnderLoadTest {
    private static final Dialect DIALECT = Dialect.OPENAI_CHAT;
    private static final int STREAMS = 1_000;
    private static final int PLACES = 400;

    private final RunningGateway gateway = RunningGateway.shared();

    /** Each account is told by its credential; those that flap fail every other request, each time in another way. */
    @ParameterizedTest
    @EnumSource(AccountStrategy.class)
    void everyRequestIsAnsweredAndNoAccountIsOverItsLimit(AccountStrategy strategy) throws Exception {
        Set<String> flapping = Set.of("account-1", "account-3");
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        List<Integer> most = new ArrayList<>();
        HealthBoard board = gateway.bean(HealthBoard.class);
        try (FakeProvider provider = FakeProvider.start()) {
            Configs configs = Configs.empty()
                    .settings(settings(strategy))
                    .provider("p", provider.url(), DIALECT)
                    .without("p");
            for (int i = 1; i <= 5; i++) {
                configs.account("account-" + i, "p", PLACES);
            }
            gateway.use(configs);
            List<Reply> faults = List.of(
                    Reply.json(503, "{\"error\":{\"message\":\"no\"}}"),
                    Reply.json(429, "{\"error\":{\"message\":\"no\"}}").header("retry-after", "1"),
                    Reply.refuse());
            provider.always(request -> {
                String account = account(request);
                synchronized (most) {
                    most.add(board.inFlight(account));
                }
                int number = asked.computeIfAbsent(account, none -> new AtomicInteger())
                        .incrementAndGet();
                return flapping.contains(account) && number % 2 == 0
                        ? faults.get(number / 2 % faults.size())
                        : Dialogs.reply(DIALECT, true);
            });

            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                answers.add(gateway.client()
                        .sendAsync(
                                gateway.post(Dialogs.path(DIALECT, "p/m", true), Dialogs.request(DIALECT, "p/m", true))
                                        .header("x-session-affinity", "session-" + i)
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()));
            }
            Map<Integer, Integer> statuses = new HashMap<>();
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                statuses.merge(answer.join().statusCode(), 1, Integer::sum);
            }

            assertThat(statuses).isEqualTo(Map.of(200, STREAMS));
            assertThat(most).allSatisfy(inFlight -> assertThat(inFlight).isLessThanOrEqualTo(PLACES));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(asked.keySet())
                            .allSatisfy(account ->
                                    assertThat(board.inFlight(account)).isZero()));
        }
    }

    /** Sessions that come back stay at their account, so that its prompt cache is of use. */
    @ParameterizedTest
    @EnumSource(AccountStrategy.class)
    void aSessionStaysAtItsAccountWhileNothingFails(AccountStrategy strategy) throws Exception {
        int sessions = 100;
        Map<String, Map<String, Integer>> bySession = new ConcurrentHashMap<>();
        try (FakeProvider provider = FakeProvider.start()) {
            Configs configs = Configs.empty()
                    .settings(settings(strategy))
                    .provider("p", provider.url(), DIALECT)
                    .without("p");
            for (int i = 1; i <= 5; i++) {
                // Room for all at once: FillFirst sends every session to one account.
                configs.account("account-" + i, "p", STREAMS);
            }
            gateway.use(configs);
            provider.always(request -> {
                String session = request.text().replaceAll("(?s).*session (\\d+)\\..*", "$1");
                bySession
                        .computeIfAbsent(session, none -> new ConcurrentHashMap<>())
                        .merge(request.account(), 1, Integer::sum);
                return Dialogs.reply(DIALECT, true);
            });
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                String session = "session " + i % sessions + ".";
                String body = Dialogs.request(DIALECT, "p/m", true).replace("Hi", session);
                answers.add(gateway.client()
                        .sendAsync(
                                gateway.post(Dialogs.path(DIALECT, "p/m", true), body)
                                        .header("x-session-affinity", session)
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()));
            }
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                assertThat(answer.join().statusCode()).isEqualTo(200);
            }
        }
        assertThat(bySession).hasSize(sessions);
        int stayed = bySession.values().stream()
                .mapToInt(accounts ->
                        accounts.values().stream().max(Integer::compare).orElse(0))
                .sum();
        assertThat(stayed).isGreaterThanOrEqualTo(STREAMS * 99 / 100);
    }

    @Test
    void neverSendsMoreAtOnceThanAnAccountHasPlaces() throws Exception {
        Reply.Trigger go = new Reply.Trigger();
        try (FakeProvider provider = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("p", provider.url(), DIALECT)
                    .without("p")
                    .account("one", "p", 3)
                    .account("two", "p", 2));
            provider.always(Reply.stream().await(go).send(String.join("", Dialogs.events(DIALECT))));
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(gateway.client()
                        .sendAsync(
                                gateway.post(Dialogs.path(DIALECT, "p/m", true), Dialogs.request(DIALECT, "p/m", true))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()));
            }
            Awaitility.await()
                    .until(() ->
                            answers.stream().filter(CompletableFuture::isDone).count() == 35);
            // The last that has a place may still be on its way.
            Awaitility.await().until(() -> provider.asked().size() == 5);
            go.fire();
            Map<Integer, Integer> statuses = new HashMap<>();
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                statuses.merge(answer.join().statusCode(), 1, Integer::sum);
            }
            assertThat(statuses).isEqualTo(Map.of(200, 5, 429, 35));
            Map<String, Integer> byAccount = new HashMap<>();
            provider.asked().forEach(asked -> byAccount.merge(account(asked), 1, Integer::sum));
            assertThat(byAccount).isEqualTo(Map.of("one", 3, "two", 2));
        }
    }

    @Test
    void aMemberThatTakesPicturesIsAskedFirstWhenThereIsOne() throws Exception {
        try (FakeProvider provider = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("p", provider.url(), DIALECT)
                    .models(
                            new ModelConfig("blind", null, null, List.of("text")),
                            new ModelConfig("seeing", null, null, List.of("text", "image")))
                    .combo("both", "p/blind", "p/seeing"));
            provider.always(Dialogs.reply(DIALECT, false));
            String text = Dialogs.request(DIALECT, "both", false);
            String spoken = text.replace("Hi", "what is an \\\"image_url\\\"?");
            String picture = text.replace(
                    "\"Hi\"", "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]");
            List<String> served = new ArrayList<>();
            for (String body : List.of(text, spoken, picture)) {
                HttpResponse<byte[]> answer = gateway.send(gateway.post(Dialogs.path(DIALECT, "both", false), body));
                served.add(answer.headers().firstValue("x-ninerouter-target").orElseThrow());
            }
            assertThat(served).containsExactly("p/blind/p", "p/blind/p", "p/seeing/p");
        }
    }

    private static String account(FakeProvider.Asked request) {
        return request.header("authorization").replace("Bearer canary-", "").replace("-credential", "");
    }

    private static Settings settings(AccountStrategy strategy) {
        return new Settings(
                true,
                new Accounts(strategy, 3, true),
                GatewayConfig.Timeouts.DEFAULT,
                15_000,
                GatewayConfig.Limits.DEFAULT,
                GatewayConfig.RequestLog.NONE);
    }
}
