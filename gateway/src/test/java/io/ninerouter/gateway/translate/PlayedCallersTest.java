package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.fake.AnthropicRules;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.fake.GeminiRules;
import io.ninerouter.gateway.fake.OpenAiRules;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.recorded.Recordings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Requests that are right where they come from, held to the rules of those that they are told to. */
class PlayedCallersTest {
    private record Provider(Dialect dialect, String model) {}

    private static final List<Provider> PROVIDERS = List.of(
            new Provider(Dialect.OPENAI_CHAT, "gpt-5.5"),
            new Provider(Dialect.OPENAI_CHAT, "gpt-4.1"),
            new Provider(Dialect.OPENAI_RESPONSES, "gpt-5.5"),
            new Provider(Dialect.ANTHROPIC, "claude-sonnet-4-5"),
            new Provider(Dialect.GEMINI, "gemini-3-flash"),
            new Provider(Dialect.GEMINI, "gemini-2.0-flash"),
            new Provider(Dialect.BEDROCK_CONVERSE, "us.anthropic.claude-sonnet-4-5-20250929-v1:0"));

    @TestFactory
    Stream<DynamicTest> requestsOfRealClientsBreakNoRule() {
        List<DynamicTest> tests = new ArrayList<>();
        Recordings.requests().forEach((name, body) -> {
            Dialect client = name.startsWith("capture") ? client(Fixture.JSON.readTree(body)) : null;
            if (client != null) {
                tests.addAll(against(name, client, new String(body, StandardCharsets.UTF_8)));
            }
        });
        return tests.stream();
    }

    private static Dialect client(JsonNode body) {
        if (body.has("contents")) {
            return Dialect.GEMINI;
        }
        if (body.has("input")) {
            return Dialect.OPENAI_RESPONSES;
        }
        if (!body.has("messages")) {
            return null;
        }
        boolean anthropic = body.has("system")
                || body.path("tools").path(0).has("input_schema")
                || (body.has("max_tokens") && !body.path("tools").path(0).has("function"));
        return anthropic ? Dialect.ANTHROPIC : Dialect.OPENAI_CHAT;
    }

    private static final String TOOL =
            "{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}";
    private static final String A_TOOL = "{'name':'f','input_schema':{'type':'object','properties':{}}}";
    private static final String CALL =
            "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]}";

    static Map<String, String> chat() {
        String hi = "{'role':'user','content':'Hi'}";
        return Map.ofEntries(
                Map.entry("empty content", messages("{'role':'user','content':''}")),
                Map.entry("a blank turn between", messages(hi + ",{'role':'assistant','content':''}," + hi)),
                Map.entry(
                        "a part without text",
                        messages("{'role':'user','content':[{'type':'text','text':''},"
                                + "{'type':'text','text':'Hi'}]}")),
                Map.entry(
                        "a result without its call",
                        messages(hi + ",{'role':'tool','tool_call_id':'c9','content':'x'}")),
                Map.entry("a call without its result", messages(hi + "," + CALL + "," + hi)),
                Map.entry(
                        "two results of one call",
                        messages(
                                hi + "," + CALL
                                        + ",{'role':'tool','tool_call_id':'c1','content':'x'},{'role':'tool','tool_call_id':'c1','content':'y'}")),
                Map.entry(
                        "an empty result",
                        messages(hi + "," + CALL + ",{'role':'tool','tool_call_id':'c1','content':''}")),
                Map.entry("tools of one name", tools(TOOL + "," + TOOL, "")),
                Map.entry("a long name", tools(TOOL.replace("'f'", "'" + "n".repeat(100) + "'"), "")),
                Map.entry(
                        "names that are alike in their first 64 letters",
                        tools(
                                TOOL.replace("'f'", "'" + "n".repeat(70) + "a'") + ","
                                        + TOOL.replace("'f'", "'" + "n".repeat(70) + "b'"),
                                "")),
                Map.entry("a tool without parameters", tools("{'type':'function','function':{'name':'f'}}", "")),
                Map.entry(
                        "a tool with parameters that say nothing",
                        tools(TOOL.replace("{'type':'object','properties':{}}", "{}"), "")),
                Map.entry(
                        "a tool of a list of anything",
                        tools(TOOL.replace("'properties':{}", "'properties':{'a':{'type':'array'}}"), "")),
                Map.entry(
                        "a tool of a tuple",
                        tools(
                                TOOL.replace(
                                        "'properties':{}",
                                        "'properties':{'a':{'type':'array','items':[{'type':'string'}]}}"),
                                "")),
                Map.entry("a choice among no tools", messages(hi).replace("}]}", "}],'tool_choice':'required'}")),
                Map.entry("one call at a time", tools(TOOL, ",'parallel_tool_calls':false")),
                Map.entry("several answers", messages(hi).replace("}]}", "}],'n':3}")),
                Map.entry("log probabilities", messages(hi).replace("}]}", "}],'logprobs':true,'top_logprobs':5}")),
                Map.entry("many stops", messages(hi).replace("}]}", "}],'stop':['a','b','c','d']}")),
                Map.entry("a stop of blanks", messages(hi).replace("}]}", "}],'stop':['\\n','END']}")),
                Map.entry("a high temperature", messages(hi).replace("}]}", "}],'temperature':1.9}")),
                Map.entry("both samplings", messages(hi).replace("}]}", "}],'temperature':0.3,'top_p':0.5}")),
                Map.entry(
                        "effort, warm", messages(hi).replace("}]}", "}],'temperature':0.3,'reasoning_effort':'high'}")),
                Map.entry("effort, a call forced", tools(TOOL, ",'reasoning_effort':'high','tool_choice':'required'")),
                Map.entry("a system alone", messages("{'role':'system','content':'Be brief.'}")),
                Map.entry("a developer", messages("{'role':'developer','content':'Be brief.'}," + hi)),
                Map.entry("the assistant last", messages(hi + ",{'role':'assistant','content':'I am '}")),
                Map.entry("the assistant first", messages("{'role':'assistant','content':'Hello'}," + hi)),
                Map.entry(
                        "turns of one role",
                        messages(hi + "," + hi
                                + ",{'role':'assistant','content':'a'},{'role':'assistant','content':'b'}," + hi)),
                Map.entry("few tokens", messages(hi).replace("}]}", "}],'max_tokens':1}")));
    }

    static Map<String, String> anthropic() {
        String hi = "{'role':'user','content':'Hi'}";
        String used = "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]}";
        String image = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";
        return Map.ofEntries(
                Map.entry("warm", asked(hi, ",'temperature':1")),
                Map.entry("cool", asked(hi, ",'temperature':0.2,'top_k':5")),
                Map.entry("many stops", asked(hi, ",'stop_sequences':['a','b','c','d','e','f']")),
                Map.entry(
                        "an image in a result",
                        asked(
                                hi + "," + used + ",{'role':'user','content':[{'type':'tool_result',"
                                        + "'tool_use_id':'t1','content':[" + image + "]}]}",
                                ",'tools':[" + A_TOOL + "]")),
                Map.entry(
                        "a result without content",
                        asked(
                                hi + "," + used
                                        + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1'}]}",
                                ",'tools':[" + A_TOOL + "]")),
                Map.entry(
                        "a failed result",
                        asked(
                                hi + "," + used
                                        + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','is_error':true,'content':'no'},"
                                        + "{'type':'text','text':'Go on'}]}",
                                ",'tools':[" + A_TOOL + "]")),
                Map.entry(
                        "a call of a tool that is not offered",
                        asked(
                                hi + "," + used
                                        + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'x'}]}",
                                "")),
                Map.entry(
                        "a long id",
                        asked(
                                hi + "," + used.replace("t1", "t".repeat(60))
                                        + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'"
                                        + "t".repeat(60)
                                        + "','content':'x'}]}",
                                ",'tools':[" + A_TOOL + "]")),
                Map.entry("a prefill", asked(hi + ",{'role':'assistant','content':'{'}", "")),
                Map.entry("thoughts", asked(hi, ",'thinking':{'type':'enabled','budget_tokens':1024}")),
                Map.entry("no tool", asked(hi, ",'tools':[" + A_TOOL + "],'tool_choice':{'type':'none'}")),
                Map.entry(
                        "an image of five megabytes",
                        asked(
                                "{'role':'user','content':[" + image.replace("iVBORw0KGgo=", "A".repeat(5_000_000))
                                        + "]}",
                                "")));
    }

    private static String messages(String messages) {
        return "{'model':'m','messages':[" + messages + "]}";
    }

    private static String tools(String tools, String more) {
        return "{'model':'m','messages':[{'role':'user','content':'Hi'}],'tools':[" + tools + "]" + more + "}";
    }

    private static String asked(String messages, String more) {
        return "{'model':'m','max_tokens':2048,'messages':[" + messages + "]" + more + "}";
    }

    @TestFactory
    Stream<DynamicTest> cornersOfADialectBreakNoRuleOfAnother() {
        List<DynamicTest> tests = new ArrayList<>();
        chat().forEach((name, body) ->
                tests.addAll(against("chat, " + name, Dialect.OPENAI_CHAT, body.replace('\'', '"'))));
        anthropic()
                .forEach((name, body) ->
                        tests.addAll(against("Anthropic, " + name, Dialect.ANTHROPIC, body.replace('\'', '"'))));
        return tests.stream();
    }

    private static List<DynamicTest> against(String name, Dialect client, String body) {
        return PROVIDERS.stream()
                .filter(provider -> provider.dialect() != client)
                .map(provider -> DynamicTest.dynamicTest(
                        name + " to " + provider,
                        () -> assertThat(broken(client, body, provider)).isEmpty()))
                .toList();
    }

    private static List<String> broken(Dialect client, String body, Provider provider) {
        DialectCodec codec = Codecs.of(client);
        ChatRequest request = codec.decodeRequest(Utf8.of(body));
        Exchange exchange = new Exchange(
                client,
                request,
                Codecs.target(provider.dialect(), provider.model()),
                new Ids(new Random(1), 1_700_000_000));
        byte[] told = Codecs.TRANSLATION.encode(exchange, body.length());
        JsonNode sent = Fixture.JSON.readTree(told);
        return switch (provider.dialect()) {
            case ANTHROPIC -> AnthropicRules.broken(sent);
            case GEMINI -> GeminiRules.broken(sent);
            case BEDROCK_CONVERSE -> ConverseRules.broken(told);
            default -> OpenAiRules.broken(sent, provider.model().startsWith("gpt-5"));
        };
    }
}
