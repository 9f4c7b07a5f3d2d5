package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that goes on from an earlier answer ({@code previous_response_id}) reaches providers that keep answers, and no other:
 * one that never saw the conversation would answer another question.
 */
class PreviousResponseTest {
    private static final String ID = "resp_canary_68f1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider keeps = FakeProvider.start();

    @AutoClose
    private final FakeProvider keepsNot = FakeProvider.start();

    private Configs configs(Dialect other) {
        return Configs.empty()
                .provider("keeps", keeps.url(), Dialect.OPENAI_RESPONSES)
                .provider("not", keepsNot.url(), other)
                .provider(
                        "removes",
                        keepsNot.url(),
                        new AuthScheme(AuthScheme.Scheme.BEARER, null),
                        Map.of(),
                        new BodyEdits(List.of("previous_response_id"), Map.of(), Map.of()),
                        Dialect.OPENAI_RESPONSES)
                .combo("both", "not/m", "removes/m", "keeps/m")
                .combo("neither", "not/m", "removes/m");
    }

    private HttpResponse<byte[]> ask(String model, String earlier) throws Exception {
        return gateway.send(gateway.post(
                "/v1/responses",
                "{\"model\":\"" + model + "\",\"input\":\"And then?\",\"previous_response_id\":" + earlier + "}"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI"})
    void aComboGoesOnAtTheMemberThatKeepsAnswers(Dialect other) throws Exception {
        gateway.use(configs(other));
        keeps.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, false));

        HttpResponse<byte[]> answer = ask("both", '"' + ID + '"');

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ninerouter-target")).contains("keeps/m/keeps");
        assertThat(keeps.only().text()).contains("\"previous_response_id\":\"" + ID + "\"");
        assertThat(keepsNot.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"OPENAI_CHAT", "ANTHROPIC", "GEMINI"})
    void whereNobodyKeepsAnswersTheCallerIsToldInsteadOfAnsweredWithoutTheConversation(Dialect other) throws Exception {
        gateway.use(configs(other));
        for (String model : List.of("not/m", "removes/m", "neither")) {
            HttpResponse<byte[]> answer = ask(model, '"' + ID + '"');

            assertThat(answer.statusCode()).as(model).isEqualTo(400);
            JsonNode error = JSON.readTree(answer.body()).path("error");
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.path("message").asText())
                    .contains("previous_response_id", "expected: the whole of it in input")
                    .doesNotContain(ID);
        }
        assertThat(keepsNot.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"conv_1\"", "{\"id\": \"conv_1\"}"})
    void aConversationThatIsKeptElsewhereIsToldOfToo(String kept) throws Exception {
        gateway.use(configs(Dialect.ANTHROPIC));
        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                "/v1/responses", "{\"model\":\"not/m\",\"input\":\"And then?\",\"conversation\":" + kept + "}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(keepsNot.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void whatNamesNoAnswerIsNoObstacle(String earlier) throws Exception {
        gateway.use(configs(Dialect.ANTHROPIC));
        keepsNot.always(Dialogs.reply(Dialect.ANTHROPIC, false));

        assertThat(ask("not/m", earlier).statusCode()).isEqualTo(200);
    }

    /** Other dialects have no such field: one of that name means nothing to us. */
    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            mode = Mode.INCLUDE,
            names = {"OPENAI_CHAT", "ANTHROPIC"})
    void theFieldMeansNothingInOtherDialects(Dialect client) throws Exception {
        gateway.use(configs(client));
        keepsNot.always(Dialogs.reply(client, false));
        String body = Dialogs.request(client, "not/m", false).replaceFirst("\\{", "{\"previous_response_id\":\"x\",");

        assertThat(gateway.send(gateway.post(Dialogs.path(client, "not/m", false), body))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aProviderThatIsLimitedForAMomentIsWaitedForAndNobodyElseAsked() throws Exception {
        gateway.use(configs(Dialect.ANTHROPIC));
        keeps.always(Reply.json(429, "{\"error\":{\"message\":\"no\"}}").header("retry-after", "30"));
        ask("both", '"' + ID + '"');

        HttpResponse<byte[]> again = ask("both", '"' + ID + '"');

        assertThat(again.statusCode()).isEqualTo(429);
        assertThat(again.headers().firstValue("retry-after")).isPresent();
        assertThat(keepsNot.asked()).isEmpty();
    }

    /**
     * Whoever knows an id can go on from it, as with a vendor's own keys of one project. So an id is told to nobody but who got
     * the answer.
     */
    @Test
    void anIdStandsInNoMetric() throws Exception {
        gateway.use(configs(Dialect.ANTHROPIC));
        keeps.always(Dialogs.reply(Dialect.OPENAI_RESPONSES, false));
        assertThat(ask("both", '"' + ID + '"').statusCode()).isEqualTo(200);
        String metrics = text(gateway.client()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create(gateway.managementUrl() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray()));
        assertThat(metrics).contains("ninerouter").doesNotContain(ID);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
