package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Recovery;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that break off in the middle of a text and go on with the next target, where a combo says so. */
class RecoveryTest {
    private static final String BEGUN = "It was a dark and stormy ni";
    private static final String REST = "ght; the rain fell in torrents.";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    @AutoClose
    private final FakeProvider third = FakeProvider.start();

    private void use(Dialect one, Dialect two, boolean silence) {
        gateway.use(Configs.empty()
                .settings(Waiting.on(silence))
                .provider("a", first.url(), one)
                .provider("b", second.url(), two)
                .provider("c", third.url(), one)
                .combo("m", Recovery.CONTINUE, "a/m1", "b/m2", "c/m3"));
    }

    private Heard ask(Dialect client) throws Exception {
        return Heard.of(
                client,
                gateway.send(gateway.post(Dialogs.path(client, "m", true), Dialogs.request(client, "m", true))));
    }

    /** How a stream breaks off. */
    enum Break {
        CLOSED,
        ENDED,
        SILENT,
        ERROR_EVENT;

        Reply after(Dialect dialect, String begun) {
            Reply stream = Reply.stream().send(begun);
            return switch (this) {
                case CLOSED -> stream.cut();
                case ENDED -> stream;
                case SILENT -> stream.silence();
                case ERROR_EVENT -> stream.send(Dialogs.errorEvent(dialect)).silence();
            };
        }
    }

    static Stream<Arguments> ways() {
        List<Arguments> ways = new ArrayList<>();
        for (Dialect client : Dialect.CLIENTS) {
            for (Dialect one : Dialect.CLIENTS) {
                for (Dialect two : Dialect.CLIENTS) {
                    Break how = Break.values()[ways.size() % Break.values().length];
                    ways.add(Arguments.of(client, one, two, how));
                }
            }
        }
        return ways.stream();
    }

    @ParameterizedTest(name = "{0} on {1}, then {2}: {3}")
    @MethodSource("ways")
    void oneAnswerComesOfTwo(Dialect client, Dialect one, Dialect two, Break how) throws Exception {
        use(one, two, how == Break.SILENT);
        first.always(how.after(
                one,
                Told.begun()
                        .open(new PartHead.Text(), "It was a dark", " and stormy ni")
                        .in(one)));
        second.always(Reply.stream()
                .send(Told.begun()
                        .reasoning("Where was I?")
                        .text("dark and stormy ni", "ght; the rain", " fell in torrents.")
                        .used(30, 9)
                        .ended(StopReason.Kind.STOP)
                        .in(two)));

        Heard heard = ask(client);

        Completion answer = whole(heard);
        assertThat(answer.choices().getFirst().text()).isEqualTo(BEGUN + REST);
        assertThat(answer.choices().getFirst().parts()).hasSize(1);
        if (client != Dialect.OPENAI_CHAT) {
            // Chat clients get it only when they ask for it.
            assertThat(answer.usage().output()).isGreaterThanOrEqualTo(9);
        }
        heard.says("x-ninerouter-target", "a/m1/a");
        heard.keepsSecrets();
        assertThat(first.asked()).hasSize(1);
        assertThat(third.asked()).isEmpty();
        String asked = second.only().text();
        assertThat(asked).contains("Hi").contains(BEGUN);
        assertThat(asked.contains("Go on with the very next"))
                .as("only where the answer cannot be begun for it is it asked to go on")
                .isEqualTo(two != Dialect.ANTHROPIC);
    }

    private static Completion whole(Heard heard) {
        assertThat(heard.status()).as(heard.text()).isEqualTo(200);
        Completion answer = Decoding.decode(Codecs.of(heard.client()), heard.body(), true);
        assertThat(answer.error()).as(heard.text()).isNull();
        assertThat(answer.choices()).hasSize(1);
        assertThat(answer.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
        return answer;
    }

    private static Reply begun(Dialect dialect) {
        return Break.CLOSED.after(
                dialect, Told.begun().open(new PartHead.Text(), BEGUN).in(dialect));
    }

    @Test
    void goesOnAsLongAsThereIsATarget() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, false);
        first.always(begun(Dialect.OPENAI_CHAT));
        second.always(Break.CLOSED.after(
                Dialect.ANTHROPIC,
                Told.begun()
                        .used(20, 4)
                        .open(new PartHead.Text(), "ght; the rain")
                        .in(Dialect.ANTHROPIC)));
        third.always(Reply.stream()
                .send(Told.begun()
                        .text(" fell in torrents.")
                        .used(30, 5)
                        .ended(StopReason.Kind.STOP)
                        .in(Dialect.OPENAI_CHAT)));

        Completion answer = whole(ask(Dialect.ANTHROPIC));

        assertThat(answer.choices().getFirst().text()).isEqualTo(BEGUN + REST);
        assertThat(answer.usage().prompt()).isEqualTo(50);
        assertThat(third.only().text()).contains(BEGUN + "ght; the rain");
    }

    @Test
    void passesOverTargetsThatFailMeanwhile() throws Exception {
        use(Dialect.GEMINI, Dialect.OPENAI_RESPONSES, false);
        first.always(begun(Dialect.GEMINI));
        second.always(Reply.json(500, Dialogs.error(Dialect.OPENAI_RESPONSES, 500, "server_error", "no")));
        third.always(Reply.json(200, Dialogs.answer(Dialect.GEMINI).replace("Hello", REST)));

        assertThat(whole(ask(Dialect.OPENAI_CHAT)).choices().getFirst().text()).isEqualTo(BEGUN + REST);
    }

    @Test
    void toolsOfTheTargetThatGoesOnArrive() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.OPENAI_CHAT, false);
        first.always(begun(Dialect.OPENAI_CHAT));
        second.always(Reply.stream()
                .send(Told.begun()
                        .text(REST)
                        .part(
                                new PartHead.ToolCall("call_1", ToolName.function("look"), null, Extras.NONE),
                                "{\"at\":",
                                "1}")
                        .ended(StopReason.Kind.TOOL_USE)
                        .in(Dialect.OPENAI_CHAT)));

        Heard heard = ask(Dialect.ANTHROPIC);

        Completion answer = Decoding.decode(Codecs.of(Dialect.ANTHROPIC), heard.body(), true);
        assertThat(answer.error()).isNull();
        assertThat(answer.choices().getFirst().text()).isEqualTo(BEGUN + REST);
        assertThat(answer.choices().getFirst().parts()).hasSize(2);
        assertThat(heard.text()).contains("\"look\"");
    }

    static Stream<Arguments> unjoinable() {
        PartHead.ToolCall call = new PartHead.ToolCall("call_1", ToolName.function("look"), null, Extras.NONE);
        return Stream.of(
                Arguments.of(
                        "within a tool call", Told.begun().text("Let me see.").open(call, "{\"at\":")),
                Arguments.of(
                        "after a tool call", Told.begun().text("Let me see.").part(call, "{\"at\":1}")),
                Arguments.of(
                        "within a thought after a text",
                        Told.begun().text("Let me see.").open(new PartHead.Reasoning(null), "Hm, ")),
                Arguments.of("within a thought", Told.begun().open(new PartHead.Reasoning(null), "Hm, ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unjoinable")
    void whatCannotBeJoinedFails(String name, Told told) throws Exception {
        for (Dialect client : Dialect.CLIENTS) {
            use(Dialect.ANTHROPIC, Dialect.OPENAI_CHAT, false);
            second.reset();
            first.always(Break.CLOSED.after(Dialect.ANTHROPIC, told.in(Dialect.ANTHROPIC)));

            Heard heard = ask(client);

            assertThat(heard.text()).doesNotContain(Dialogs.end(client));
            assertThat(Decoding.decode(Codecs.of(client), heard.body(), true).error())
                    .isNotNull();
            assertThat(second.asked()).isEmpty();
        }
    }

    @Test
    void anAnswerInAFixedShapeFails() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.OPENAI_CHAT, false);
        first.always(Break.CLOSED.after(
                Dialect.OPENAI_CHAT,
                Told.begun().open(new PartHead.Text(), "{\"a\":").in(Dialect.OPENAI_CHAT)));
        String request = Dialogs.request(Dialect.OPENAI_CHAT, "m", true)
                .replace("\"stream\":true", "\"stream\":true,\"response_format\":{\"type\":\"json_object\"}");

        Heard heard = Heard.of(Dialect.OPENAI_CHAT, gateway.send(gateway.post("/v1/chat/completions", request)));

        assertThat(heard.text()).contains("error").doesNotContain("[DONE]");
        assertThat(second.asked()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void theFirstErrorIsToldWhenNobodyGoesOn(Dialect client) throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.GEMINI, false);
        first.always(Break.ERROR_EVENT.after(
                Dialect.OPENAI_CHAT,
                Told.begun().open(new PartHead.Text(), BEGUN).in(Dialect.OPENAI_CHAT)));
        second.always(Reply.json(500, Dialogs.error(Dialect.GEMINI, 500, "INTERNAL", "no")));
        third.always(Reply.refuse());

        Heard heard = ask(client);

        Completion answer = Decoding.decode(Codecs.of(client), heard.body(), true);
        assertThat(answer.choices().getFirst().text()).isEqualTo(BEGUN);
        assertThat(answer.error().message()).contains("overloaded");
        assertThat(heard.text()).doesNotContain(Dialogs.end(client));
    }

    static Stream<Dialect> dialects() {
        return Dialect.CLIENTS.stream();
    }

    @Test
    void aCallerThatLeavesMeanwhileStopsWhoGoesOn() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.OPENAI_CHAT, false);
        first.always(begun(Dialect.OPENAI_CHAT));
        second.always(Reply.hang());
        try (LiveStream stream = LiveStream.ask(gateway, Dialect.OPENAI_CHAT, "m")) {
            stream.until(" ni");
            FakeProvider.Asked asked = second.take();
            stream.close();
            asked.closed().get(10, TimeUnit.SECONDS);
        }
        Awaitility.await().until(() -> gateway.bean(InFlight.class).count() == 0);
        assertThat(gateway.bean(HealthBoard.class).inFlight("b")).isZero();
        assertThat(third.asked()).isEmpty();
    }
}
