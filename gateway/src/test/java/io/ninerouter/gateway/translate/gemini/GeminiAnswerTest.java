package io.ninerouter.gateway.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.BadJsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini answers, read. */
class GeminiAnswerTest {
    private static final String STOP = Gemini.candidate("'finishReason':'STOP'");

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP, STOP",
        "1, STOP, STOP",
        "MAX_TOKENS, LENGTH, MAX_TOKENS",
        "2, LENGTH, MAX_TOKENS",
        "SAFETY, CONTENT_FILTER, SAFETY",
        "3, CONTENT_FILTER, SAFETY",
        "RECITATION, CONTENT_FILTER, RECITATION",
        "LANGUAGE, CONTENT_FILTER, LANGUAGE",
        "BLOCKLIST, CONTENT_FILTER, BLOCKLIST",
        "PROHIBITED_CONTENT, CONTENT_FILTER, PROHIBITED_CONTENT",
        "SPII, CONTENT_FILTER, SPII",
        "IMAGE_SAFETY, CONTENT_FILTER, IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_FILTER, IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION, CONTENT_FILTER, IMAGE_RECITATION",
        "MODEL_ARMOR, CONTENT_FILTER, MODEL_ARMOR",
        "OTHER, OTHER, OTHER",
        "NO_IMAGE, OTHER, NO_IMAGE",
        "SOMETHING_NEW, OTHER, SOMETHING_NEW",
    })
    void readsEveryFinishReason(String wire, StopReason.Kind kind, String word) {
        String quoted = wire.matches("\\d+") ? wire : "'" + wire + "'";
        Completion completion =
                Gemini.stream(Gemini.parts("{'text':'a'}"), Gemini.candidate("'finishReason':" + quoted));
        assertThat(completion.error()).isNull();
        assertThat(completion.choices().getFirst().reason()).isEqualTo(StopReason.of(kind, word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MALFORMED_FUNCTION_CALL",
                "UNEXPECTED_TOOL_CALL",
                "TOO_MANY_TOOL_CALLS",
                "MISSING_THOUGHT_SIGNATURE",
                "MALFORMED_RESPONSE"
            })
    void takesAnUnusableAnswerForAnError(String word) {
        Completion completion =
                Gemini.stream(Gemini.candidate("'finishReason':'" + word + "','finishMessage':'bad call'"));
        assertThat(completion.error()).isNotNull();
        assertThat(completion.error().message()).contains(word, "bad call");
    }

    @Test
    void finishesWithToolUseWhenThereAreCallsSinceStopDoesNotTell() {
        Completion completion = Gemini.stream(Gemini.parts("{'functionCall':{'name':'f','args':{}}}"), STOP);
        assertThat(completion.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
    }

    @Test
    void goesOnAfterAReasonThatComesWithEveryChunk() {
        Completion completion = Gemini.stream(
                Gemini.candidate("'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'"),
                Gemini.candidate("'content':{'parts':[{'text':'b'}]},'finishReason':'STOP'"));
        assertThat(completion.choices().getFirst().text()).isEqualTo("ab");
        assertThat(completion.error()).isNull();
    }

    @Test
    void failsWhenTheStreamEndsWithoutAReason() {
        assertThat(Gemini.stream(Gemini.parts("{'text':'a'}")).error()).isNotNull();
        assertThat(Gemini.stream().error()).isNotNull();
    }

    @Test
    void takesABlockedPromptForFiltered() {
        Completion completion = Gemini.stream("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}");
        assertThat(completion.choices().getFirst().reason())
                .isEqualTo(StopReason.of(StopReason.Kind.CONTENT_FILTER, "PROHIBITED_CONTENT"));
        assertThat(Gemini.unary("{'promptFeedback':{'blockReason':1}}")
                        .choices()
                        .getFirst()
                        .reason()
                        .wire())
                .isEqualTo("SAFETY");
    }

    @Test
    void readsErrorsInTheMiddleAndInAList() {
        String error = "{'error':{'code':429,'message':'slow down','status':'RESOURCE_EXHAUSTED','details':"
                + "[{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'34.4s'}]}}";
        for (Completion completion : List.of(
                Gemini.stream(Gemini.parts("{'text':'a'}"), error),
                Gemini.stream("[" + error + "]"),
                Gemini.unary("[" + error + "]"))) {
            ApiError read = completion.error();
            assertThat(read).isNotNull();
            assertThat(read.status()).isEqualTo(429);
            assertThat(read.message()).isEqualTo("slow down");
            assertThat(read.retryAfterMillis()).isEqualTo(34_400);
        }
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertThatThrownBy(() -> Gemini.unary("{'hello':'world'}")).isInstanceOf(BadJsonException.class);
    }

    @Test
    void joinsPiecesOfOneKindAndGivesSignaturesToTheirPart() {
        Completion completion = Gemini.stream(
                Gemini.parts("{'text':'think','thought':true}"),
                Gemini.parts("{'text':'ing','thought':true,'thoughtSignature':'s1'}"),
                Gemini.parts("{'text':'Hel'}"),
                Gemini.parts("{'text':'lo'}"),
                Gemini.parts("{'text':'','thoughtSignature':'s2'}"),
                STOP);
        assertThat(completion.choices().getFirst().parts())
                .containsExactly(
                        new Part.Reasoning(null, List.of(new Part.Section(true, "thinking")), seal("s1")),
                        new Part.Text("Hello", List.of(), seal("s2"), null));
    }

    @Test
    void readsCallsInOrderWithAndWithoutIds() {
        Completion completion = Gemini.stream(
                Gemini.parts("{'functionCall':{'id':'x1','name':'f','args':{'a':1}},'thoughtSignature':'s'},"
                        + "{'functionCall':{'name':'f','args':{'a':2}}},{'functionCall':{'id':'x1','name':'g'}}"),
                STOP);
        List<Part.ToolCall> calls = completion.choices().getFirst().parts().stream()
                .map(Part.ToolCall.class::cast)
                .toList();
        assertThat(calls.stream().map(call -> call.input().text())).containsExactly("{\"a\":1}", "{\"a\":2}", "{}");
        assertThat(calls.stream().map(Part.ToolCall::id))
                .doesNotHaveDuplicates()
                .startsWith("x1");
        assertThat(calls.getFirst().seal()).isEqualTo(seal("s"));
        assertThat(calls.get(1).seal()).isNull();
    }

    @Test
    void streamsArgumentsThatComeInPieces() {
        Completion completion = Gemini.stream(
                Gemini.parts("{'functionCall':{'name':'edit','willContinue':true}}"),
                piece("{'jsonPath':'$.file','stringValue':'a\\\\b','willContinue':true}"),
                piece("{'jsonPath':'$.file','stringValue':'\\n.txt'}"),
                piece("{'jsonPath':'$.edits[0].line','numberValue':3}"),
                piece("{'jsonPath':'$.edits[0].text','stringValue':'x'}"),
                piece(
                        "{'jsonPath':'$.edits[1].line','numberValue':4},{'jsonPath':'$.edits[1].keep','nullValue':'NULL_VALUE'}"),
                piece("{'jsonPath':'$.deep.er.still','boolValue':true}"),
                Gemini.parts("{'functionCall':{}}"),
                STOP);
        Part.ToolCall call =
                (Part.ToolCall) completion.choices().getFirst().parts().getFirst();
        assertThat(Gemini.JSON.readTree(call.input().text()))
                .isEqualTo(Gemini.json("{'file':'a\\\\b\\n.txt','edits':[{'line':3,'text':'x'},{'line':4,'keep':null}],"
                        + "'deep':{'er':{'still':true}}}"));
    }

    @Test
    void passesArgumentsOnBeforeTheCallIsComplete() {
        List<StreamEvent> events = Gemini.events(
                Gemini.exchange(Gemini.says(), "gemini-3-pro"),
                Gemini.parts("{'functionCall':{'name':'f','willContinue':true}}"),
                piece("{'jsonPath':'$.a','stringValue':'one','willContinue':true}"));
        assertThat(events.toString()).contains("{\"a\":\"one");
        assertThat(events.getLast()).isInstanceOf(StreamEvent.Failed.class);
    }

    @Test
    void countsThoughtsAsOutputAndFetchedResultsAsInput() {
        Completion completion =
                Gemini.stream("{'candidates':[{'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':100,"
                        + "'cachedContentTokenCount':40,'candidatesTokenCount':7,'thoughtsTokenCount':5,"
                        + "'toolUsePromptTokenCount':10}}");
        assertThat(completion.usage()).isEqualTo(new Usage(70, 40, 0, 12, 5));
    }

    @Test
    void readsPicturesAndCode() {
        Completion completion = Gemini.stream(
                Gemini.parts("{'inlineData':{'mimeType':'image/png','data':'AAAA'}},"
                        + "{'executableCode':{'language':'PYTHON','code':'1'}},{'somethingNew':{'a':1}}"),
                STOP);
        List<Part> parts = completion.choices().getFirst().parts();
        Part.Attachment image = (Part.Attachment) parts.getFirst();
        assertThat(((Media.Inline) image.media()).base64()).hasToString("AAAA");
        assertThat(((Part.ServerTool) parts.get(1)).tool()).isEqualTo("code_execution");
        assertThat(((Part.Opaque) parts.get(2)).json()).hasToString("{\"somethingNew\":{\"a\":1}}");
    }

    @Test
    void turnsGroundingIntoCitationsCountedInCharacters() {
        ChatRequest request = Gemini.decode("{'contents':[],'tools':[{'googleSearch':{}}]}");
        Completion completion = Completion.fold(Gemini.events(
                Gemini.exchange(Dialect.GEMINI, request, "gemini-3-pro"),
                Gemini.parts("{'text':'Über Paris.'}"),
                Gemini.candidate("'finishReason':'STOP','groundingMetadata':{'groundingChunks':"
                        + "[{'web':{'uri':'https://p','title':'P'}}],'groundingSupports':"
                        + "[{'segment':{'startIndex':6,'endIndex':11},'groundingChunkIndices':[0]}]}")));
        Part.Text text = (Part.Text) completion.choices().getFirst().parts().getFirst();
        Citation citation = text.citations().getFirst();
        assertThat(citation.url()).isEqualTo("https://p");
        assertThat(citation.title()).isEqualTo("P");
        assertThat(citation.range()).isEqualTo(new Citation.Range(5, 10));
    }

    @Test
    void readsLogprobs() {
        Completion completion = Gemini.unary(
                Gemini.candidate(
                        "'content':{'parts':[{'text':'a'}]},'finishReason':'STOP',"
                                + "'logprobsResult':{'chosenCandidates':[{'token':'a','logProbability':-0.5}],"
                                + "'topCandidates':[{'candidates':[{'token':'a','logProbability':-0.5},{'token':'b','logProbability':-2}]}]}"));
        assertThat(Gemini.JSON.readTree(
                        completion.choices().getFirst().logprobs().getFirst().text()))
                .isEqualTo(
                        Gemini.json(
                                "{'content':[{'token':'a','logprob':-0.5,'bytes':null,'top_logprobs':["
                                        + "{'token':'a','logprob':-0.5,'bytes':null},{'token':'b','logprob':-2,'bytes':null}]}],'refusal':null}"));
    }

    @Test
    void keepsCandidatesApart() {
        Completion completion = Gemini.stream(
                "{'candidates':[{'content':{'parts':[{'text':'a'}]},'index':0},{'content':{'parts':[{'text':'x'}]},'index':1}]}",
                "{'candidates':[{'content':{'parts':[{'text':'y'}]},'index':1,'finishReason':'STOP'}]}",
                "{'candidates':[{'content':{'parts':[{'text':'b'}]},'index':0,'finishReason':'MAX_TOKENS'}]}");
        assertThat(completion.choice(0).text()).isEqualTo("ab");
        assertThat(completion.choice(1).text()).isEqualTo("xy");
        assertThat(completion.choice(0).reason().kind()).isEqualTo(StopReason.Kind.LENGTH);
    }

    private static String piece(String pieces) {
        return Gemini.parts("{'functionCall':{'partialArgs':[" + pieces + "],'willContinue':true}}");
    }

    private static Seal seal(String data) {
        return new Seal(Seal.Kind.SIGNATURE, data, Dialect.GEMINI, "gemini");
    }
}
