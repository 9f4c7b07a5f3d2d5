package io.ninerouter.gateway.translate.gemini;

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
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.BadJsonException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini clients ask, read. */
class GeminiRequestDecodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'systemInstruction':{'role':'user','parts':[{'text':'S'}]},'contents':[{'role':'user','parts':[{'text':'hi'}]}]}",
                "{'system_instruction':{'parts':{'text':'S'}},'contents':[{'parts':[{'text':'hi'}]}]}",
                "{'contents':{'parts':{'text':'hi'}},'systemInstruction':'S'}",
                "{'contents':[{'role':null,'parts':[{'text':'hi','thought':false}]}],'systemInstruction':{'parts':[{'text':'S'}]},"
                        + "'safetySettings':null,'toolConfig':null,'tools':null,'generationConfig':null}",
            })
    void readsEveryWayToSayTheSame(String body) {
        assertThat(Gemini.decode(body).messages())
                .containsExactly(Message.of(Role.SYSTEM, List.of(new Part.Text("S"))), Gemini.user("hi"));
    }

    @Test
    void givesCallsWithoutIdsIdsAndResultsTheOnesOfTheirCalls() {
        ChatRequest request = Gemini.decode("{'contents':[{'role':'user','parts':[{'text':'go'}]},"
                + "{'role':'model','parts':[{'functionCall':{'name':'f','args':{'n':1}}},{'functionCall':{'name':'g'}},"
                + "{'functionCall':{'name':'f','args':{'n':2}}},{'functionCall':{'id':'own','name':'h'}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'g','response':{'output':'G'}}},"
                + "{'functionResponse':{'name':'f','response':{'output':'F1'}}},"
                + "{'functionResponse':{'id':'own','name':'h','response':{'error':'H'}}},"
                + "{'functionResponse':{'name':'f','response':{'output':'F2'}}},{'text':'and now?'}]}]}");
        List<Part.ToolCall> calls = request.messages().get(1).parts().stream()
                .map(Part.ToolCall.class::cast)
                .toList();
        List<Part.ToolResult> results = request.messages().get(2).parts().stream()
                .map(Part.ToolResult.class::cast)
                .toList();
        assertThat(calls).extracting(Part.ToolCall::id).doesNotHaveDuplicates().endsWith("own");
        assertThat(results)
                .extracting(Part.ToolResult::callId)
                .containsExactly(
                        calls.get(1).id(),
                        calls.get(0).id(),
                        calls.get(3).id(),
                        calls.get(2).id());
        assertThat(results.get(2).error()).isTrue();
        assertThat(request.messages().get(3)).isEqualTo(Gemini.user("and now?"));
    }

    @Test
    void keepsTheIdsWhileTheConversationGrows() {
        String turn = "{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}";
        List<Message> first = Gemini.decode("{'contents':[" + turn + "]}").messages();
        List<Message> longer =
                Gemini.decode("{'contents':[" + turn + "," + turn + "]}").messages();
        assertThat(longer.subList(0, first.size())).isEqualTo(first);
        assertThat(longer.stream().filter(message -> message.role() == Role.ASSISTANT))
                .doesNotHaveDuplicates();
    }

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of("{'output':'text'}", "text", false),
                Arguments.of("{'result':'text'}", "text", false),
                Arguments.of("{'error':'boom'}", "boom", true),
                Arguments.of("{'name':'f','content':'text'}", "text", false),
                Arguments.of("{'output':{'a':1}}", "{'a':1}", false),
                Arguments.of("{'output':['a']}", "['a']", false),
                Arguments.of("{'output':''}", "", false),
                Arguments.of("{'return_value':'Mexico'}", "{'return_value':'Mexico'}", false),
                Arguments.of("{'output':'a','error':'b'}", "{'output':'a','error':'b'}", false));
    }

    @ParameterizedTest
    @MethodSource("results")
    void readsResultsOfEveryForm(String response, String text, boolean error) {
        ChatRequest request = Gemini.decode("{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'function','parts':[{'functionResponse':{'name':'f','response':" + response + "}}]}]}");
        Part.ToolResult result =
                (Part.ToolResult) request.messages().getLast().parts().getFirst();
        assertThat(result.parts()).containsExactly(new Part.Text(text.replace('\'', '"')));
        assertThat(result.error()).isEqualTo(error);
    }

    @Test
    void readsPicturesInResultsBesideThemAndAlone() {
        ChatRequest request = Gemini.decode("{'contents':[{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'function_response':{'name':'f','response':{'output':'see'},"
                + "'parts':[{'inline_data':{'mime_type':'image/png','data':'AAAA'}}]}},"
                + "{'fileData':{'fileUri':'https://x/y.pdf','mimeType':'application/pdf'}},"
                + "{'fileData':{'fileUri':'https://generativelanguage.googleapis.com/v1beta/files/1','mimeType':'video/mp4'}},"
                + "{'inlineData':{'mimeType':'audio/wav','data':'-_-_8A'}},"
                + "{'inlineData':{'mimeType':'text/plain','data':'aGk='}}]}]}");
        Part.ToolResult result =
                (Part.ToolResult) request.messages().get(1).parts().getFirst();
        assertThat(((Part.Attachment) result.parts().get(1)).kind()).isEqualTo(Media.Kind.IMAGE);
        List<Part.Attachment> said = request.messages().get(2).parts().stream()
                .map(Part.Attachment.class::cast)
                .toList();
        assertThat(said)
                .extracting(Part.Attachment::kind)
                .containsExactly(Media.Kind.DOCUMENT, Media.Kind.VIDEO, Media.Kind.AUDIO, Media.Kind.DOCUMENT);
        assertThat(said.get(0).media()).isEqualTo(new Media.Url("https://x/y.pdf", "application/pdf"));
        assertThat(said.get(1).media()).isInstanceOf(Media.FileId.class);
        assertThat(((Media.Inline) said.get(2).media()).base64()).hasToString("+/+/8A==");
        assertThat(said.get(3).media()).isEqualTo(new Media.PlainText("hi"));
    }

    @Test
    void readsThoughtsAndWhatTheyAreSealedWith() {
        String wrapped =
                SealEnvelope.wrap(new Seal(Seal.Kind.SIGNATURE, "sig.n", Dialect.ANTHROPIC, "claude"), Dialect.GEMINI);
        ChatRequest request = Gemini.decode("{'contents':[{'role':'model','parts':["
                + "{'text':'hm','thought':true,'thoughtSignature':'" + wrapped + "'},"
                + "{'text':'','thought_signature':'own'},"
                + "{'functionCall':{'name':'f'},'thoughtSignature':'skip_thought_signature_validator'}]}]}");
        List<Part> parts = request.messages().getFirst().parts();
        assertThat(((Part.Reasoning) parts.get(0)).seal())
                .isEqualTo(new Seal(Seal.Kind.SIGNATURE, "sig.n", Dialect.ANTHROPIC, "claude"));
        assertThat(((Part.Text) parts.get(1)).seal())
                .isEqualTo(new Seal(Seal.Kind.SIGNATURE, "own", Dialect.GEMINI, null));
        assertThat(((Part.ToolCall) parts.get(2)).seal()).isNull();
    }

    static Stream<Arguments> choices() {
        ToolName f = ToolName.function("f");
        ToolName g = ToolName.function("g");
        return Stream.of(
                Arguments.of("'mode':'AUTO'", new ToolChoice.Auto()),
                Arguments.of("'mode':1", new ToolChoice.Auto()),
                Arguments.of("'mode':'any'", new ToolChoice.Any()),
                Arguments.of("'mode':'NONE'", new ToolChoice.None()),
                Arguments.of("'mode':'VALIDATED'", new ToolChoice.Auto()),
                Arguments.of("'mode':'ANY','allowedFunctionNames':['f']", new ToolChoice.Forced(f)),
                Arguments.of(
                        "'mode':2,'allowed_function_names':['f','g']", new ToolChoice.Allowed(true, List.of(f, g))),
                Arguments.of(
                        "'mode':'VALIDATED','allowedFunctionNames':['f']", new ToolChoice.Allowed(false, List.of(f))));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void readsWhichFunctionToCall(String config, ToolChoice choice) {
        assertThat(Gemini.decode("{'contents':[],'toolConfig':{'functionCallingConfig':{" + config + "}}}")
                        .tooling()
                        .choice())
                .isEqualTo(choice);
    }

    @Test
    void readsDeclarationsOfEitherFormAndToolsOfTheProvider() {
        ChatRequest request = Gemini.decode("{'contents':[],'tools':[{'googleSearch':{}},{'functionDeclarations':["
                + "{'name':'a','description':'A','parameters':{'type':'OBJECT','properties':{'pattern':{'type':'STRING',"
                + "'nullable':true},'type':{'type':3,'minimum':1},'nullable':{'type':'ARRAY','minItems':'2',"
                + "'items':{'type':'BOOLEAN'}}},'required':['pattern'],'propertyOrdering':['pattern']}},"
                + "{'name':'b','parameters_json_schema':{'$schema':'x','type':'object','properties':{}}},"
                + "{'name':'c','behavior':'NON_BLOCKING'}],'codeExecution':{}}]}");
        List<Tool> tools = request.tooling().tools();
        assertThat(tools).hasSize(5);
        assertThat(tools.stream().filter(Tool.Server.class::isInstance).map(tool -> ((Tool.Server) tool).type()))
                .containsExactly("googleSearch", "codeExecution");
        Tool.Function a = (Tool.Function) tools.get(1);
        assertThat(Gemini.JSON.readTree(a.schema().text()))
                .isEqualTo(Gemini.json("{'type':'object','properties':{'pattern':{'type':['string','null']},"
                        + "'type':{'type':'integer','minimum':1},'nullable':{'type':'array','minItems':2,"
                        + "'items':{'type':'boolean'}}},'required':['pattern']}"));
        assertThat(((Tool.Function) tools.get(2)).schema())
                .hasToString("{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{}}");
        assertThat(((Tool.Function) tools.get(3)).options().extras().members()).containsKey("behavior");
    }

    @Test
    void readsTheWholeConfiguration() {
        ChatRequest request = Gemini.decode(
                "{'contents':[],'cachedContent':'cachedContents/1','safetySettings':[],"
                        + "'generation_config':{'temperature':0.5,'topP':0.9,'top_k':2.0,'seed':7,'presencePenalty':-1.5,"
                        + "'frequencyPenalty':1,'maxOutputTokens':5,'stopSequences':['x'],'candidateCount':2,"
                        + "'responseLogprobs':true,'logprobs':3,'responseMimeType':'application/json',"
                        + "'responseSchema':{'type':'OBJECT'},'mediaResolution':'MEDIA_RESOLUTION_LOW','responseModalities':['TEXT']}}");
        assertThat(request.settings().sampling().temperature()).isEqualTo(0.5);
        assertThat(request.settings().sampling().topK()).isEqualTo(2);
        assertThat(request.settings().sampling().seed()).isEqualTo(7);
        assertThat(request.settings().sampling().presencePenalty()).isEqualTo(-1.5);
        assertThat(request.settings().output().maxTokens()).isEqualTo(5);
        assertThat(request.settings().output().stop()).containsExactly("x");
        assertThat(request.settings().output().choices()).isEqualTo(2);
        assertThat(request.settings().output().logprobs()).isEqualTo(3);
        assertThat(((OutputFormat.JsonSchema) request.settings().output().format()).schema())
                .hasToString("{\"type\":\"object\"}");
        assertThat(request.session().caching().content()).isEqualTo("cachedContents/1");
        assertThat(request.extras().of(Dialect.GEMINI))
                .containsOnlyKeys("safetySettings", "generationConfig.mediaResolution");
    }

    static Stream<Arguments> thinking() {
        return Stream.of(
                Arguments.of("'thinkingBudget':0", new ReasoningWish(ReasoningWish.Mode.OFF, null, null, null)),
                Arguments.of("'thinkingBudget':-1", new ReasoningWish(ReasoningWish.Mode.ADAPTIVE, null, null, null)),
                Arguments.of(
                        "'thinking_budget':128,'include_thoughts':true",
                        new ReasoningWish(ReasoningWish.Mode.BUDGET, null, 128L, "thoughts")),
                Arguments.of("'thinkingLevel':'HIGH'", new ReasoningWish(null, "high", null, null)),
                Arguments.of("'thinkingLevel':'THINKING_LEVEL_UNSPECIFIED'", ReasoningWish.NONE));
    }

    @ParameterizedTest
    @MethodSource("thinking")
    void readsHowMuchToThink(String config, ReasoningWish wish) {
        assertThat(Gemini.decode("{'contents':[],'generationConfig':{'thinkingConfig':{" + config + "}}}")
                        .settings()
                        .reasoning())
                .isEqualTo(wish);
    }

    @Test
    void namesWhatMessagesCannotCarryInTheirExtras() {
        ChatRequest request = Gemini.decode("{'contents':[{'parts':[{'fileData':{'fileUri':'https://youtu.be/x'},"
                + "'videoMetadata':{'fps':1}}]}]}");
        assertThat(request.messages().getFirst().extras().members()).containsOnlyKeys("parts.videoMetadata");
        assertThat(((Part.Attachment) request.messages().getFirst().parts().getFirst()).kind())
                .isEqualTo(Media.Kind.VIDEO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{'contents':5}",
                "{'contents':[{'role':'invalid_role','parts':[{'text':'a'}]}]}",
                "{'contents':[{'parts':[{'text':5}]}]}",
                "{'contents':[{'parts':[{'inlineData':{'mimeType':'image/png'}}]}]}",
                "{'contents':[],'tools':[{'functionDeclarations':[{'description':'nameless'}]}]}",
                "{'contents':[],'toolConfig':{'functionCallingConfig':{'mode':'SOMETIMES'}}}",
                "{'contents':[],'generationConfig':{'temperature':'hot'}}"
            })
    void refusesWhatItCannotUnderstand(String body) {
        assertThatThrownBy(() -> Gemini.decode(body))
                .isInstanceOf(BadJsonException.class)
                .hasMessageContaining("expected");
    }
}
