package io.ninerouter.gateway.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers stream, and what is understood: the right way, and the ways in which some leave the path. */
class StreamFromProviderTest {
    private static final String CREATED =
            "{'type':'response.created','response':{'id':'resp_1','model':'gpt-5.5','created_at':7,'output':[]}}";
    private static final String COMPLETED =
            "{'type':'response.completed','response':{'status':'completed','output':[],'usage':{'input_tokens':9,"
                    + "'input_tokens_details':{'cached_tokens':4},'output_tokens':3,"
                    + "'output_tokens_details':{'reasoning_tokens':1}}}}";

    private static String added(int index, String item) {
        return "{'type':'response.output_item.added','output_index':" + index + ",'item':" + item + "}";
    }

    private static String done(int index, String item) {
        return added(index, item).replace("item.added", "item.done");
    }

    private static String delta(String type, int index, String text) {
        return "{'type':'response." + type + ".delta','output_index':" + index + ",'delta':'" + text + "'}";
    }

    private static List<Part> parts(String... events) {
        return Responses.fold(events).choices().getFirst().parts();
    }

    @Test
    void readsAnAnswerWithReasoningAndUsage() {
        Completion answer = Responses.fold(
                CREATED,
                added(0, "{'type':'reasoning','id':'rs_1','summary':[]}"),
                "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':0,'delta':'a'}",
                "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':1,'delta':'b'}",
                done(
                        0,
                        "{'type':'reasoning','id':'rs_1','encrypted_content':'gAAA','summary':"
                                + "[{'type':'summary_text','text':'a'},{'type':'summary_text','text':'b'},"
                                + "{'type':'summary_text','text':'c'}]}"),
                added(1, "{'type':'message','id':'msg_1','content':[]}"),
                delta("output_text", 1, "Hi"),
                done(1, "{'type':'message','id':'msg_1','content':[{'type':'output_text','text':'Hi'}]}"),
                COMPLETED);
        assertThat(answer)
                .isEqualTo(new Completion(
                        "resp_1",
                        "gpt-5.5",
                        7,
                        List.of(new Completion.Choice(
                                0,
                                List.of(
                                        new Part.Reasoning(
                                                "rs_1",
                                                List.of(
                                                        new Part.Section(true, "a"),
                                                        new Part.Section(true, "b"),
                                                        new Part.Section(true, "c")),
                                                new Seal(Seal.Kind.ENCRYPTED, "gAAA", Dialect.OPENAI_RESPONSES, "gpt")),
                                        new Part.Text("Hi")),
                                StopReason.of(StopReason.Kind.STOP, "completed"),
                                List.of())),
                        new Usage(5, 4, 0, 3, 1),
                        null));
    }

    @Test
    void tellsParallelCallsOneAfterTheOtherThoughTheirPiecesComeInTurns() {
        List<Part> parts = parts(
                CREATED,
                added(0, "{'type':'function_call','call_id':'c0','name':'f','arguments':''}"),
                added(1, "{'type':'custom_tool_call','call_id':'c1','name':'g','namespace':'n','input':''}"),
                delta("function_call_arguments", 0, "{"),
                delta("custom_tool_call_input", 1, "se"),
                delta("function_call_arguments", 0, "}"),
                delta("custom_tool_call_input", 1, "lect"),
                done(1, "{'type':'custom_tool_call','call_id':'c1','name':'g','input':'select'}"),
                done(0, "{'type':'function_call','call_id':'c0','name':'f','arguments':'{}'}"),
                COMPLETED);
        assertThat(parts)
                .containsExactly(
                        new Part.ToolCall("c0", ToolName.function("f"), ToolInput.ofArguments("{}")),
                        new Part.ToolCall("c1", new ToolName("g", "n", true), new ToolInput.Free("select")));
    }

    @Test
    void understandsProvidersThatLeaveSomethingOut() {
        List<Part> wanted = List.of(
                new Part.Text("Hi"), new Part.ToolCall("c", ToolName.function("f"), ToolInput.ofArguments("{}")));
        String message = "{'type':'message','content':[{'type':'output_text','text':'Hi'}]}";
        String call = "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}";
        String open = "{'type':'message','content':[]}";

        assertThat(parts(CREATED, done(0, message), done(1, call), COMPLETED))
                .as("only items that are done")
                .isEqualTo(wanted);
        assertThat(parts(CREATED, done(0, message), done(0, call), COMPLETED))
                .as("one index for all")
                .isEqualTo(wanted);
        assertThat(parts(
                        CREATED,
                        added(0, open),
                        delta("output_text", 0, "Hi"),
                        "{'type':'response.output_text.done','output_index':0,'text':'Hi'}",
                        added(1, call),
                        COMPLETED))
                .as("no item is done")
                .isEqualTo(wanted);
        assertThat(parts(CREATED, delta("output_text", 0, "Hi"), done(0, message), done(1, call), COMPLETED))
                .as("no item is added")
                .isEqualTo(wanted);
        assertThat(parts(
                        CREATED,
                        done(0, message),
                        delta("function_call_arguments", 1, "{}"),
                        done(1, call),
                        done(1, call),
                        COMPLETED))
                .as("arguments before the name, and an item twice")
                .isEqualTo(wanted);
        assertThat(parts(COMPLETED.replace("'output':[]", "'output':[" + message + "," + call + "]")))
                .as("nothing but the last event")
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "response.completed | completed | null | STOP",
                "response.incomplete | incomplete | {'reason':'max_output_tokens'} | LENGTH",
                "response.incomplete | incomplete | {'reason':'content_filter'} | CONTENT_FILTER",
                "response.incomplete | incomplete | {'reason':'max_tool_calls'} | OTHER",
                "response.done | incomplete | null | LENGTH",
            })
    void readsWhyItEnded(String type, String status, String details, StopReason.Kind kind) {
        Completion answer = Responses.fold(
                CREATED,
                "{'type':'" + type + "','response':{'status':'" + status + "','incomplete_details':" + details + "}}");
        assertThat(answer.error()).isNull();
        assertThat(answer.choices().getFirst().reason())
                .extracting(StopReason::kind)
                .isEqualTo(kind);
    }

    @Test
    void tellsACallThatWasCutAsItIs() {
        Completion answer = Responses.fold(
                CREATED,
                added(0, "{'type':'function_call','call_id':'c','name':'f','arguments':''}"),
                delta("function_call_arguments", 0, "{"),
                "{'type':'response.incomplete','response':{'status':'incomplete',"
                        + "'incomplete_details':{'reason':'max_output_tokens'}}}");
        assertThat(answer.choices().getFirst().reason())
                .isEqualTo(StopReason.of(StopReason.Kind.LENGTH, "max_output_tokens"));
        assertThat(answer.choices().getFirst().parts())
                .containsExactly(new Part.ToolCall("c", ToolName.function("f"), new ToolInput.Broken("{")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'error','code':'rate_limit_exceeded','message':'slow'} | RATE_LIMITED | slow",
                "{'type':'error','error':{'type':'server_error','message':'oops'}} | INTERNAL | oops",
                "{'type':'response.failed','response':{'error':{'code':'server_is_overloaded','message':'full'}}} "
                        + "| UNAVAILABLE | full",
                "{'type':'response.cancelled','response':{'status':'cancelled'}} "
                        + "| UPSTREAM | the provider's answer is cancelled",
                "{'type':'response.in_progress','response':{}} | UPSTREAM | the provider's answer was cut",
            })
    void tellsAFailure(String event, ApiError.Kind kind, String message) {
        List<StreamEvent> events = Responses.events(CREATED, delta("output_text", 0, "Hi"), event);
        assertThat(events.getLast()).isInstanceOfSatisfying(StreamEvent.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(kind);
            assertThat(failed.error().message()).isEqualTo(message);
        });
    }

    @Test
    void keepsTheFirstErrorAndTheUsageThatFollows() {
        Completion answer = Responses.fold(
                CREATED,
                "{'type':'error','code':'rate_limit_exceeded','message':'slow'}",
                "{'type':'response.failed','response':{'error':{'code':'x','message':'y'},'usage':"
                        + "{'input_tokens':1,'output_tokens':2}}}");
        assertThat(answer.error()).isNotNull();
        assertThat(answer.error().message()).isEqualTo("slow");
        assertThat(answer.usage()).isEqualTo(new Usage(1, 0, 0, 2, 0));
    }

    @Test
    void tellsRefusalsCitationsPicturesAndSteps() {
        List<Part> parts = parts(
                CREATED,
                done(0, "{'type':'web_search_call','id':'ws_1'}"),
                done(
                        1,
                        "{'type':'message','content':[{'type':'output_text','text':'See','annotations':[{'type':"
                                + "'url_citation','url':'https://x','title':'X','start_index':0,'end_index':3}]},"
                                + "{'type':'refusal','refusal':'No'}]}"),
                done(2, "{'type':'image_generation_call','id':'ig_1','result':'AA==','output_format':'webp'}"),
                done(3, "{'type':'compaction','id':'cmp_1','encrypted_content':'z'}"),
                COMPLETED);
        assertThat(parts)
                .extracting(part -> part.getClass().getSimpleName())
                .containsExactly("ServerTool", "Text", "Refusal", "Attachment", "Opaque");
        assertThat(((Part.Text) parts.get(1)).citations()).singleElement().satisfies(citation -> {
            assertThat(citation.url()).isEqualTo("https://x");
            assertThat(citation.range()).hasToString("Range[from=0, to=3]");
        });
        assertThat(parts.get(2)).isEqualTo(new Part.Refusal("No"));
        assertThat(parts.get(3).toString()).contains("image/webp");
    }

    @Test
    void gathersLogProbabilitiesOnce() {
        Completion answer = Responses.fold(
                CREATED,
                "{'type':'response.output_text.delta','output_index':0,'delta':'a','logprobs':[{'token':'a'}]}",
                "{'type':'response.output_text.done','output_index':0,'text':'a','logprobs':[{'token':'a'}]}",
                done(0, "{'type':'message','content':[{'type':'output_text','text':'a','logprobs':[{'token':'a'}]}]}"),
                COMPLETED);
        assertThat(answer.choices().getFirst().logprobs()).hasToString("[{\"content\":[{\"token\":\"a\"}]}]");
    }
}
