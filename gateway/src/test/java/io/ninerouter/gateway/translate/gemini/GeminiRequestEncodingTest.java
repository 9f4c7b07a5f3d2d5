package io.ninerouter.gateway.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What Gemini providers are asked. */
class GeminiRequestEncodingTest {
    private static final String NEW = "gemini-3-pro-preview";
    private static final String OLD = "gemini-2.5-flash";

    @Test
    void putsLeadingInstructionsBesideTheConversationAndLaterOnesIntoIt() {
        ChatRequest request = Gemini.says(
                Message.of(Role.SYSTEM, List.of(new Part.Text("S"))),
                Message.of(Role.DEVELOPER, List.of(new Part.Text("D"))),
                Gemini.user("hi"),
                Message.of(Role.SYSTEM, List.of(new Part.Text("later"))));
        Exchange exchange = Gemini.exchange(request, NEW);
        JsonNode body = Gemini.encode(exchange);
        assertThat(body.path("systemInstruction")).isEqualTo(Gemini.json("{'parts':[{'text':'S'},{'text':'D'}]}"));
        assertThat(body.path("contents"))
                .isEqualTo(Gemini.json(
                        "[{'role':'user','parts':[{'text':'hi'}]},{'role':'user','parts':[{'text':'later'}]}]"));
        assertThat(Gemini.lost(exchange, Feature.SYSTEM_IN_PLACE, Loss.Fate.APPROXIMATED))
                .isTrue();
        assertThat(body.has("model")).isFalse();
        assertThat(body.has("stream")).isFalse();
    }

    @Test
    void makesInstructionsTheQuestionWhenThereIsNoOther() {
        JsonNode body = Gemini.encode(Gemini.says(Message.of(Role.SYSTEM, List.of(new Part.Text("S")))), NEW);
        assertThat(body.has("systemInstruction")).isFalse();
        assertThat(body.path("contents")).isEqualTo(Gemini.json("[{'role':'user','parts':[{'text':'S'}]}]"));
    }

    @Test
    void putsAllResultsOfATurnIntoOneContentInTheOrderOfTheCalls() {
        ChatRequest request = Gemini.says(
                Gemini.user("go"),
                Message.of(Role.ASSISTANT, List.of(new Part.Text("ok"))),
                Message.of(Role.ASSISTANT, List.of(call("c1", "f"), call("c2", "g"), call("c3", "f"))),
                Message.of(
                        Role.TOOL, List.of(new Part.ToolResult("c2", ""), new Part.ToolResult("c1", "{\"ok\":true}"))),
                Gemini.user("well?"));
        JsonNode contents = Gemini.encode(request, OLD).path("contents");
        assertThat(contents.size()).isEqualTo(4);
        assertThat(contents.get(1).path("parts").size()).isEqualTo(4);
        assertThat(contents.get(2).path("parts"))
                .isEqualTo(Gemini.json("[{'functionResponse':{'id':'c1','name':'f','response':{'output':{'ok':true}}}},"
                        + "{'functionResponse':{'id':'c2','name':'g','response':{'output':''}}},"
                        + "{'functionResponse':{'id':'c3','name':'f','response':"
                        + "{'error':'[no result: the call was interrupted]'}}}]"));
        assertThat(contents.get(3)).isEqualTo(Gemini.json("{'role':'user','parts':[{'text':'well?'}]}"));
    }

    @Test
    void leavesIdsOutThatWereMadeBecauseTheClientGaveNone() {
        ChatRequest request = Gemini.decode("{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'output':'x'}}}]}]}");
        JsonNode contents = Gemini.encode(request, OLD).path("contents");
        assertThat(contents.findValues("id")).isEmpty();
    }

    @Test
    void showsPicturesOfResultsWithinThemOrAfterThem() {
        Part.Attachment image = new Part.Attachment(
                Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("AAAA")), Part.MediaDetail.NONE, null);
        Part.ToolResult result =
                new Part.ToolResult("c1", List.of(new Part.Text("see"), image), false, null, Extras.NONE);
        ChatRequest request = Gemini.says(
                Gemini.user("go"),
                Message.of(Role.ASSISTANT, List.of(call("c1", "f"))),
                Message.of(Role.TOOL, List.of(result)));
        JsonNode data = Gemini.json("{'inlineData':{'mimeType':'image/png','data':'AAAA'}}");

        JsonNode within = Gemini.encode(request, NEW).path("contents");
        assertThat(within.get(2)
                        .path("parts")
                        .get(0)
                        .path("functionResponse")
                        .path("parts")
                        .get(0))
                .isEqualTo(data);

        Exchange exchange = Gemini.exchange(request, OLD);
        JsonNode after = Gemini.encode(exchange).path("contents");
        assertThat(after.get(2).path("parts").size()).isEqualTo(1);
        assertThat(after.get(3).path("parts").get(0)).isEqualTo(data);
        assertThat(Gemini.lost(exchange, Feature.TOOL_RESULT_MEDIA, Loss.Fate.APPROXIMATED))
                .isTrue();
    }

    @Test
    void sendsOwnSignaturesBackAndMarksCallsThatHaveNoneWhereTheyAreRequired() {
        Seal own = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.GEMINI, "gemini");
        Seal foreign = new Seal(Seal.Kind.SIGNATURE, "claude's", Dialect.ANTHROPIC, "claude");
        ChatRequest request = Gemini.says(
                Gemini.user("go"),
                Message.of(
                        Role.ASSISTANT,
                        List.of(
                                Part.Reasoning.of("hm", foreign),
                                new Part.ToolCall("a", ToolName.function("f"), args(), own, null, Extras.NONE),
                                call("b", "f"))),
                Message.of(Role.TOOL, List.of(new Part.ToolResult("a", "1"), new Part.ToolResult("b", "2"))),
                Message.of(Role.ASSISTANT, List.of(call("c", "f"))),
                Message.of(Role.TOOL, List.of(new Part.ToolResult("c", "3"))));
        JsonNode contents = Gemini.encode(request, NEW).path("contents");
        JsonNode first = contents.get(1).path("parts");
        assertThat(first.get(0)).isEqualTo(Gemini.json("{'text':'hm','thought':true}"));
        assertThat(first.get(1).path("thoughtSignature").asString()).isEqualTo("sig");
        assertThat(first.get(2).has("thoughtSignature")).isFalse();
        assertThat(contents.get(3).path("parts").get(0).path("thoughtSignature").asString())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(Gemini.encode(request, OLD).path("contents").get(3).findValues("thoughtSignature"))
                .isEmpty();
    }

    static Stream<Arguments> schemas() {
        String plain =
                "{'type':'object','properties':{'pattern':{'type':'string','pattern':'a+'},'title':{'type':'integer'},"
                        + "'format':{'type':'string','enum':['a','b']},'default':{'type':'array','items':{'type':'string'}}},"
                        + "'required':['pattern','title']}";
        String hard = "{'$schema':'x','type':'object','properties':{'k':{'type':['string','null'],'default':'a'},"
                + "'e':{'enum':[1,2]},'u':{'oneOf':[{'type':'string'},{'type':'number'}]},'pattern':{'$ref':'#/$defs/p'}},"
                + "'required':['k','gone'],'additionalProperties':false,'$defs':{'p':{'type':'string','format':'uuid'}}}";
        return Stream.of(
                Arguments.of("plain", plain, NEW, "parameters", plain),
                Arguments.of("beyond Google's form", hard, NEW, "parametersJsonSchema", hard),
                Arguments.of(
                        "beyond Google's form, to a model that knows no other",
                        hard,
                        "gemini-2.0-flash",
                        "parameters",
                        "{'type':'object','properties':{'k':{'type':'string','default':'a','nullable':true},"
                                + "'e':{'enum':['1','2'],'type':'string'},'u':{'anyOf':[{'type':'string'},{'type':'number'}]},"
                                + "'pattern':{'type':'string'}},'required':['k']}"),
                Arguments.of(
                        "nullable",
                        "{'type':'object','properties':{'k':{'type':['string','null']}}}",
                        NEW,
                        "parameters",
                        "{'type':'object','properties':{'k':{'type':'string','nullable':true}}}"),
                Arguments.of(
                        "a union at the top",
                        "{'anyOf':[{'type':'object','properties':{'a':{}}}]}",
                        NEW,
                        "parametersJsonSchema",
                        "{'type':'object','properties':{'a':{}}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void keepsParametersWhateverTheyAreCalled(String name, String schema, String model, String member, String sent) {
        JsonNode function = Gemini.encode(with(new Tooling(List.of(function("f", schema)), null, null)), model)
                .path("tools")
                .get(0)
                .path("functionDeclarations")
                .get(0);
        assertThat(function.path(member)).isEqualTo(Gemini.json(sent));
        assertThat(function.propertyNames()).containsExactlyInAnyOrder("name", "description", member);
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(new ToolChoice.Auto(), "{'mode':'AUTO'}"),
                Arguments.of(new ToolChoice.None(), "{'mode':'NONE'}"),
                Arguments.of(new ToolChoice.Any(), "{'mode':'ANY'}"),
                Arguments.of(
                        new ToolChoice.Forced(ToolName.function("my tool/x")),
                        "{'mode':'ANY','allowedFunctionNames':['my_tool_x']}"),
                Arguments.of(
                        new ToolChoice.Allowed(false, List.of(ToolName.function("f"))),
                        "{'mode':'VALIDATED','allowedFunctionNames':['f']}"),
                Arguments.of(
                        new ToolChoice.Allowed(true, List.of(ToolName.function("f"))),
                        "{'mode':'ANY','allowedFunctionNames':['f']}"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void saysWhichFunctionToCall(ToolChoice choice, String config) {
        Tooling tooling = new Tooling(List.of(function("f", "{}"), function("my tool/x", "{}")), choice, null);
        JsonNode body = Gemini.encode(with(tooling), NEW);
        assertThat(body.path("toolConfig").path("functionCallingConfig")).isEqualTo(Gemini.json(config));
        assertThat(body.path("tools")
                        .get(0)
                        .path("functionDeclarations")
                        .get(1)
                        .path("name")
                        .asString())
                .isEqualTo("my_tool_x");
    }

    @Test
    void mapsSearchOfOtherProvidersOnlyWhereItGoesWithTheRest() {
        Tool search = new Tool.Server(Dialect.ANTHROPIC, "web_search_20250305", RawJson.of("{}"), null);
        Exchange alone = Gemini.exchange(with(new Tooling(List.of(search), null, null)), OLD);
        assertThat(Gemini.encode(alone).path("tools")).isEqualTo(Gemini.json("[{'googleSearch':{}}]"));
        assertThat(Gemini.lost(alone, Feature.TOOLS_SERVER, Loss.Fate.APPROXIMATED))
                .isTrue();
        Exchange beside = Gemini.exchange(with(new Tooling(List.of(search, function("f", "{}")), null, null)), OLD);
        assertThat(Gemini.encode(beside).path("tools").size()).isEqualTo(1);
        assertThat(Gemini.lost(beside, Feature.TOOLS_SERVER, Loss.Fate.DROPPED)).isTrue();
    }

    private static ChatRequest with(Tooling tooling) {
        return Gemini.says(Gemini.user("hi")).with(tooling);
    }

    private static Tool.Function function(String name, String schema) {
        return new Tool.Function(
                ToolName.function(name), "d", RawJson.of(schema.replace('\'', '"')), null, Tool.Options.NONE);
    }

    private static Part.ToolCall call(String id, String name) {
        return new Part.ToolCall(id, ToolName.function(name), args());
    }

    private static ToolInput args() {
        return new ToolInput.Json(RawJson.of("{\"n\":1}"));
    }
}
