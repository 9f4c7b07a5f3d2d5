package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Recovery;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that answers at several addresses, as Antigravity does: the next is asked when the one before it fails. */
class OtherAddressesTest {
    private static final String REFUSAL = "{\"error\":{\"message\":\"no\"}}";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private void use(Reply fails) {
        gateway.use(Configs.empty()
                .settings(Waiting.on(fails.fallsSilent()))
                .provider("p", Dialogs.base(Dialect.CODE_ASSIST, first.url()), Dialect.CODE_ASSIST)
                .otherUrls(Dialogs.base(Dialect.CODE_ASSIST, second.url()))
                .alias("m", "p/gemini-3-flash"));
    }

    private HttpResponse<byte[]> ask(boolean stream) throws Exception {
        return gateway.send(
                gateway.post(Dialogs.path(Dialect.GEMINI, "m", stream), Dialogs.request(Dialect.GEMINI, "m", stream)));
    }

    /** Each attempt has an id of its own. */
    private static String withoutItsId(String body) {
        return body.replaceFirst("\"requestId\":\"[^\"]*\"", "");
    }

    static Stream<Arguments> failuresOfAnAddress() {
        return Stream.of(
                Arguments.of("refused", Reply.refuse()),
                Arguments.of("500", Reply.json(500, REFUSAL)),
                Arguments.of("503", Reply.json(503, REFUSAL)),
                Arguments.of("no answer in time", Reply.hang()),
                Arguments.of(
                        "cut before the first token",
                        Reply.stream().send("data: {\"resp").cut()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresOfAnAddress")
    void theNextAddressAnswersForTheSameAccount(String name, Reply failure) throws Exception {
        use(failure);
        first.always(failure);
        second.always(Dialogs.reply(Dialect.CODE_ASSIST, true));

        HttpResponse<byte[]> answer = ask(true);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("p/gemini-3-flash/p");
        assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("2");
        assertThat(withoutItsId(second.only().text()))
                .isEqualTo(withoutItsId(first.only().text()));
        assertThat(second.only().header("authorization")).isEqualTo(first.only().header("authorization"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {400, 401, 402, 403, 404, 429})
    void whatIsWrongWithTheAccountOrTheRequestIsSoEverywhere(int status) throws Exception {
        use(Reply.json(status, REFUSAL));
        first.always(Reply.json(status, REFUSAL));
        second.always(Dialogs.reply(Dialect.CODE_ASSIST, false));

        assertThat(ask(false).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void anAddressWhoseCircuitIsOpenIsNotAsked() throws Exception {
        use(Reply.json(503, REFUSAL));
        first.always(Reply.json(503, REFUSAL));
        second.always(Dialogs.reply(Dialect.CODE_ASSIST, false));
        // It opens after so many failures, and so long after the first of them.
        Awaitility.await().until(() -> {
            int before = first.asked().size();
            assertThat(ask(false).statusCode()).isEqualTo(200);
            return first.asked().size() == before;
        });
        int asked = first.asked().size();

        assertThat(ask(false).headers().firstValue("x-ninerouter-attempts")).hasValue("1");
        assertThat(first.asked()).hasSize(asked);
    }

    @Test
    void whenAllAddressesFailTheCallerHearsOfTheLast() throws Exception {
        use(Reply.json(503, REFUSAL));
        first.always(Reply.json(500, REFUSAL));
        second.always(Reply.json(503, REFUSAL));

        HttpResponse<byte[]> answer = ask(false);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"error\"");
        assertThat(first.asked()).hasSize(1);
        assertThat(second.asked()).hasSize(1);
    }

    /** What was begun at one address goes on with another account, not where it has just broken off. */
    @Test
    void anAnswerThatBreaksOffAtTheOtherAddressGoesOnElsewhere() throws Exception {
        try (FakeProvider third = FakeProvider.start()) {
            goOn(third);
            Reply.Trigger heard = new Reply.Trigger();
            first.always(Reply.refuse());
            second.always(begun().await(heard).cut());
            third.always(Dialogs.reply(Dialect.CODE_ASSIST, true));

            goesOn(heard);

            assertThat(second.asked()).hasSize(1);
            assertThat(third.asked()).hasSize(1);
        }
    }

    @Test
    void aLimitThatIsToldWithinAnAnswerIsNotAskedForAtTheOtherAddress() throws Exception {
        try (FakeProvider third = FakeProvider.start()) {
            goOn(third);
            Reply.Trigger heard = new Reply.Trigger();
            first.always(
                    begun().await(heard)
                            .send(
                                    "data: {\"error\":{\"code\":429,\"message\":\"limit\",\"status\":\"RESOURCE_EXHAUSTED\"}}\n\n"));
            second.always(Dialogs.reply(Dialect.CODE_ASSIST, true));
            third.always(Dialogs.reply(Dialect.CODE_ASSIST, true));

            goesOn(heard);

            assertThat(second.asked()).isEmpty();
            assertThat(third.asked()).hasSize(1);
        }
    }

    private static Reply begun() {
        return Reply.stream().send(Dialogs.beginning(Dialect.CODE_ASSIST));
    }

    /** What breaks off does so when the caller has text already: before that, another target would simply be asked instead. */
    private void goesOn(Reply.Trigger heard) throws Exception {
        try (LiveStream stream = LiveStream.ask(gateway, Dialect.GEMINI, "m")) {
            stream.until("Hel");
            heard.fire();

            stream.rest().isComplete(true);
        }
    }

    private void goOn(FakeProvider third) {
        gateway.use(Configs.empty()
                .provider("p", Dialogs.base(Dialect.CODE_ASSIST, first.url()), Dialect.CODE_ASSIST)
                .otherUrls(Dialogs.base(Dialect.CODE_ASSIST, second.url()))
                .provider("q", Dialogs.base(Dialect.CODE_ASSIST, third.url()), Dialect.CODE_ASSIST)
                .combo("m", Recovery.CONTINUE, "p/gemini-3-flash", "q/gemini-3-flash"));
    }

    /** What was learnt of each address outlives the next configuration. */
    @Test
    void requestsGoToAllAddresses() {
        assertThat(Configs.empty()
                        .provider("p", "https://one.example", Dialect.CODE_ASSIST)
                        .otherUrls("https://two.example")
                        .snapshot()
                        .endpoints())
                .anyMatch(endpoint -> endpoint.contains("one.example"))
                .anyMatch(endpoint -> endpoint.contains("two.example"));
    }
}
