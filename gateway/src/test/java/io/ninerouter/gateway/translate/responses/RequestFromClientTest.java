package io.ninerouter.gateway.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.SealCarrier;
import io.ninerouter.gateway.json.BadJsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of this dialect send, and what is understood. */
class RequestFromClientTest {
    @Test
    void takesAStringAsWordsOfTheUserBehindTheInstructions() {
        ChatRequest request =
                Responses.decode("{\"model\":\"m\",\"instructions\":\"Be brief.\",\"input\":\"Hi\",\"stream\":true}");
        assertThat(request.messages())
                .containsExactly(Message.of(Role.SYSTEM, List.of(new Part.Text("Be brief."))), Responses.user("Hi"));
        assertThat(request.settings().delivery().stream()).isTrue();
    }

    @Test
    void makesOneTurnOfWhatTheModelSaid() {
        List<Message> messages = Responses.input(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"go\"}]}",
                        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],"
                                + "\"content\":null,\"encrypted_content\":\"gAAA\"}",
                        "{\"type\":\"message\",\"id\":\"msg_1\",\"phase\":\"commentary\",\"role\":\"assistant\","
                                + "\"content\":[{\"type\":\"output_text\",\"text\":\"Looking.\"}]}",
                        "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"a\",\"arguments\":\"{}\"}",
                        "{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"b\",\"arguments\":\"\"}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"one\"}",
                        "{\"type\":\"function_call_output\",\"call_id\":\"c2\",\"output\":"
                                + "[{\"type\":\"input_text\",\"text\":\"two\"}]}")
                .messages();
        assertThat(messages).extracting(Message::role).containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL);
        Message turn = messages.get(1);
        assertThat(turn.extras().members()).containsOnlyKeys("id", "phase");
        assertThat(turn.parts())
                .hasSize(4)
                .startsWith(new Part.Reasoning(
                        "rs_1",
                        List.of(new Part.Section(true, "hm")),
                        new Seal(Seal.Kind.ENCRYPTED, "gAAA", Dialect.OPENAI_RESPONSES, null)));
        assertThat(messages.get(2).parts())
                .containsExactly(new Part.ToolResult("c1", "one"), new Part.ToolResult("c2", "two"));
    }

    @Test
    void keepsTwoMessagesApartThatHaveMembersOfTheirOwn() {
        List<Message> messages = Responses.input(
                        "{\"role\":\"assistant\",\"phase\":\"commentary\",\"content\":\"a\"}",
                        "{\"role\":\"assistant\",\"phase\":\"final_answer\",\"content\":\"b\"}",
                        "{\"role\":\"assistant\",\"content\":\"c\"}")
                .messages();
        assertThat(messages).extracting(Message::text).containsExactly("a", "bc");
        assertThat(messages.get(1).extras().members().get("phase")).hasToString("\"final_answer\"");
    }

    @Test
    void readsFreeTextToolsAndTheirCallsInTheirNamespace() {
        ChatRequest request = Responses.input(
                "{\"type\":\"additional_tools\",\"id\":\"at_1\",\"role\":\"developer\",\"tools\":[{\"type\":\"namespace\","
                        + "\"name\":\"functions\",\"description\":\"\",\"tools\":[{\"type\":\"custom\",\"name\":\"exec\","
                        + "\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start: X\"}},"
                        + "{\"type\":\"function\",\"name\":\"wait\",\"strict\":false,\"parameters\":{},"
                        + "\"defer_loading\":true}]}]}",
                "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"exec\",\"namespace\":\"functions\","
                        + "\"input\":\"ls();\"}",
                "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"ok\"}");
        ToolName exec = new ToolName("exec", "functions", true);
        assertThat(request.tooling().tools()).hasSize(2);
        assertThat(request.tooling().tools().getFirst()).isInstanceOfSatisfying(Tool.Custom.class, tool -> {
            assertThat(tool.name()).isEqualTo(exec);
            assertThat(tool.grammar()).isEqualTo(new Tool.Grammar("lark", "start: X"));
            assertThat(tool.options().inserted()).isTrue();
            assertThat(tool.options().namespaceDescription()).isEmpty();
        });
        assertThat(request.tooling().tools().getLast())
                .isInstanceOfSatisfying(
                        Tool.Function.class,
                        tool -> assertThat(tool.options().deferred()).isTrue());
        assertThat(request.messages().getFirst().parts())
                .containsExactly(new Part.ToolCall("c", exec, new ToolInput.Free("ls();")));
        assertThat(request.messages().getLast().parts()).containsExactly(new Part.ToolResult("c", "ok"));
    }

    @Test
    void makesAFunctionOfTheSearchThatTheClientRunsAndDeclaresWhatItFound() {
        String body =
                "{\"model\":\"m\",\"tools\":[{\"type\":\"tool_search\",\"execution\":\"client\",\"description\":\"d\","
                        + "\"parameters\":{\"type\":\"object\",\"properties\":{}}}],\"input\":[{\"type\":\"tool_search_call\","
                        + "\"call_id\":\"c\",\"execution\":\"client\",\"arguments\":{\"query\":\"mail\"}},"
                        + "{\"type\":\"tool_search_output\",\"call_id\":\"c\",\"execution\":\"client\",\"status\":\"completed\","
                        + "\"tools\":[{\"type\":\"namespace\",\"name\":\"mcp\",\"description\":\"M\",\"tools\":[{\"type\":"
                        + "\"function\",\"name\":\"send\",\"parameters\":{}}]}]}]}";
        ChatRequest request = Responses.decode(body);
        assertThat(request.tooling().tools())
                .extracting(tool -> ((Tool.Function) tool).name())
                .containsExactlyInAnyOrder(ToolName.function("tool_search"), new ToolName("send", "mcp", false));
        assertThat(request.messages().getFirst().parts())
                .singleElement()
                .isInstanceOfSatisfying(Part.ToolCall.class, call -> {
                    assertThat(call.name()).isEqualTo(ToolName.function("tool_search"));
                    assertThat(call.input().text()).isEqualTo("{\"query\":\"mail\"}");
                });
        assertThat(request.messages().getLast().parts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Part.ToolResult.class,
                        result -> assertThat(result.parts())
                                .containsExactly(new Part.Text("Found, and callable from now on: send of mcp")));

        Responses.Encoded own = Responses.encode(Dialect.OPENAI_RESPONSES, request, "gpt-5.5");
        assertThat(own.at("/tools/0/type")).isEqualTo("\"tool_search\"");
        assertThat(own.at("/input/1/arguments")).isEqualTo("{\"query\":\"mail\"}");
        assertThat(own.at("/input/2/tools/0/name")).isEqualTo("\"mcp\"");
        assertThat(Responses.decode(own.body().toString()).tooling().tools())
                .containsExactlyInAnyOrderElementsOf(request.tooling().tools());
    }

    @Test
    void keepsItsOwnItemsAtTheirPlace() {
        String search = "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}";
        String reference = "{\"type\":\"item_reference\",\"id\":\"rs_9\"}";
        String approval = "{\"type\":\"mcp_approval_response\",\"approve\":true,\"approval_request_id\":\"r\"}";
        List<Message> messages = Responses.input(search, reference, approval).messages();
        assertThat(messages).extracting(Message::role).containsExactly(Role.ASSISTANT, Role.USER);
        assertThat(messages.getFirst().parts().getFirst())
                .isInstanceOfSatisfying(
                        Part.ServerTool.class, step -> assertThat(step.tool()).isEqualTo("web_search_call"));
        assertThat(messages.getFirst().parts().getLast())
                .isInstanceOfSatisfying(
                        Part.Opaque.class, item -> assertThat(item.json()).hasToString(reference));
        assertThat(messages.getLast().parts().getFirst()).isInstanceOf(Part.Opaque.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'input_image','image_url':'data:image/png;base64,AA==','detail':'low'} | IMAGE | Inline",
                "{'type':'input_image','image_url':'https://x/y.png'} | IMAGE | Url",
                "{'type':'input_image','file_id':'file-1'} | IMAGE | FileId",
                "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AA=='} | DOCUMENT | Inline",
                "{'type':'input_file','file_url':'https://x/y.pdf'} | DOCUMENT | Url",
                "{'type':'input_file','file_id':'file-1'} | DOCUMENT | FileId",
                "{'type':'input_audio','input_audio':{'data':'AA==','format':'mp3'}} | AUDIO | Inline",
            })
    void readsAttachments(String content, Media.Kind kind, String media) {
        ChatRequest request =
                Responses.input("{'role':'user','content':[".replace('\'', '"') + content.replace('\'', '"') + "]}");
        assertThat(request.messages().getFirst().parts().getFirst())
                .isInstanceOfSatisfying(Part.Attachment.class, attachment -> {
                    assertThat(attachment.kind()).isEqualTo(kind);
                    assertThat(attachment.media().getClass().getSimpleName()).isEqualTo(media);
                });
    }

    @Test
    void readsHowToAnswer() {
        ChatRequest request = Responses.decode("{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":9,"
                + "\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\",\"context\":\"all_turns\"},"
                + "\"text\":{\"verbosity\":\"low\",\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"strict\":true,"
                + "\"schema\":{\"type\":\"object\"}}},\"include\":[\"reasoning.encrypted_content\","
                + "\"message.output_text.logprobs\"],\"top_logprobs\":3,\"prompt_cache_key\":\"k\",\"store\":false,"
                + "\"previous_response_id\":\"resp_1\",\"truncation\":\"auto\",\"parallel_tool_calls\":false}");
        assertThat(request.settings().reasoning()).isEqualTo(new ReasoningWish(null, "low", null, "auto"));
        assertThat(request.settings().output().format()).isInstanceOf(OutputFormat.JsonSchema.class);
        assertThat(request.settings().output().verbosity()).isEqualTo("low");
        assertThat(request.settings().output().logprobs()).isEqualTo(3);
        assertThat(request.settings().output().maxTokens()).isEqualTo(9);
        assertThat(request.session().caching().key()).isEqualTo("k");
        assertThat(request.session().store()).isFalse();
        assertThat(request.session().previousResponse()).isEqualTo("resp_1");
        assertThat(request.tooling().parallel()).isFalse();
        assertThat(request.extras().members())
                .hasToString("{reasoning={\"context\":\"all_turns\"}, "
                        + "include=[\"reasoning.encrypted_content\"], truncation=\"auto\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'auto' | Auto[]",
                "'none' | None[]",
                "'required' | Any[]",
                "{'type':'function','name':'f'} | Forced[name=ToolName[name=f, namespace=null, custom=false]]",
                "{'type':'custom','name':'f','namespace':'n'} | Forced[name=ToolName[name=f, namespace=n, custom=true]]",
                "{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'f'}]} "
                        + "| Allowed[required=true, names=[ToolName[name=f, namespace=null, custom=false]]]",
            })
    void readsToolChoices(String json, String choice) {
        ChatRequest request =
                Responses.decode("{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":" + json.replace('\'', '"') + "}");
        assertThat(request.tooling().choice()).hasToString(choice);
    }

    @Test
    void keepsAChoiceOfServerToolsForItsOwnDialect() {
        ChatRequest request = Responses.decode("{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":"
                + "{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"image_generation\"}]}}");
        assertThat(request.tooling().choice()).isInstanceOf(ToolChoice.Opaque.class);
    }

    @Test
    void putsACarriedSealBackOnItsCall() {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.GEMINI, "gemini");
        String carried = SealCarrier.ofPartAfter(seal, Dialect.OPENAI_RESPONSES);
        List<Part> parts = Responses.input(
                        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"" + carried
                                + "\"}",
                        "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}")
                .messages()
                .getFirst()
                .parts();
        assertThat(parts).hasSize(1);
        assertThat(((Part.ToolCall) parts.getFirst()).seal()).isEqualTo(seal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input':[{'id':'x'}]} | input.0.type: missing (expected: a string)",
                "{'input':[{'role':'robot','content':'x'}]} "
                        + "| input.0.role: unknown (expected: system, developer, user or assistant)",
                "{'input':[{'type':'function_call','name':'f'}]} | input.0.call_id: missing (expected: a string)",
                "{'input':[{'type':'function_call','call_id':7,'name':'f'}]} "
                        + "| input.0.call_id: number (expected: string)",
                "{'input':[{'role':'user','content':7}]} | input.0.content: number (expected: string or array)",
                "{'input':7} | input: number (expected: array)",
                "{'input':'x','tools':[7]} | tools.0: number (expected: object)",
            })
    void saysWhatIsWrong(String body, String message) {
        assertThatThrownBy(() -> Responses.decode(body.replace('\'', '"')))
                .isInstanceOf(BadJsonException.class)
                .hasMessage(message);
    }
}
