package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Fault.Locks;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.Reply.Trigger;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to fail after the first token, for every pair of dialects: the caller has got text by then, so it gets the error
 * event of its dialect and nothing that looks like a clean end; nobody else is asked.
 */
class CutStreamTableTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider failing = FakeProvider.start();

    @AutoClose
    private final FakeProvider good = FakeProvider.start();

    /** What happens when the caller has got the first text. */
    enum Fault {
        CLOSED,
        RESET,
        CLOSED_WITHIN_AN_EVENT,
        ENDED_BEFORE_ITS_END,
        ENDED_WITHIN_AN_EVENT,
        HALF_A_JSON,
        A_PAGE,
        SILENT,
        SILENT_WITHIN_AN_EVENT,
        ERROR_EVENT,
        CHUNK_SIZE_NO_NUMBER,
        CHUNK_CUT,
        LENGTH_TOO_LONG,
        LENGTH_TOO_SHORT;

        boolean silent() {
            return this == SILENT || this == SILENT_WITHIN_AN_EVENT;
        }

        Reply reply(Dialect served, Trigger text) {
            String begun = Dialogs.beginning(served);
            String next = Dialogs.events(served).get(Dialogs.untilText(served) - 1);
            String half = next.substring(0, next.length() / 2);
            Reply stream = Reply.stream().send(begun).await(text);
            return switch (this) {
                case CLOSED -> stream.cut();
                case RESET -> stream.reset();
                case CLOSED_WITHIN_AN_EVENT -> stream.send(half).cut();
                case ENDED_BEFORE_ITS_END -> stream;
                case ENDED_WITHIN_AN_EVENT -> stream.send(half);
                case HALF_A_JSON -> stream.send(half + "\n\n");
                case A_PAGE -> stream.send("<html><body>502 Bad Gateway</body></html>\n");
                case SILENT -> stream.silence();
                case SILENT_WITHIN_AN_EVENT -> stream.send(half).silence();
                case ERROR_EVENT -> stream.send(Dialogs.errorEvent(served)).silence();
                case CHUNK_SIZE_NO_NUMBER -> chunked(begun).await(text).send("zz\r\n" + next + "\r\n");
                case CHUNK_CUT ->
                    chunked(begun).await(text).send("ffff\r\n" + half).cut();
                case LENGTH_TOO_LONG -> sized(begun, 500).await(text).cut();
                case LENGTH_TOO_SHORT -> sized(begun, 0).await(text).send(next);
            };
        }

        private static Reply chunked(String text) {
            return bare("transfer-encoding: chunked", Integer.toHexString(length(text)) + "\r\n" + text + "\r\n");
        }

        private static Reply sized(String text, int more) {
            return bare("content-length: " + (length(text) + more), text);
        }

        private static Reply bare(String header, String body) {
            return Reply.bare()
                    .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + header + "\r\n\r\n" + body);
        }

        private static int length(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** What else could be asked. */
    enum Setting {
        NOTHING_ELSE,
        ANOTHER_ACCOUNT,
        ANOTHER_PROVIDER
    }

    record Row(Fault fault, Dialect client, Dialect served, Setting setting) {
        @Override
        public String toString() {
            return fault + " | " + client + (client == served ? "" : " on " + served) + " | " + setting;
        }
    }

    /** Every fault for every pair; what surrounds it changes from row to row. */
    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Dialect client : Dialect.CLIENTS) {
                for (Dialect served : Dialect.CLIENTS) {
                    rows.add(new Row(fault, client, served, Setting.values()[rows.size() % 3]));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void afterTheFirstToken(Row row) throws Exception {
        Trigger text = new Trigger();
        failing.always(row.fault.reply(row.served, text));
        good.always(Dialogs.reply(row.client, true));
        Configs configs =
                Configs.empty().settings(Waiting.on(row.fault.silent())).provider("a", failing.url(), row.served);
        gateway.use(
                switch (row.setting) {
                    case NOTHING_ELSE -> configs.combo("m", "a/m1");
                    case ANOTHER_ACCOUNT -> configs.account("a2", "a", 0).combo("m", "a/m1");
                    case ANOTHER_PROVIDER ->
                        configs.provider("b", good.url(), row.client).combo("m", "a/m1", "b/m2");
                });

        long before = System.currentTimeMillis();
        Heard heard;
        try (LiveStream stream = LiveStream.ask(gateway, row.client, "m")) {
            stream.until("Hel");
            text.fire();
            heard = stream.rest();
        }

        heard.isCutStream();
        heard.says("x-ninerouter-attempts", "1");
        heard.keepsSecrets();
        assertThat(failing.asked()).extracting(FakeProvider.Asked::account).containsExactly("a");
        assertThat(good.asked()).isEmpty();
        new Learnt(gateway, before).of("a", "m1", Locks.NOTED);
    }

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Dialect.CLIENTS.stream().map(served -> Arguments.of(client, served)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void aStreamThatDripsIsNoSilence(Dialect client, Dialect served) throws Exception {
        gateway.use(Configs.empty().settings(Waiting.ONCE_BEGUN).provider("a", failing.url(), served));
        String all = String.join("", Dialogs.events(served));
        // Longer than the idle bound in all, never between two pieces.
        failing.always(Reply.stream()
                .drip(all.substring(0, 100), Duration.ofMillis(13))
                .send(all.substring(100)));

        try (LiveStream stream = LiveStream.ask(gateway, client, "a/m1")) {
            stream.rest().isComplete(true);
        }
    }
}
