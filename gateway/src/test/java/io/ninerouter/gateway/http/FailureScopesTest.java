package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.HealthBoard;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a failure says something about, what is left alone for it, and what is said when nothing is left. */
class FailureScopesTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private void use(Dialect dialect) {
        gateway.use(Configs.empty()
                .settings(Waiting.PATIENTLY)
                .provider("a", first.url(), dialect)
                .provider("b", second.url(), dialect)
                .combo("both", "a/m1", "b/m2"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | {"error":{"message":"The requested model is not supported.","code":"model_not_supported"}} | true
        400 | {"error":{"message":"Your prompt is too long.","code":"context_length_exceeded"}} | false
        400 | {"error":{"message":"This model does not support image input."}} | false
        400 | {"error":{"message":"Your credit balance is too low"}} | true
        413 | {"error":{"message":"Request too large on tokens per minute","code":"rate_limit_exceeded"}} | false
        429 | {"error":{"message":"Rate limit reached. Please try again in 20s.","code":"rate_limit_exceeded"}} | true
        """)
    void movesOnWhenAMistakeIsNotTheCallersAndSetsAsideWhatIsMissing(int status, String body, boolean setAside)
            throws Exception {
        use(Dialect.OPENAI_CHAT);
        first.always(Reply.json(status, body));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(
                    gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("b/m2/b");
        }
        assertThat(first.asked()).hasSize(setAside ? 1 : 2);
    }

    @Test
    void doesNotAskTheSameModelAgainAtAnotherAccountWhenARequestIsTooLongForIt() throws Exception {
        gateway.use(Configs.empty()
                .provider("a", first.url(), Dialect.OPENAI_CHAT)
                .account("another", "a", 0)
                .provider("b", second.url(), Dialect.OPENAI_CHAT)
                .combo("both", "a/m1", "b/m2"));
        first.always(Reply.json(400, "{\"error\":{\"message\":\"no\",\"code\":\"context_length_exceeded\"}}"));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(first.asked()).hasSize(1);
        assertThat(gateway.bean(HealthBoard.class).observations())
                .filteredOn(seen -> seen.connection().equals("a"))
                .extracting(HealthBoard.Observation::lastErrorMessage)
                .containsOnlyNulls();
    }

    @Test
    void asksOnceMoreWithACredentialThatHasComeMeanwhile() throws Exception {
        Configs old = Configs.empty().provider("a", first.url(), Dialect.OPENAI_CHAT);
        Configs rotated = Configs.empty()
                .provider("a", first.url(), Dialect.OPENAI_CHAT)
                .credential("a", "canary-new-credential");
        gateway.use(old);
        first.always(asked -> {
            if (asked.account().equals("new")) {
                return Dialogs.reply(Dialect.OPENAI_CHAT, false);
            }
            gateway.use(rotated);
            return Reply.json(401, "{\"error\":{\"message\":\"expired\"}}");
        });
        String request = Dialogs.request(Dialect.OPENAI_CHAT, "a/m", false);

        for (String attempts : List.of("2", "1")) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/v1/chat/completions", request));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue(attempts);
        }
        assertThat(first.asked()).extracting(FakeProvider.Asked::account).containsExactly("a", "new", "new");
    }

    @Test
    void asksOnlyOnceWhenTheCredentialIsTheSame() throws Exception {
        gateway.use(Configs.empty().provider("a", first.url(), Dialect.OPENAI_CHAT));
        first.always(Reply.json(401, "{\"error\":{\"message\":\"expired\"}}"));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "a/m", false)));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(first.asked()).hasSize(1);
    }

    @Test
    void obeysTheWordsOfAnErrorWithinAStream() throws Exception {
        use(Dialect.OPENAI_CHAT);
        first.always(Reply.stream()
                .send("data: {\"error\":{\"message\":\"Rate limit reached. Please try again in 11.054s.\","
                        + "\"type\":\"rate_limit_error\"}}\n\n"));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, true));
        String request = Dialogs.request(Dialect.OPENAI_CHAT, "both", true);

        assertThat(gateway.send(gateway.post("/v1/chat/completions", request)).statusCode())
                .isEqualTo(200);

        long now = System.currentTimeMillis();
        Cooldown cooldown =
                gateway.bean(HealthBoard.class).cooling("a", "m1", Credential.apiKey(Configs.credentialOf("a")), now);
        assertThat(cooldown.untilMillis() - now).isBetween(5_000L, 11_054L);
    }

    @Test
    void waitsAsLongAsTheBodySays() throws Exception {
        gateway.use(Configs.empty().provider("a", first.url(), Dialect.GEMINI));
        first.always(Reply.json(
                429,
                "{\"error\":{\"code\":429,\"message\":\"no\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"3600s\"}]}}"));
        String path = Dialogs.path(Dialect.GEMINI, "a/m", false);
        String request = Dialogs.request(Dialect.GEMINI, "a/m", false);

        assertThat(gateway.send(gateway.post(path, request)).statusCode()).isEqualTo(429);
        HttpResponse<byte[]> answer = gateway.send(gateway.post(path, request));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(text(answer)).contains("a/m/a: rate limited for another ").contains("RESOURCE_EXHAUSTED");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(3_590L, 3_600L);
        assertThat(first.asked()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} and {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        429 | 9 | 429 | 7 | 429 | 7 | a limits the rate (429)     | b limits the rate (429)
        429 | 5 | 503 | - | 503 | 1 | a limits the rate (429)     | b failed (503)
        500 | - | 503 | 4 | 503 | 1 | a failed (500)              | b failed (503)
        401 | - | 429 | 8 | 503 | 8 | a refused the credential (401) | b limits the rate (429)
        402 | - | 401 | - | 503 | 600 | a wants the account to be paid (402) | b refused the credential (401)
        """)
    void saysHowAllStandWhenNoneAnswers(
            int one, String oneAfter, int two, String twoAfter, int status, long after, String a, String b)
            throws Exception {
        for (Dialect dialect : Dialect.CLIENTS) {
            String path = Dialogs.path(dialect, "both", false);
            use(dialect);
            first.always(refusal(one, oneAfter));
            second.always(refusal(two, twoAfter));

            HttpResponse<byte[]> answer = gateway.send(gateway.post(path, Dialogs.request(dialect, "both", false)));

            assertThat(answer.statusCode()).as("%s", dialect).isEqualTo(status);
            JsonNode error = new ObjectMapper().readTree(answer.body()).path("error");
            assertThat(error.path("message").asText())
                    .isEqualTo("model: both cannot be served now: a/m1/a: " + a + "; b/m2/b: " + b);
            assertThat(answer.headers().firstValue("retry-after")).hasValue(Long.toString(after));
            assertThat(text(answer)).doesNotContain("canary").doesNotContain("said in confidence");
        }
    }

    @Test
    void keepsTheWordsOfAModelThatFindsTheRequestTooLong() throws Exception {
        use(Dialect.OPENAI_CHAT);
        first.always(refusal(503, null));
        String tooLong = "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";
        second.always(Reply.json(400, tooLong));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).isEqualTo(tooLong);
    }

    private static Reply refusal(int status, String retryAfter) {
        Reply reply = Reply.json(status, "{\"error\":{\"message\":\"said in confidence\"}}");
        return retryAfter == null ? reply : reply.header("retry-after", retryAfter);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
