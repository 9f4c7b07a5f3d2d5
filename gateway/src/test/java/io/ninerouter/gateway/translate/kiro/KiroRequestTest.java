package io.ninerouter.gateway.translate.kiro;

import static io.ninerouter.gateway.translate.ToProviderCase.chat;
import static io.ninerouter.gateway.translate.ToProviderCase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.translate.ToProviderCase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What becomes of requests at Kiro. */
class KiroRequestTest {
    private static final String MODEL = "claude-sonnet-4.5";
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String TOOL =
            "{'name':'ls','description':'Lists','input_schema':{'type':'object','properties':{}}}";
    private static final String CURRENT = "/conversationState/currentMessage/userInputMessage";
    private static final String HISTORY = "/conversationState/history";

    private static String ask(String more) {
        return "{'model':'m','max_tokens':9," + HI + more + "}";
    }

    private static String dialog(String... messages) {
        return "{'model':'m','max_tokens':9,'messages':[" + String.join(",", messages) + "]}";
    }

    private static String user(String content) {
        return "{'role':'user','content':" + content + "}";
    }

    private static String assistant(String content) {
        return "{'role':'assistant','content':" + content + "}";
    }

    private static String use(String id) {
        return "{'type':'tool_use','id':'" + id + "','name':'ls','input':{'d':'" + id + "'}}";
    }

    private static String result(String id, String content) {
        return "{'type':'tool_result','tool_use_id':'" + id + "','content':" + content + "}";
    }

    private static final String USER_SYSTEM = "~SYSTEM_IN_PLACE: as words of the user";

    static List<ToProviderCase> conversations() {
        return List.of(
                row(
                        "text",
                        ask(""),
                        MODEL,
                        CURRENT,
                        "{'content':'Hi','modelId':'claude-sonnet-4.5','origin':'AI_EDITOR'}"),
                row(
                        "instructions",
                        ask(",'system':'Be brief.'"),
                        MODEL,
                        CURRENT + "/content",
                        "'Be brief.\\n\\nHi'",
                        USER_SYSTEM),
                row(
                        "instructions of a longer conversation stand at its start",
                        "{'model':'m','max_tokens':9,'system':'S','messages':[" + user("'a'") + "," + assistant("'b'")
                                + "," + user("'c'") + "]}",
                        MODEL,
                        HISTORY,
                        "[{'userInputMessage':{'content':'S\\n\\na','modelId':'claude-sonnet-4.5'}},"
                                + "{'assistantResponseMessage':{'content':'b'}}]",
                        USER_SYSTEM),
                row(
                        "neighbours of one role",
                        dialog(user("'a'"), user("'b'"), assistant("'c'"), assistant("'d'"), user("'e'")),
                        MODEL,
                        HISTORY,
                        "[{'userInputMessage':{'content':'a\\n\\nb','modelId':'claude-sonnet-4.5'}},"
                                + "{'assistantResponseMessage':{'content':'c\\n\\nd'}}]"),
                row(
                        "an assistant that begins",
                        dialog(assistant("'a'"), user("'b'")),
                        MODEL,
                        HISTORY + "/0/userInputMessage/content",
                        "'[The conversation begins here.]'",
                        "~TURN_ORDER: with a first turn of the user"),
                row(
                        "an assistant that ends",
                        dialog(user("'a'"), assistant("'b'")),
                        MODEL,
                        CURRENT + "/content",
                        "'Go on exactly where the last message ends.'",
                        "~ASSISTANT_PREFILL: as a request to go on"),
                row(
                        "an open call at the end",
                        dialog(user("'a'"), assistant("[" + use("t1") + "]")),
                        MODEL,
                        CURRENT + "/userInputMessageContext/toolResults",
                        "[{'toolUseId':'t1','status':'error','content':[{'text':'[no result: the call was interrupted]'}]}]",
                        "~TOOL_RESULT_PAIRING: missing result as a failed one"),
                row(
                        "calls without words",
                        dialog(user("'a'"), assistant("[" + use("t1") + "]"), user("[" + result("t1", "'x'") + "]")),
                        MODEL,
                        HISTORY + "/1",
                        "{'assistantResponseMessage':{'content':'...','toolUses':[{'toolUseId':'t1','name':'ls',"
                                + "'input':{'d':'t1'}}]}}"),
                row(
                        "results of turns that become one",
                        dialog(
                                user("'a'"),
                                assistant("[" + use("t1") + "," + use("t2") + "]"),
                                user("[" + result("t1", "'x'") + "]"),
                                user("[" + result("t2", "[{'type':'text','text':'y'}]")
                                        + ",{'type':'text','text':'z'}]"),
                                assistant("'b'"),
                                user("'c'")),
                        MODEL,
                        HISTORY + "/2/userInputMessage",
                        "{'content':'z','modelId':'claude-sonnet-4.5','userInputMessageContext':{'toolResults':["
                                + "{'toolUseId':'t1','status':'success','content':[{'text':'x'}]},"
                                + "{'toolUseId':'t2','status':'success','content':[{'text':'y'}]}]}}"),
                row(
                        "a result without its call",
                        dialog(user("[" + result("t9", "'x'") + ",{'type':'text','text':'y'}]")),
                        MODEL,
                        CURRENT,
                        "{'content':'[result of tool call t9]\\n\\nx\\n\\ny','modelId':'claude-sonnet-4.5',"
                                + "'origin':'AI_EDITOR'}",
                        "~TOOL_RESULT_PAIRING: result without its call as text"));
    }

    static List<ToProviderCase> attachments() {
        String png = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'aGk='}}";
        return List.of(
                row(
                        "an image now",
                        dialog(user("[" + png + "]")),
                        MODEL,
                        CURRENT,
                        "{'content':'[Images.]','modelId':'claude-sonnet-4.5','origin':'AI_EDITOR',"
                                + "'images':[{'format':'png','source':{'bytes':'aGk='}}]}"),
                row(
                        "an image before",
                        dialog(user("[" + png + ",{'type':'text','text':'a'}]"), assistant("'b'"), user("'c'")),
                        MODEL,
                        HISTORY + "/0/userInputMessage/images",
                        "[{'format':'png','source':{'bytes':'aGk='}}]"),
                row(
                        "an image of a tool",
                        dialog(
                                user("'a'"),
                                assistant("[" + use("t1") + "]"),
                                user("[" + result("t1", "[" + png + "]") + "]")),
                        MODEL,
                        CURRENT + "/images",
                        "[{'format':'png','source':{'bytes':'aGk='}}]",
                        "~TOOL_RESULT_MEDIA: beside the result"),
                row(
                        "an image on the web",
                        dialog(user("[{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}]")),
                        MODEL,
                        CURRENT + "/content",
                        "'[images at https://example.com/a.png]'",
                        "~IMAGE_URL: as words that name it"),
                row(
                        "a document",
                        dialog(user("[{'type':'document','title':'a.pdf','source':{'type':'base64','media_type':"
                                + "'application/pdf','data':'JVBERi0='}}]")),
                        MODEL,
                        CURRENT + "/content",
                        "'[left out here: documents, a.pdf]'",
                        "-DOCUMENTS: images only"));
    }

    static List<ToProviderCase> tools() {
        String refused = "{'type':'object','$schema':'x','additionalProperties':false,'required':[],'properties':"
                + "{'required':{'type':'object','additionalProperties':true,'required':['a'],'properties':{'a':{}}}}}";
        return List.of(
                row(
                        "a tool",
                        ask(",'tools':[" + TOOL + "]"),
                        MODEL,
                        CURRENT + "/userInputMessageContext",
                        "{'tools':[{'toolSpecification':{'name':'ls','description':'Lists','inputSchema':{'json':"
                                + "{'type':'object','properties':{}}}}}]}"),
                row(
                        "keywords that are refused, and properties of the same name",
                        ask(",'tools':[{'name':'ls','description':'L','input_schema':" + refused + "}]"),
                        MODEL,
                        CURRENT + "/userInputMessageContext/tools/0/toolSpecification/inputSchema/json",
                        "{'type':'object','properties':{'required':{'type':'object','required':['a'],"
                                + "'properties':{'a':{}}}}}",
                        "~TOOL_SCHEMA: without $schema",
                        "~TOOL_SCHEMA: without additionalProperties"),
                row(
                        "no description",
                        ask(",'tools':[{'name':'ls','input_schema':{'type':'object','properties':{}}}]"),
                        MODEL,
                        CURRENT + "/userInputMessageContext/tools/0/toolSpecification/description",
                        "'Tool: ls'"),
                row(
                        "a long description",
                        ask(",'tools':[" + TOOL.replace("Lists", "x".repeat(9_001)) + "]"),
                        MODEL,
                        CURRENT + "/content",
                        "'Description of the tool ls:\\n" + "x".repeat(9_001) + "\\n\\nHi'",
                        "~TOOLS: a long description in the instructions"),
                row(
                        "a tool that was called and is not declared any more",
                        dialog(user("'a'"), assistant("[" + use("t1") + "]"), user("[" + result("t1", "'x'") + "]")),
                        MODEL,
                        CURRENT + "/userInputMessageContext/tools/0/toolSpecification/name",
                        "'ls'"),
                row(
                        "this tool",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'tool','name':'ls'}"),
                        MODEL,
                        CURRENT + "/content",
                        "'Hi\\n\\n[Answer by calling the tool ls.]'",
                        "~TOOL_CHOICE: in words"),
                row(
                        "no tool",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'none'}"),
                        MODEL,
                        CURRENT + "/userInputMessageContext",
                        "",
                        "~TOOL_CHOICE: by offering none"),
                row(
                        "a name that is too long",
                        ask(",'tools':[" + TOOL.replace("'ls'", "'" + "n".repeat(80) + "'") + "]"),
                        MODEL,
                        CURRENT + "/userInputMessageContext/tools/0/toolSpecification/name",
                        "'" + "n".repeat(55)
                                + String.format("_%08x", "n".repeat(80).hashCode()) + "'",
                        "~TOOL_NAMES: renamed, and back in the answer"));
    }

    static List<ToProviderCase> settings() {
        return List.of(
                row(
                        "sampling",
                        ask(",'temperature':0.5,'top_p':0.9"),
                        MODEL,
                        "/inferenceConfig",
                        "{'maxTokens':9,'temperature':0.5,'topP':0.9}"),
                row(
                        "what the service has not",
                        ask(",'top_k':5,'stop_sequences':['x'],'thinking':{'type':'enabled','budget_tokens':2000}"),
                        MODEL,
                        "/inferenceConfig",
                        "{'maxTokens':9}",
                        "-TOP_K: has no such setting",
                        "-STOP_SEQUENCES: has no such setting",
                        "-REASONING_BUDGET: has no such setting"),
                chat("nothing said", "{" + HI + "}", MODEL, "/inferenceConfig", ""),
                chat(
                        "JSON",
                        "{" + HI + ",'response_format':{'type':'json_object'}}",
                        MODEL,
                        CURRENT + "/content",
                        "'When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no code fence.\\n\\nHi'",
                        "~JSON_OBJECT: as instructions"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"conversations", "attachments", "tools", "settings"})
    void isSaidSoAndReportsWhatIsLost(ToProviderCase each) {
        each.check(Dialect.KIRO);
    }

    private static JsonNode body(String said, Map<String, String> account) {
        return row("", said, MODEL, "", "").body(Dialect.KIRO, account);
    }

    private static String id(String said) {
        return body(said, Map.of()).at("/conversationState/conversationId").asString("");
    }

    @Test
    void aConversationKeepsItsIdWhileItGrows() {
        String id = id(dialog(user("'a'")));

        assertThat(id(dialog(user("'a'"), assistant("'b'"), user("'c'")))).isEqualTo(id);
        assertThat(id("{'model':'m','max_tokens':9,'system':'It is noon.','messages':[" + user("'a'") + "]}"))
                .isEqualTo(id);
        assertThat(id(dialog(user("'b'")))).isNotEqualTo(id);
        assertThat(id("{'model':'m','max_tokens':9,'metadata':{'user_id':'s1'},'messages':[" + user("'a'") + "]}"))
                .isNotEqualTo(id);
    }

    @Test
    void namesTheProfileOfTheAccount() {
        assertThat(body(ask(""), Map.of("profileArn", "arn:x"))
                        .path("profileArn")
                        .asString(""))
                .isEqualTo("arn:x");
        assertThat(body(ask(""), Map.of()).has("profileArn")).isFalse();
    }
}
