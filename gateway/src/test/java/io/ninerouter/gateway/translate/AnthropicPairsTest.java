package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Recorded requests of OpenAI chat as requests to the Messages API. */
class AnthropicPairsTest {
    private static final DialectCodec ANTHROPIC = new AnthropicCodec();
    private static final DialectCodec CHAT = new ChatCodec();

    /** What the API refuses, whatever a client of the other dialect sent. */
    @TestFactory
    Stream<DynamicTest> requestsOfChatClientsFollowTheRulesOfTheApi() {
        List<Path> captures = Fixture.captures();
        Assumptions.assumeFalse(captures.isEmpty(), "no captures beside the repository");
        Stream<Path> recorded = Stream.concat(
                captures.stream(),
                Fixture.of("openai-chat").stream()
                        .map(fixture -> fixture.folder().resolve("request.json")));
        return recorded.filter(Files::exists)
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> {
                    JsonNode read = Fixture.read(path);
                    JsonNode body = read.has("body") ? read.path("body") : read;
                    boolean chat =
                            !read.has("body") || read.path("path").asString("").contains("/chat/completions");
                    if (chat && body.path("messages").isArray()) {
                        for (String model : List.of("claude-sonnet-4-5", "claude-opus-5-5", "glm-5")) {
                            rules(path + " to " + model, encoded(body.toString(), model));
                        }
                    }
                }));
    }

    private static JsonNode encoded(String body, String model) {
        ChatRequest request = CHAT.decodeRequest(Utf8.of(body));
        TargetModel target = new TargetModel(Dialect.ANTHROPIC, model, null);
        Exchange exchange = new Exchange(Dialect.OPENAI_CHAT, request, target, new Ids(new Random(1), 0));
        return Fixture.JSON.readTree(new Translation(List.of(ANTHROPIC, CHAT)).encode(exchange, 0));
    }

    private static void rules(String name, JsonNode body) {
        assertThat(body.path("max_tokens").asLong()).as(name).isPositive();
        assertThat(body.path("thinking").path("budget_tokens").asLong(0))
                .as(name)
                .isLessThan(body.path("max_tokens").asLong());
        JsonNode messages = body.path("messages");
        assertThat(messages.path(0).path("role").asString()).as(name).isEqualTo("user");
        String before = "";
        List<String> open = List.of();
        for (JsonNode message : messages) {
            String role = message.path("role").asString();
            assertThat(role).as(name).isNotEqualTo(before);
            List<String> results = values(message, "tool_result", "tool_use_id");
            assertThat(results).as(name).containsExactlyInAnyOrderElementsOf(role.equals("system") ? results : open);
            for (int i = 0; i < results.size(); i++) {
                assertThat(message.path("content").path(i).path("type").asString())
                        .as(name)
                        .isEqualTo("tool_result");
            }
            open = role.equals("assistant") ? values(message, "tool_use", "id") : List.of();
            assertThat(message.path("content").isEmpty()
                            && !message.path("content").isString())
                    .as(name)
                    .isFalse();
            before = role;
        }
    }

    private static List<String> values(JsonNode message, String type, String member) {
        return message.path("content")
                .valueStream()
                .filter(block -> block.path("type").asString("").equals(type))
                .map(block -> block.path(member).asString())
                .toList();
    }
}
