package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.fake.EventStreams;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Kiro and Bedrock that no recording has. */
class AwsAnswersTest {
    private static Completion heard(Dialect dialect, byte[]... messages) {
        return Completion.fold(Decoding.events(
                Codecs.of(dialect), List.of(ByteBuffer.wrap(EventStreams.all(messages))), Framing.EVENT_STREAM));
    }

    private static byte[] kiro(String type, String json) {
        return EventStreams.event(type, json.replace('\'', '"'));
    }

    private static byte[] call(String json) {
        return kiro("toolUseEvent", json);
    }

    private static List<String> calls(Completion heard) {
        return Expectation.toolCalls(heard.choices().getFirst().parts()).stream()
                .map(call -> call.id() + " " + call.name().name() + " "
                        + call.input().text())
                .toList();
    }

    @Test
    void kirosThoughtsComeBeforeItsWords() {
        Completion heard = heard(
                Dialect.KIRO,
                kiro("reasoningContentEvent", "{'text':'Hm'}"),
                kiro("reasoningContentEvent", "{'text':'m.','signature':'c2ln'}"),
                kiro("codeEvent", "{'content':'x = 1'}"),
                kiro("metricsEvent", "{'metricsEvent':{'inputTokens':7,'outputTokens':3}}"),
                kiro("messageStopEvent", "{}"));

        List<Part> parts = heard.choices().getFirst().parts();
        assertThat(parts).containsExactly(Part.Reasoning.of("Hmm.", null), new Part.Text("x = 1"));
        assertThat(heard.usage()).isEqualTo(new Usage(7, 0, 0, 3, 0));
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
    }

    @Test
    void kirosCallsMayComeByTurnsInListsAndBesideText() {
        Completion heard = heard(
                Dialect.KIRO,
                call("[{'toolUseId':'a','name':'f','input':'{\\'x\\':'},{'toolUseId':'b','name':'g','input':{'y':2}}]"
                        .replace("\\'", "\\\"")),
                call("{'toolUseId':'a','name':'f','input':'1}','stop':true}"),
                kiro("assistantResponseEvent", "{'content':'So.'}"),
                call("{'toolUseId':'c','name':'h','stop':true}"));

        assertThat(calls(heard)).containsExactly("a f {\"x\":1}", "b g {\"y\":2}", "c h {}");
        assertThat(heard.choices().getFirst().text()).isEqualTo("So.");
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
    }

    @Test
    void callsOfKirosWithoutIdsAreGivenSome() {
        Completion heard = heard(
                Dialect.KIRO,
                call("{'name':'f','input':'{}','stop':true}"),
                call("{'name':'g','input':'{}','stop':true}"));

        assertThat(calls(heard)).hasSize(2).doesNotContain(" f {}").allMatch(call -> call.startsWith("call_"));
    }

    @Test
    void aCallOfKirosThatWasNotEndedIsCutUnlessItsArgumentsAreWhole() {
        String half = "{'toolUseId':'a','name':'f','input':'{'}";

        assertThat(heard(Dialect.KIRO, call(half)).error()).isNotNull();
        assertThat(heard(Dialect.KIRO, call("{'toolUseId':'a','name':'f'}")).error())
                .isNotNull();
        Completion whole = heard(Dialect.KIRO, call(half), call("{'toolUseId':'a','input':'}'}"));
        assertThat(whole.error()).isNull();
        assertThat(calls(whole)).containsExactly("a f {}");
    }

    @Test
    void aCallOfKirosIsNeverTornSilently() {
        byte[] half = call("{'toolUseId':'a','name':'f','input':'{'}");
        byte[] text = kiro("assistantResponseEvent", "{'content':'So.'}");

        assertThat(heard(Dialect.KIRO, half, text).error()).isNotNull();
        assertThat(heard(Dialect.KIRO, half, text, call("{'toolUseId':'a','input':'}','stop':true}"))
                        .error())
                .isNotNull();
    }

    @Test
    void aBlockOfBedrocksIsWhatItsPiecesSay() {
        Completion heard = heard(
                Dialect.BEDROCK_CONVERSE,
                EventStreams.event("contentBlockStart", "{\"contentBlockIndex\":0,\"start\":{}}"),
                EventStreams.event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}"),
                EventStreams.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                EventStreams.event(
                        "contentBlockStart", "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"name\":\"f\"}}}"),
                EventStreams.event(
                        "contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"{}\"}}}"),
                EventStreams.event("contentBlockStop", "{\"contentBlockIndex\":1}"),
                EventStreams.event("messageStop", "{\"stopReason\":\"tool_use\"}"));

        assertThat(heard.error()).isNull();
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hi");
        assertThat(calls(heard)).singleElement().asString().endsWith(" f {}");
    }

    @Test
    void whatAnAnswerOfBedrocksUsedIsToldThoughItFailed() {
        Completion heard = heard(
                Dialect.BEDROCK_CONVERSE,
                EventStreams.event("messageStop", "{\"stopReason\":\"malformed_tool_use\"}"),
                EventStreams.event("metadata", "{\"usage\":{\"inputTokens\":5,\"outputTokens\":2}}"));

        assertThat(heard.error().message()).isEqualTo("the model ended with malformed_tool_use");
        assertThat(heard.usage()).isEqualTo(new Usage(5, 0, 0, 2, 0));
    }

    @Test
    void anAnswerOfKirosThatSaysNothingIsNone() {
        Completion heard = heard(Dialect.KIRO, kiro("meteringEvent", "{'usage':0.1}"));

        assertThat(heard.error().message()).isEqualTo("the provider's answer is empty");
    }

    @Test
    void anAnswerOfBedrocksWithoutAReasonIsCut() {
        Completion heard = heard(
                Dialect.BEDROCK_CONVERSE,
                EventStreams.event("messageStart", "{\"role\":\"assistant\"}"),
                EventStreams.event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}"));

        assertThat(heard.error().message()).isEqualTo("the provider's answer was cut");
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hel");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            end_turn,                      STOP
            stop_sequence,                 STOP
            tool_use,                      TOOL_USE
            max_tokens,                    LENGTH
            model_context_window_exceeded, LENGTH
            guardrail_intervened,          CONTENT_FILTER
            content_filtered,              CONTENT_FILTER
            something_new,                 OTHER
            malformed_tool_use,
            malformed_model_output,
            """)
    void knowsWhyBedrockEnded(String word, StopReason.Kind kind) {
        Completion heard =
                heard(Dialect.BEDROCK_CONVERSE, EventStreams.event("messageStop", "{\"stopReason\":\"" + word + "\"}"));

        if (kind == null) {
            assertThat(heard.error().message()).isEqualTo("the model ended with " + word);
        } else {
            assertThat(heard.choices().getFirst().reason()).isEqualTo(StopReason.of(kind, word));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            throttlingException,           429
            ServiceQuotaExceededException, 429
            validationException,           400
            accessDeniedException,         403
            resourceNotFoundException,     404
            internalServerException,       500
            serviceUnavailableException,   503
            modelTimeoutException,         504
            modelStreamErrorException,     502
            """)
    void anExceptionHasTheStatusThatItHasOutsideOfStreams(String type, int status) {
        ApiError error = heard(Dialect.BEDROCK_CONVERSE, EventStreams.exception(type, "{\"message\":\"no\"}"))
                .error();

        assertThat(error).isEqualTo(ApiError.ofStatus(status, type, "no"));
    }

    @Test
    void anErrorHasItsWordsInItsHead() {
        ApiError error = heard(Dialect.KIRO, EventStreams.error("InternalFailure", "it broke"))
                .error();

        assertThat(error).isEqualTo(ApiError.ofStatus(500, "InternalFailure", "it broke"));
    }

    @Test
    void theReasonOfAnExceptionSaysMoreThanItsType() {
        ApiError error = heard(
                        Dialect.KIRO,
                        EventStreams.exception(
                                "ValidationException",
                                "{\"message\":\"Input is too long.\",\"reason\":\"CONTENT_LENGTH_EXCEEDS_THRESHOLD\"}"))
                .error();

        assertThat(error).isEqualTo(ApiError.ofStatus(400, "CONTENT_LENGTH_EXCEEDS_THRESHOLD", "Input is too long."));
    }
}
