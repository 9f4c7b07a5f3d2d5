package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which a provider says when to come back, on every status that can carry one: obeyed to the second. */
class RetryAfterTableTest {
    private static final String PLAIN = "{\"error\":{\"message\":\"no\"}}";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    /**
     * One form.
     *
     * @param headers as they are at a moment
     * @param seconds how long it says
     */
    record Form(String name, Function<Instant, Map<String, String>> headers, String body, double seconds) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Form> FORMS = List.of(
            header("retry-after", "7", 7),
            header("retry-after", "2.5", 2.5),
            new Form("retry-after: a date", now -> Map.of("retry-after", date(now.plusSeconds(20))), PLAIN, 20),
            header("retry-after-ms", "3500", 3.5),
            header("x-ratelimit-reset-tokens", "1m20s", 80),
            header("x-ratelimit-reset-after", "9", 9),
            new Form(
                    "x-ratelimit-reset-requests, none left",
                    _ -> Map.of(
                            "x-ratelimit-remaining-requests",
                            "0",
                            "x-ratelimit-reset-requests",
                            "6m0s",
                            "x-ratelimit-remaining-tokens",
                            "9",
                            "x-ratelimit-reset-tokens",
                            "1h"),
                    PLAIN,
                    360),
            new Form(
                    "x-ratelimit-reset: epoch seconds",
                    now -> Map.of(
                            "x-ratelimit-reset",
                            Long.toString(now.plusSeconds(40).getEpochSecond())),
                    PLAIN,
                    40),
            new Form(
                    "x-ratelimit-reset: epoch milliseconds",
                    now -> Map.of(
                            "x-ratelimit-reset",
                            Long.toString(now.plusSeconds(40).toEpochMilli())),
                    PLAIN,
                    40),
            new Form(
                    "anthropic-ratelimit-tokens-reset",
                    now -> Map.of(
                            "anthropic-ratelimit-tokens-remaining",
                            "0",
                            "anthropic-ratelimit-tokens-reset",
                            now.plusSeconds(30).truncatedTo(ChronoUnit.SECONDS).toString()),
                    PLAIN,
                    30),
            new Form(
                    "anthropic-ratelimit-unified-reset",
                    now -> Map.of(
                            "anthropic-ratelimit-unified-status",
                            "rejected",
                            "anthropic-ratelimit-unified-reset",
                            Long.toString(now.plusSeconds(50).getEpochSecond())),
                    PLAIN,
                    50),
            new Form(
                    "x-codex-primary-reset-after-seconds",
                    _ -> Map.of(
                            "x-codex-primary-used-percent", "100",
                            "x-codex-primary-reset-after-seconds", "44"),
                    PLAIN,
                    44),
            body(
                    "resets_in_seconds",
                    "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"no\",\"resets_in_seconds\":33}}",
                    33),
            body(
                    "RetryInfo",
                    "{\"error\":{\"code\":429,\"message\":\"no\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
                            + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12s\"}]}}",
                    12),
            body("words", "{\"error\":{\"message\":\"Rate limit reached. Please try again in 11.5s.\"}}", 11.5));

    private static Form header(String name, String value, double seconds) {
        return new Form(name + ": " + value, _ -> Map.of(name, value), PLAIN, seconds);
    }

    private static Form body(String name, String body, double seconds) {
        return new Form(name, _ -> Map.of(), body, seconds);
    }

    private static String date(Instant moment) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC));
    }

    record Row(int status, Form form, Dialect client, Dialect served) {
        @Override
        public String toString() {
            return status + " | " + form + " | " + client + (client == served ? "" : " on " + served);
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Dialect[] dialects = Dialect.CLIENTS.toArray(Dialect[]::new);
        for (int status : List.of(408, 429, 500, 502, 503, 529)) {
            for (Form form : FORMS) {
                int number = rows.size();
                rows.add(new Row(status, form, dialects[number % 4], dialects[number / 4 % 4]));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isLeftAloneForAsLongAsItSays(Row row) throws Exception {
        gateway.use(Configs.empty().provider("a", provider.url(), row.served).alias("m", "a/m1"));
        long before = System.currentTimeMillis();
        Reply reply = Reply.json(row.status, row.form.body);
        for (Map.Entry<String, String> header :
                row.form.headers.apply(Instant.ofEpochMilli(before)).entrySet()) {
            reply = reply.header(header.getKey(), header.getValue());
        }
        provider.always(reply);

        HttpResponse<byte[]> first = ask(row.client);
        HttpResponse<byte[]> second = ask(row.client);

        Heard.of(row.client, first).isRefused(row.status);
        long length = (long) (row.form.seconds * 1_000);
        // Dates and epochs are of whole seconds.
        new Learnt(gateway, before).isLocked("a", "m1", null, length - 1_000, length);
        Heard.of(row.client, second).isRefusal(row.status == 429 ? 429 : 503);
        long told = Long.parseLong(second.headers().firstValue("retry-after").orElseThrow());
        assertThat(told).isBetween((long) Math.ceil(row.form.seconds) - 3, (long) Math.ceil(row.form.seconds));
        assertThat(provider.asked()).hasSize(1);
    }

    private HttpResponse<byte[]> ask(Dialect client) throws Exception {
        return gateway.send(gateway.post(Dialogs.path(client, "m", false), Dialogs.request(client, "m", false)));
    }
}
