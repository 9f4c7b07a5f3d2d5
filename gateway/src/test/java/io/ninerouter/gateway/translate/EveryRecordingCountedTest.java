package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.bedrock.ConverseCodec;
import io.ninerouter.gateway.translate.cursor.CursorCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.kiro.KiroCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tokens of every recorded answer are counted as its provider counts them, and told so to a client of each other dialect,
 * streamed and not: of the dialects of providers alone too, which {@code http.RecordedUsageTest} does not send. Which recordings
 * tell none stands here: one that is added is counted, or its name is added with a reason.
 */
class EveryRecordingCountedTest {
    private static final Map<String, DialectCodec> FOLDERS = Map.of(
            "openai-chat", new ChatCodec(),
            "openai-responses", new ResponsesCodec(),
            "anthropic", new AnthropicCodec(),
            "gemini", new GeminiCodec(),
            "gemini-codeassist", new CodeAssistMirror(),
            "bedrock-converse", new ConverseCodec(),
            "bedrock-invoke", new AnthropicCodec(),
            "kiro", new KiroCodec(),
            "cursor", new CursorCodec());

    /** Tokens are estimated for these. */
    private static final Map<String, Set<String>> TELLING_NONE = Map.of(
            "the dialect has no words for it",
            Set.of("cursor/text-basic", "cursor/thinking-then-text", "cursor/tool-mcp-fragmented"),
            "the provider did not say",
            Set.of(
                    "gemini/vertex-unary-safety-block-empty-content-no-usage-51255a",
                    "kiro/inline-thinking-tags",
                    "kiro/text-basic",
                    "kiro/text-unicode-emoji",
                    "kiro/tool-parallel"),
            "the caller did not ask for it",
            Set.of(
                    "openai-chat/openai-stream-structured-output-stop-sequences-no-usage-27b563",
                    "openai-chat/openai-stream-web-search-no-usage-b2de7e"),
            "the answer broke off before",
            Set.of(
                    "cursor/end-stream-error",
                    "kiro/invalid-state",
                    "openai-chat/gpustack-error-line-mid-stream",
                    "openai-chat/groq-stream-x-groq-mid-stream-error-error-40b5b7",
                    "openai-chat/openrouter-mid-stream-error",
                    "openai-responses/responses-mid-stream-failed",
                    "openai-responses/responses-truncated"));

    @Test
    void everyFolderOfRecordingsIsRead() {
        Set<String> folders = Fixture.folders();
        Assumptions.assumeFalse(folders.isEmpty(), "no fixtures beside the repository");
        assertThat(FOLDERS.keySet()).containsExactlyInAnyOrderElementsOf(folders);
    }

    @Test
    void everyAnswerTellsItsTokensOrItStandsHereWhyNot() {
        Map<String, Fixture> answers = answers();
        Assumptions.assumeFalse(answers.isEmpty(), "no fixtures beside the repository");
        Set<String> without = answers.entrySet().stream()
                .filter(one -> !tells(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without)
                .containsExactlyInAnyOrderElementsOf(
                        TELLING_NONE.values().stream().flatMap(Set::stream).toList());
    }

    @TestFactory
    Stream<DynamicTest> tokensAreCountedAsTheProviderDoesAndToldToEachClient() {
        Map<String, Fixture> answers = answers();
        Assumptions.assumeFalse(answers.isEmpty(), "no fixtures beside the repository");
        return answers.entrySet().stream()
                .filter(one -> tells(one.getValue()))
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(), () -> counted(FOLDERS.get(folder(one.getKey())), one.getValue())));
    }

    private static void counted(DialectCodec provider, Fixture fixture) {
        Completion decoded = Completion.fold(
                Decoding.events(provider, List.of(ByteBuffer.wrap(fixture.response())), fixture.framing()));
        new Expectation(fixture).check(decoded);
        Usage usage = decoded.usage();
        for (DialectCodec client : Codecs.ALL) {
            for (Framing wanted : List.of(Framing.SSE, Framing.UNARY)) {
                // What is passed on as it came is not written anew.
                if (client.dialect() != provider.dialect()) {
                    told(provider, fixture, client, wanted, usage);
                }
            }
        }
    }

    private static void told(DialectCodec provider, Fixture fixture, DialectCodec client, Framing wanted, Usage usage) {
        boolean stream = wanted == Framing.SSE;
        ChatRequest request = ChatRequest.of("m", List.of()).with(Settings.NONE.with(new Delivery(stream, true)));
        TargetModel target = new TargetModel(provider.dialect(), "model-1", null);
        Exchange exchange = new Exchange(client.dialect(), request, target, new Ids(new Random(1), 1_700_000_000));
        TranslatedPipe pipe = new Translation(List.of(client, provider)).pipe(exchange, fixture.framing(), wanted);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pipe.feed(ByteBuffer.wrap(fixture.response()));
        out.writeBytes(pipe.drain());
        pipe.end();
        out.writeBytes(pipe.drain());

        assertThat(pipe.usage()).as("counted").isEqualTo(usage);
        if (pipe.inStreamError() != null) {
            // A failure is told instead.
            return;
        }
        Usage heard = Decoding.decode(client, out.toByteArray(), stream).usage();
        assertThat(List.of(heard.prompt(), heard.cacheRead(), heard.output()))
                .as("%s, %s", client.dialect(), wanted)
                .isEqualTo(List.of(usage.prompt(), usage.cacheRead(), usage.output()));
    }

    private static boolean tells(Fixture fixture) {
        var usage = fixture.expected().path("usage");
        return usage.path("input").isNumber() || usage.path("output").isNumber();
    }

    private static String folder(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    /** By folder and name; what a provider refused, or only counted, is no answer. */
    private static Map<String, Fixture> answers() {
        Map<String, Fixture> answers = new TreeMap<>();
        FOLDERS.keySet()
                .forEach(folder -> Fixture.of(folder).stream()
                        .filter(fixture -> !fixture.refused())
                        .forEach(fixture -> answers.put(folder + "/" + fixture.name(), fixture)));
        return answers;
    }
}
