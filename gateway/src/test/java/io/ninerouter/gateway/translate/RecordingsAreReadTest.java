package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.fake.KiroRules;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** No recording is left out: each folder has its tests, and each request of a real client goes to every provider. */
class RecordingsAreReadTest {
    /** Who reads the answers of a folder; all cut and damaged by {@link AnswerContract}, but for Cursor's, which has its own. */
    private static final Map<String, String> READ = Map.of(
            "anthropic", "AnthropicContractTest",
            "bedrock-converse", "ConverseContractTest",
            "bedrock-invoke", "InvokeContractTest",
            "cursor", "CursorAnswerTest",
            "gemini", "GeminiContractTest",
            "gemini-codeassist", "CodeAssistContractTest",
            "kiro", "KiroContractTest",
            "openai-chat", "ChatContractTest",
            "openai-responses", "ResponsesContractTest");

    @Test
    void everyFolderOfAnswersHasItsContract() {
        Set<String> found = Fixture.folders();
        Assumptions.assumeFalse(found.isEmpty(), "no fixtures beside the repository");

        assertThat(found).isEqualTo(READ.keySet());
    }

    @TestFactory
    Stream<DynamicTest> whatAClientSaidIsSaidToEveryProvider() {
        List<Path> captures = Fixture.captures();
        Assumptions.assumeFalse(captures.isEmpty(), "no captures beside the repository");
        return captures.stream()
                .map(capture -> AnswerContract.named(capture.getFileName().toString(), () -> {
                    JsonNode recorded = Fixture.read(capture);
                    Dialect client = client(recorded.path("path").asString(""));
                    for (Dialect provider : Dialect.values()) {
                        if (provider != client) {
                            said(client, recorded.path("body").toString(), provider);
                        }
                    }
                }));
    }

    private static Dialect client(String path) {
        return path.contains("/chat/completions")
                ? Dialect.OPENAI_CHAT
                : path.contains("/responses")
                        ? Dialect.OPENAI_RESPONSES
                        : path.contains("/messages") ? Dialect.ANTHROPIC : Dialect.GEMINI;
    }

    /** All words of either side and all tools by name are there; what results of tools become is compared in {@link AllPairsTest}. */
    private static void said(Dialect client, String body, Dialect provider) {
        ChatRequest request = Codecs.of(client).decodeRequest(Utf8.of(body));
        Exchange exchange = new Exchange(
                client,
                request,
                Codecs.target(provider, Codecs.model(provider)),
                new Ids(new Random(1), 1_700_000_000));
        byte[] encoded = Codecs.TRANSLATION.encode(exchange, body.length());
        assertThat(broken(provider, encoded)).as("rules of %s", provider).isEmpty();
        String told = provider == Dialect.CURSOR ? words(Cursor.asked(encoded)) : words(Fixture.JSON.readTree(encoded));

        Traits traits = Codecs.of(provider).traits(exchange.target());
        assertThat(letters(told)).as("to %s", provider).contains(spoken(request));
        for (Tool tool : request.tooling().tools()) {
            if (tool instanceof Tool.Function function) {
                String name =
                        exchange.toolNames().toSend(function.name(), traits).name();
                assertThat(told).as("tool to %s", provider).contains(name);
            }
        }
        for (Loss loss : exchange.losses().all()) {
            assertThat(loss.how()).as("%s to %s", loss.feature(), provider).isNotBlank();
        }
    }

    private static List<String> broken(Dialect provider, byte[] body) {
        return switch (provider) {
            case KIRO -> KiroRules.broken(body);
            case BEDROCK_CONVERSE -> ConverseRules.broken(body);
            default -> List.of();
        };
    }

    private static List<String> spoken(ChatRequest request) {
        List<String> spoken = new ArrayList<>();
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Text text) {
                    spoken.add(letters(text.text()));
                }
            }
        }
        spoken.removeIf(String::isEmpty);
        return spoken;
    }

    /** Dialects join texts differently, and Cursor's results of tools stand in XML: what counts is letters and digits. */
    private static String letters(String text) {
        return text.replaceAll("&(amp;)*(lt|gt|quot|apos|amp);", "").replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static String words(JsonNode node) {
        StringBuilder words = new StringBuilder();
        words(node, words);
        return words.toString();
    }

    private static void words(JsonNode node, StringBuilder out) {
        if (node.isValueNode()) {
            out.append(node.asString("")).append('\n');
        }
        if (node.isArray()) {
            node.forEach(child -> words(child, out));
        }
        node.properties().forEach(each -> {
            // A result that is JSON stands as JSON where the dialect wants an object.
            out.append(each.getKey()).append('\n');
            words(each.getValue(), out);
        });
    }

    private static String words(Cursor.Fields asked) {
        return new String(asked.bytes(), StandardCharsets.UTF_8);
    }
}
