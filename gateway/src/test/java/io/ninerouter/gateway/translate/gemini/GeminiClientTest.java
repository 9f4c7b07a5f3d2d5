package io.ninerouter.gateway.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What Gemini clients are answered. */
class GeminiClientTest {
    private static final StreamEvent START = new StreamEvent.Started("r1", "m", 0);
    private static final StreamEvent STOP =
            new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "end_turn"));
    private static final StreamEvent END = new StreamEvent.Ended();
    private final Exchange exchange = Gemini.exchange(Dialect.GEMINI, Gemini.says(), "claude-opus-5");

    @Test
    void streamsTextAsItComesAndTellsReasonAndUsageAtTheEnd() {
        List<JsonNode> chunks = chunks(
                START,
                new StreamEvent.PartStarted(0, 0, new PartHead.Text()),
                fragment(0, "Hel"),
                fragment(0, "lo"),
                new StreamEvent.PartEnded(0, 0),
                STOP,
                new StreamEvent.UsageReported(new Usage(6, 4, 0, 12, 5)),
                END);
        assertThat(chunks)
                .containsExactly(
                        Gemini.json("{'candidates':[{'content':{'parts':[{'text':'Hel'}],'role':'model'},'index':0}],"
                                + "'modelVersion':'m','responseId':'r1'}"),
                        Gemini.json("{'candidates':[{'content':{'parts':[{'text':'lo'}],'role':'model'},'index':0}],"
                                + "'modelVersion':'m','responseId':'r1'}"),
                        Gemini.json("{'candidates':[{'content':{'role':'model'},'finishReason':'STOP','index':0}],"
                                + "'usageMetadata':{'promptTokenCount':10,'candidatesTokenCount':7,'totalTokenCount':22,"
                                + "'cachedContentTokenCount':4,'thoughtsTokenCount':5},"
                                + "'modelVersion':'m','responseId':'r1'}"));
    }

    @Test
    void sendsCallsWholeAndSealsWrapped() {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "claude");
        List<JsonNode> chunks = chunks(
                START,
                new StreamEvent.PartStarted(0, 0, new PartHead.Reasoning(null)),
                fragment(0, "hm"),
                new StreamEvent.PartDelta(0, 0, new Delta.Sealed(seal)),
                new StreamEvent.PartEnded(0, 0),
                new StreamEvent.PartStarted(
                        0, 1, new PartHead.ToolCall("c1", ToolName.function("f"), null, Extras.NONE)),
                fragment(1, "{\"a\""),
                fragment(1, ":1}"),
                new StreamEvent.PartEnded(0, 1),
                new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.TOOL_USE, "tool_use")),
                END);
        assertThat(chunks.stream().map(GeminiClientTest::part).toList())
                .containsExactly(
                        Gemini.json("{'text':'hm','thought':true}"),
                        Gemini.json(
                                "{'text':'','thought':true,'thoughtSignature':'nr1.ANTHROPIC.SIGNATURE.claude.sig'}"),
                        Gemini.json("{'functionCall':{'id':'c1','name':'f','args':{'a':1}}}"),
                        Gemini.JSON.getNodeFactory().missingNode());
        assertThat(chunks.getLast()
                        .path("candidates")
                        .get(0)
                        .path("finishReason")
                        .asString())
                .isEqualTo("STOP");
    }

    @Test
    void wrapsArgumentsThatWereCutSinceTheyHaveToBeAnObject() {
        List<JsonNode> chunks = chunks(
                START,
                new StreamEvent.PartStarted(
                        0, 0, new PartHead.ToolCall("c1", ToolName.function("f"), null, Extras.NONE)),
                fragment(0, "{\"a\": \"b"),
                new StreamEvent.PartEnded(0, 0),
                new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.LENGTH, "max_tokens")),
                END);
        JsonNode args = part(chunks.getFirst()).path("functionCall").path("args");
        assertThat(args.propertyNames()).containsExactly("input");
        assertThat(args.path("input").asString()).isEqualTo("{\"a\": \"b");
        assertThat(Gemini.lost(exchange, Feature.TOOL_CALL_ARGUMENTS, Loss.Fate.APPROXIMATED))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, end_turn, STOP",
        "TOOL_USE, tool_calls, STOP",
        "LENGTH, length, MAX_TOKENS",
        "CONTENT_FILTER, content_filter, SAFETY",
        "CONTENT_FILTER, SPII, SPII",
        "REFUSAL, refusal, SAFETY",
        "PAUSE, pause_turn, STOP",
        "OTHER, weird, OTHER",
    })
    void saysEveryReason(StopReason.Kind kind, String wire, String word) {
        List<JsonNode> chunks = chunks(START, new StreamEvent.Finished(0, StopReason.of(kind, wire)), END);
        assertThat(chunks.getLast()
                        .path("candidates")
                        .get(0)
                        .path("finishReason")
                        .asString())
                .isEqualTo(word);
    }

    @Test
    void endsAFailedStreamWithTheErrorOfTheDialect() {
        String sse = text(
                false,
                START,
                new StreamEvent.Failed(ApiError.ofStatus(429, "slow").retryAfter(1_500L)));
        assertThat(sse).startsWith("data: {\"error\":{\"code\":429").endsWith("\n\n");
        assertThat(sse).contains("RESOURCE_EXHAUSTED", "\"retryDelay\":\"2s\"").doesNotContain("finishReason");
    }

    @Test
    void writesAnArrayThatIsOneJsonText() {
        String array = text(
                true,
                new StreamEvent.Heartbeat(),
                START,
                new StreamEvent.PartStarted(0, 0, new PartHead.Text()),
                fragment(0, "a"),
                new StreamEvent.Heartbeat(),
                new StreamEvent.PartEnded(0, 0),
                STOP,
                END);
        JsonNode chunks = Gemini.JSON.readTree(array);
        assertThat(chunks.isArray()).isTrue();
        assertThat(chunks.size()).isEqualTo(2);
        JsonNode failed = Gemini.JSON.readTree(text(true, new StreamEvent.Failed(ApiError.ofStatus(503, "no"))));
        assertThat(failed.get(0).path("error").path("status").asString()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void citesInBytesOfTheTextWhereAToolCanHaveFoundIt() {
        ChatRequest request = Gemini.decode("{'contents':[],'tools':[{'googleSearch':{}}]}");
        Citation citation = new Citation(
                "https://p", "P", null, new Citation.Range(5, 10), Dialect.ANTHROPIC, RawJson.EMPTY_OBJECT);
        List<JsonNode> chunks = chunks(
                Gemini.exchange(Dialect.GEMINI, request, "claude-opus-5"),
                START,
                new StreamEvent.PartStarted(0, 0, new PartHead.Text()),
                fragment(0, "Über Paris."),
                new StreamEvent.PartDelta(0, 0, new Delta.Cited(citation)),
                new StreamEvent.PartEnded(0, 0),
                STOP,
                END);
        assertThat(chunks.getLast().path("candidates").get(0).path("groundingMetadata"))
                .isEqualTo(
                        Gemini.json(
                                "{'groundingChunks':[{'web':{'uri':'https://p','title':'P'}}],'groundingSupports':"
                                        + "[{'segment':{'startIndex':6,'endIndex':11,'text':'Paris'},'groundingChunkIndices':[0]}]}"));
    }

    @Test
    void answersInOnePieceWhatItStreams() {
        String body = Gemini.candidate("'content':{'role':'model','parts':[{'text':'t','thought':true},{'text':'a'},"
                + "{'functionCall':{'id':'c','name':'f','args':{}},'thoughtSignature':'s'},"
                + "{'executableCode':{'language':'PYTHON','code':'1'}},{'inlineData':{'mimeType':'image/png','data':'AAAA'}}]},"
                + "'finishReason':'STOP','index':0,'logprobsResult':{'topCandidates':[{'candidates':[]}],"
                + "'chosenCandidates':[{'token':'a','logProbability':-0.5}]}");
        Completion completion = Gemini.unary(body);
        ByteBuilder out = new ByteBuilder(64);
        Gemini.CODEC.encodeCompletion(completion, exchange, new JsonWriter(out));
        assertThat(Gemini.JSON.readTree(new String(out.toBytes(), StandardCharsets.UTF_8)))
                .isEqualTo(Gemini.json(body));
    }

    private static StreamEvent fragment(int part, String text) {
        return new StreamEvent.PartDelta(0, part, new Delta.Fragment(text));
    }

    private static JsonNode part(JsonNode chunk) {
        return chunk.path("candidates").get(0).path("content").path("parts").path(0);
    }

    private List<JsonNode> chunks(StreamEvent... events) {
        return chunks(exchange, events);
    }

    private static List<JsonNode> chunks(Exchange exchange, StreamEvent... events) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : write(exchange, false, events).split("\n\n")) {
            assertThat(event).startsWith("data: ");
            chunks.add(Gemini.JSON.readTree(event.substring("data: ".length())));
        }
        return chunks;
    }

    private String text(boolean array, StreamEvent... events) {
        return write(exchange, array, events);
    }

    private static String write(Exchange exchange, boolean array, StreamEvent... events) {
        ByteBuilder out = new ByteBuilder(64);
        Consumer<StreamEvent> encoder =
                Gemini.CODEC.newStreamEncoder(exchange, array ? EventWriter.jsonArray(out) : EventWriter.sse(out));
        Arrays.stream(events).forEach(encoder);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
