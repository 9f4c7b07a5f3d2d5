package io.ninerouter.gateway.translate;

import static io.ninerouter.config.Dialect.ANTHROPIC;
import static io.ninerouter.config.Dialect.GEMINI;
import static io.ninerouter.config.Dialect.KIRO;
import static io.ninerouter.config.Dialect.OPENAI_CHAT;
import static io.ninerouter.config.Dialect.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Known translations: what another gateway's converters made of the same input, with their mistakes corrected (facts page on
 * tests, section 3), and cases that none of its tests has (section 4). JSON is written with single quotes.
 */
class GoldenRequestsTest {
    /** A request of one dialect, and what stands where in the other. */
    record Told(
            String name, Dialect client, Dialect provider, String model, String body, Map<String, String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Told told(
            String name, Dialect client, Dialect provider, String model, String body, String... expected) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < expected.length; i += 2) {
            all.put(expected[i], expected[i + 1]);
        }
        return new Told(name, client, provider, model, body, all);
    }

    static Stream<Told> requests() {
        return Stream.of(
                told(
                        "G1 a conversation of Claude's with a tool, to chat",
                        ANTHROPIC,
                        OPENAI_CHAT,
                        "gpt-4o",
                        """
                        {'model':'m','max_tokens':100,'system':[{'type':'text','text':'S1'},{'type':'text','text':'S2'}],
                        'tools':[{'name':'ls','input_schema':{'type':'object','properties':{'p':{'type':'string'}}}}],
                        'tool_choice':{'type':'any'},'messages':[{'role':'user','content':'hi'},
                        {'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':''},
                          {'type':'text','text':'ok'},{'type':'tool_use','id':'toolu_1','name':'ls','input':{'p':'.'}}]},
                        {'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1',
                          'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},{'type':'text','text':'next'}]}]}""",
                        "/messages/0/role",
                        "'system'",
                        "/messages/1",
                        "{'role':'user','content':'hi'}",
                        "/messages/2/content",
                        "'ok'",
                        "/messages/2/tool_calls/0",
                        "{'id':'toolu_1','type':'function','function':{'name':'ls','arguments':'{\\'p\\':\\'.\\'}'}}",
                        "/messages/3/tool_call_id",
                        "'toolu_1'",
                        "/messages/4",
                        "{'role':'user','content':'next'}",
                        "/tool_choice",
                        "'required'",
                        "/tools/0/function/name",
                        "'ls'"),
                told(
                        "G2 a conversation of chat with a tool and an image, to Claude",
                        OPENAI_CHAT,
                        ANTHROPIC,
                        "claude-sonnet-4-5",
                        """
                        {'model':'m','max_tokens':40000,'reasoning_effort':'high','tool_choice':'auto',
                        'tools':[{'type':'function','function':{'name':'ls','parameters':{'type':'object','properties':{}}}}],
                        'messages':[{'role':'system','content':'S'},{'role':'user','content':'hi'},
                        {'role':'assistant','content':null,'tool_calls':[{'id':'call:1','type':'function',
                          'function':{'name':'ls','arguments':'{}'}}]},
                        {'role':'tool','tool_call_id':'call:1','content':'out'},
                        {'role':'user','content':[{'type':'text','text':'see'},
                          {'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]}]}""",
                        "/messages/0/role",
                        "'user'",
                        "/messages/1/content/0/type",
                        "'tool_use'",
                        "/messages/1/content/0/name",
                        "'ls'",
                        "/messages/2/role",
                        "'user'",
                        "/messages/2/content/0/type",
                        "'tool_result'",
                        "/messages/2/content/1/text",
                        "'see'",
                        "/messages/2/content/2/source",
                        "{'type':'base64','media_type':'image/png','data':'AAAA'}",
                        "/tool_choice/type",
                        "'auto'",
                        "/thinking/type",
                        "'enabled'",
                        "/max_tokens",
                        "40000"),
                told(
                        "G2 the same where a tool has to be called, which excludes thinking",
                        OPENAI_CHAT,
                        ANTHROPIC,
                        "claude-sonnet-4-5",
                        """
                        {'model':'m','max_tokens':10,'reasoning_effort':'high','tool_choice':'required',
                        'tools':[{'type':'function','function':{'name':'ls','parameters':{'type':'object','properties':{}}}}],
                        'messages':[{'role':'system','content':'S'},{'role':'user','content':'hi'},
                        {'role':'assistant','content':null,'tool_calls':[{'id':'call:1','type':'function',
                          'function':{'name':'ls','arguments':'{}'}}]},
                        {'role':'tool','tool_call_id':'call:1','content':'out'}]}""",
                        "/messages/1/content/0/id",
                        "'call_1'",
                        "/messages/2/content/0/tool_use_id",
                        "'call_1'",
                        "/tool_choice",
                        "{'type':'any'}",
                        "/thinking",
                        "{'type':'disabled'}",
                        "/max_tokens",
                        "10"),
                told(
                        "G3 names and schemas that Gemini would refuse; a parameter called pattern survives",
                        OPENAI_CHAT,
                        GEMINI,
                        "gemini-2.0-flash",
                        """
                        {'model':'m','messages':[{'role':'system','content':'S'},{'role':'user','content':'hi'},
                        {'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'my tool/x',
                          'arguments':'{\\'p\\':1}'}}]},{'role':'tool','tool_call_id':'c1','content':'{\\'ok\\':true}'}],
                        'tools':[{'type':'function','function':{'name':'my tool/x','parameters':{'type':'object',
                          'properties':{'pattern':{'type':'string'},'k':{'type':['string','null'],'default':'d'},
                          'e':{'enum':[1,2]}},'required':['pattern','k'],'additionalProperties':false}}}]}""",
                        "/systemInstruction/parts/0/text",
                        "'S'",
                        "/contents/0/parts/0/text",
                        "'hi'",
                        "/contents/1/role",
                        "'model'",
                        "/contents/1/parts/0/functionCall/args",
                        "{'p':1}",
                        "/contents/2/parts/0/functionResponse/name",
                        "'my_tool_x'",
                        "/tools/0/functionDeclarations/0/name",
                        "'my_tool_x'",
                        "/tools/0/functionDeclarations/0/parameters",
                        """
                        {'type':'object','properties':{'pattern':{'type':'string'},'k':{'type':'string','default':'d','nullable':true},
                        'e':{'enum':['1','2'],'type':'string'}},'required':['pattern','k']}"""),
                told(
                        "G4 what Codex sends, to chat",
                        OPENAI_RESPONSES,
                        OPENAI_CHAT,
                        "gpt-5",
                        """
                        {'model':'m','instructions':'I','reasoning':{'effort':'high'},'input':[
                        {'type':'message','role':'user','content':[{'type':'input_text','text':'hi'},
                          {'type':'input_image','image_url':'data:image/png;base64,AAAA'}]},
                        {'type':'function_call','call_id':'c1','name':'ls','arguments':'{}'},
                        {'type':'function_call_output','call_id':'c1','output':'out'}],
                        'tools':[{'type':'function','name':'ls','parameters':{'type':'object'}},{'type':'web_search'}]}""",
                        "/messages/0/content",
                        "'I'",
                        "/messages/1/content/0/text",
                        "'hi'",
                        "/messages/1/content/1/image_url/url",
                        "'data:image/png;base64,AAAA'",
                        "/messages/2/tool_calls/0/id",
                        "'c1'",
                        "/messages/3",
                        "{'role':'tool','tool_call_id':'c1','content':'out'}",
                        "/tools/0/function/name",
                        "'ls'",
                        "/reasoning_effort",
                        "'high'"),
                told(
                        "G5 a conversation of chat, to Responses",
                        OPENAI_CHAT,
                        OPENAI_RESPONSES,
                        "gpt-5",
                        """
                        {'model':'m','max_tokens':50,'messages':[{'role':'system','content':'S'},{'role':'user','content':'hi'},
                        {'role':'assistant','content':'a','tool_calls':[{'id':'c1','type':'function',
                          'function':{'name':'ls','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c1','content':'out'}]}""",
                        "/instructions",
                        "'S'",
                        "/input/0",
                        "{'type':'message','role':'user','content':'hi'}",
                        "/input/1/content",
                        "'a'",
                        "/input/2/call_id",
                        "'c1'",
                        "/input/3/output",
                        "'out'",
                        "/store",
                        "false",
                        "/max_output_tokens",
                        "50"),
                told(
                        "G6 a conversation of chat with a tool, to Kiro",
                        OPENAI_CHAT,
                        KIRO,
                        "claude-sonnet-4.5",
                        """
                        {'model':'m','messages':[{'role':'system','content':'S'},{'role':'user','content':'hi'},
                        {'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',
                          'function':{'name':'ls','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c1','content':'out'}],
                        'tools':[{'type':'function','function':{'name':'ls'}}]}""",
                        "/conversationState/history",
                        """
                        [{'userInputMessage':{'content':'S\\n\\nhi','modelId':'claude-sonnet-4.5'}},
                        {'assistantResponseMessage':{'content':'...','toolUses':[{'toolUseId':'c1','name':'ls','input':{}}]}}]""",
                        "/conversationState/currentMessage/userInputMessage/origin",
                        "'AI_EDITOR'",
                        "/conversationState/currentMessage/userInputMessage/userInputMessageContext",
                        """
                        {'toolResults':[{'toolUseId':'c1','status':'success','content':[{'text':'out'}]}],
                        'tools':[{'toolSpecification':{'name':'ls','description':'Tool: ls',
                          'inputSchema':{'json':{'type':'object','properties':{}}}}}]}"""),
                told(
                        "C22 results that come out of order are brought to their calls",
                        OPENAI_CHAT,
                        ANTHROPIC,
                        "claude-sonnet-4-5",
                        """
                        {'model':'m','messages':[{'role':'user','content':'hi'},{'role':'assistant','tool_calls':[
                        {'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},
                        {'id':'b','type':'function','function':{'name':'g','arguments':'{}'}}]},
                        {'role':'tool','tool_call_id':'b','content':'of g'},{'role':'tool','tool_call_id':'a','content':'of f'}]}""",
                        "/messages/1/content/0/id",
                        "'a'",
                        "/messages/2/content/0/tool_use_id",
                        "'a'",
                        "/messages/2/content/1/tool_use_id",
                        "'b'"),
                told(
                        "C23 a tool that said nothing has a result all the same",
                        ANTHROPIC,
                        GEMINI,
                        "gemini-2.5-pro",
                        """
                        {'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'},
                        {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},
                        {'role':'user','content':[{'type':'tool_result','tool_use_id':'t'}]}]}""",
                        "/contents/2/parts/0/functionResponse/name",
                        "'f'"),
                told(
                        "the marks of a cached prompt stay where Claude is asked by chat",
                        ANTHROPIC,
                        OPENAI_CHAT,
                        "anthropic/claude-sonnet-4.6",
                        """
                        {'model':'m','max_tokens':9,'system':[{'type':'text','text':'S'},
                          {'type':'text','text':'T','cache_control':{'type':'ephemeral','ttl':'1h'}}],
                        'messages':[{'role':'user','content':'hi'},
                        {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},
                        {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'out',
                          'cache_control':{'type':'ephemeral'}}]}]}""",
                        "/messages/0/content",
                        """
                        [{'type':'text','text':'S'},
                        {'type':'text','text':'T','cache_control':{'type':'ephemeral','ttl':'1h'}}]""",
                        "/messages/1/content",
                        "'hi'",
                        "/messages/3/content",
                        "[{'type':'text','text':'out','cache_control':{'type':'ephemeral'}}]"),
                told(
                        "and are left out where another model would refuse them",
                        ANTHROPIC,
                        OPENAI_CHAT,
                        "gpt-5.5",
                        """
                        {'model':'m','max_tokens':9,'messages':[{'role':'user','content':[
                          {'type':'text','text':'hi','cache_control':{'type':'ephemeral'}}]}]}""",
                        "/messages/0",
                        "{'role':'user','content':'hi'}"),
                told(
                        "C24 an image in a tool's result reaches a dialect that has no place for it there",
                        ANTHROPIC,
                        OPENAI_CHAT,
                        "gpt-4o",
                        """
                        {'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'},
                        {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},
                        {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':[
                          {'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'}}]}]}]}""",
                        "/messages/2/role",
                        "'tool'",
                        "/messages/3/role",
                        "'user'",
                        "/messages/3/content/1/image_url/url",
                        "'data:image/png;base64,AAAA'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestIsToldAsExpected(Told told) {
        JsonNode body = encoded(told);

        told.expected.forEach((place, expected) ->
                assertThat(body.at(place)).as("%s in %s", place, body).isEqualTo(json(expected)));
    }

    private static JsonNode encoded(Told told) {
        ChatRequest request = Codecs.TRANSLATION.decode(told.client, utf8(quoted(told.body)));
        Exchange exchange = new Exchange(
                told.client, request, new TargetModel(told.provider, told.model, null), new Ids(new Random(1), 1));
        return Fixture.JSON.readTree(Codecs.TRANSLATION.encode(exchange, 0));
    }

    private static JsonNode json(String text) {
        return Fixture.JSON.readTree(quoted(text));
    }

    static String quoted(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"').replace("\\\"\"", "\\\"\"");
    }

    private static Utf8 utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Utf8.slice(bytes, 0, bytes.length);
    }
}
