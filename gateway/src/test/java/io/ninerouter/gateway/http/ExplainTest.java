package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The dry run on the management port. */
class ExplainTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @Test
    void saysWhereARequestWouldGoAndWhyNotElsewhere() throws Exception {
        try (FakeProvider first = FakeProvider.start();
                FakeProvider second = FakeProvider.start()) {
            gateway.use(Configs.empty()
                    .provider("a", first.url(), Dialect.OPENAI_CHAT)
                    .provider("b", second.url(), Dialect.OPENAI_CHAT)
                    .combo("both", "a/m1", "b/m2"));
            first.always(Reply.json(429, "{}").header("retry-after", "60"));
            second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
            gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

            HttpResponse<byte[]> answer = explain("""
                    {"model": "both", "caller": "test/caller", "dialect": "Anthropic", "inputTokens": 10, "input": "image"}
                    """);

            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode explained = new ObjectMapper().readTree(answer.body());
            assertThat(explained.path("targets").size()).isEqualTo(1);
            JsonNode target = explained.path("targets").path(0);
            assertThat(target.path("target").asText()).isEqualTo("b/m2/b");
            assertThat(target.path("translated").asBoolean()).isTrue();
            JsonNode skipped = explained.path("skipped").path(0);
            assertThat(skipped.path("target").asText()).isEqualTo("a/m1/a");
            assertThat(skipped.path("reason").asText()).isEqualTo("RATE_LIMITED");
            assertThat(skipped.path("until").asText()).endsWith("Z");
            assertThat(second.asked()).as("only the real request").hasSize(1);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("canary");
        }
    }

    @Test
    void saysWhatTranslationWouldLose() throws Exception {
        gateway.use(Configs.empty()
                .provider("a", "http://127.0.0.1:1", Dialect.OPENAI_CHAT)
                .provider("b", "http://127.0.0.1:1", Dialect.ANTHROPIC)
                .combo("both", "a/m1", "b/m2"));

        HttpResponse<byte[]> answer = explain("""
                {"model": "both", "request": "{\\"seed\\": 7, \\"messages\\": [{\\"role\\": \\"user\\", \\"content\\": \\"Hi\\"}]}"}
                """);

        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        JsonNode targets = new ObjectMapper().readTree(answer.body()).path("targets");
        assertThat(targets.path(0).path("losses").size()).isZero();
        assertThat(targets.path(1).path("losses").toString()).contains("dropped seed: ");
        assertThat(explain("{\"model\": \"both\", \"request\": \"[]\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesACallerThatIsNotKnown() throws Exception {
        gateway.use(Configs.empty());
        HttpResponse<byte[]> answer = explain("{\"model\": \"m\", \"caller\": \"no/body\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("caller: no/body");
        assertThat(explain("{}").statusCode()).as("no model").isEqualTo(400);
        assertThat(explain("{\"model\": \"m\", \"inputTokens\": -1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void isNotOnThePublicPort() throws Exception {
        gateway.use(Configs.empty());
        assertThat(gateway.send(gateway.post("/internal/explain", "{\"model\": \"m\"}"))
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<byte[]> explain(String body) throws Exception {
        return gateway.send(HttpRequest.newBuilder(URI.create(gateway.managementUrl() + "/internal/explain"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }
}
