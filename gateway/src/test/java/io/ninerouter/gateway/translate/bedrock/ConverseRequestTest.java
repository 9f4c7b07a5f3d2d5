package io.ninerouter.gateway.translate.bedrock;

import static io.ninerouter.gateway.translate.ToProviderCase.chat;
import static io.ninerouter.gateway.translate.ToProviderCase.row;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.translate.ToProviderCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of requests at Bedrock, by the family of the model. */
class ConverseRequestTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String OPUS = "anthropic.claude-opus-4-8";
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final String NOVA_2 = "us.amazon.nova-2-lite-v1:0";
    private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
    private static final String MISTRAL = "mistral.mistral-large-2407-v1:0";
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String TOOL =
            "{'name':'ls','description':'Lists','input_schema':{'type':'object','properties':{}}}";

    private static String ask(String more) {
        return "{'model':'m','max_tokens':20000," + HI + more + "}";
    }

    private static String says(String role, String content) {
        return "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'Hi'},{'role':'" + role
                + "','content':" + content + "}]}";
    }

    private static String user(String content) {
        return "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':" + content + "}]}";
    }

    static List<ToProviderCase> conversations() {
        return List.of(
                row("text", ask(""), CLAUDE, "/messages", "[{'role':'user','content':[{'text':'Hi'}]}]"),
                row("system", ask(",'system':'Be brief.'"), CLAUDE, "/system", "[{'text':'Be brief.'}]"),
                chat(
                        "system in the middle",
                        "{'messages':[{'role':'user','content':'a'},{'role':'system','content':'b'}]}",
                        CLAUDE,
                        "/messages",
                        "[{'role':'user','content':[{'text':'a'},{'text':'b'}]}]",
                        "~SYSTEM_IN_PLACE: as words of the user"),
                row(
                        "an image",
                        user("[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'aGk='}}]"),
                        CLAUDE,
                        "/messages/0/content/0",
                        "{'image':{'format':'jpeg','source':{'bytes':'aGk='}}}"),
                row(
                        "an image of a type that is not taken",
                        user("[{'type':'image','source':{'type':'base64','media_type':'image/tiff','data':'aGk='}}]"),
                        CLAUDE,
                        "/messages/0/content/0",
                        "{'text':'[left out here: images]'}",
                        "-IMAGES: of this type"),
                row(
                        "an image on the web",
                        user("[{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}]"),
                        CLAUDE,
                        "/messages/0/content/0",
                        "{'text':'[images at https://example.com/a.png]'}",
                        "~IMAGE_URL: as words that name it"),
                row(
                        "an image in a bucket",
                        user("[{'type':'image','source':{'type':'url','url':'s3://bucket/a.png'}}]"),
                        NOVA,
                        "/messages/0/content/0",
                        "{'image':{'format':'png','source':{'s3Location':{'uri':'s3://bucket/a.png'}}}}"),
                row(
                        "documents, with words beside them and names of their own",
                        user("[{'type':'document','title':'Q3 report.pdf','citations':{'enabled':true},'source':"
                                + "{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}},"
                                + "{'type':'document','title':'Q3 report.pdf','context':'old',"
                                + "'source':{'type':'text','media_type':'text/plain','data':'hi'}}]"),
                        CLAUDE,
                        "/messages/0/content",
                        "[{'text':'[Documents.]'},{'document':{'format':'pdf','name':'Q3 report-pdf',"
                                + "'citations':{'enabled':true},'source':{'bytes':'JVBERi0='}}},"
                                + "{'document':{'format':'txt','name':'Q3 report-pdf (2)','context':'old',"
                                + "'source':{'bytes':'aGk='}}}]",
                        "~DOCUMENT_DETAIL: its name in characters that the provider takes"),
                row(
                        "an answer begun",
                        says("assistant", "'It is  '"),
                        "anthropic.claude-3-5-sonnet-20240620-v1:0",
                        "/messages/1",
                        "{'role':'assistant','content':[{'text':'It is'}]}",
                        "~ASSISTANT_PREFILL: without white space at its end"),
                row(
                        "an answer begun, for a model that does not go on from it",
                        says("assistant", "'It is'"),
                        OPUS,
                        "/messages/2",
                        "{'role':'user','content':[{'text':'Go on exactly where the last message ends.'}]}",
                        "~ASSISTANT_PREFILL: as a request to go on"),
                row(
                        "calls and results",
                        "{'model':'m','max_tokens':9,'tools':[" + TOOL + "],'messages':[{'role':'user','content':'Hi'},"
                                + "{'role':'assistant','content':[{'type':'tool_use','id':'a.1','name':'ls','input':{'d':1}}]},"
                                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a.1','is_error':true,"
                                + "'content':[{'type':'text','text':'no'}]},{'type':'text','text':'go on'}]}]}",
                        CLAUDE,
                        "/messages",
                        "[{'role':'user','content':[{'text':'Hi'}]},{'role':'assistant','content':[{'toolUse':"
                                + "{'toolUseId':'a_1','name':'ls','input':{'d':1}}}]},{'role':'user','content':[{'toolResult':"
                                + "{'toolUseId':'a_1','content':[{'text':'no'}],'status':'error'}},{'text':'go on'}]}]"),
                row(
                        "a failure, for a model without a word for it",
                        "{'model':'m','max_tokens':9,'tools':[" + TOOL + "],'messages':[{'role':'user','content':'Hi'},"
                                + "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'ls','input':{}}]},"
                                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','is_error':true,"
                                + "'content':'no'}]}]}",
                        LLAMA,
                        "/messages/2/content",
                        "[{'toolResult':{'toolUseId':'a','content':[{'text':'[The tool failed.]'},{'text':'no'}]}}]",
                        "~TOOL_RESULT_ERROR: in words"));
    }

    static List<ToProviderCase> tools() {
        return List.of(
                row(
                        "a tool",
                        ask(",'tools':[" + TOOL + "]"),
                        CLAUDE,
                        "/toolConfig",
                        "{'tools':[{'toolSpec':{'name':'ls','description':'Lists','inputSchema':{'json':"
                                + "{'type':'object','properties':{}}}}}]}"),
                row(
                        "this tool",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'tool','name':'ls'}"),
                        NOVA,
                        "/toolConfig/toolChoice",
                        "{'tool':{'name':'ls'}}"),
                row(
                        "some tool",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'any'}"),
                        MISTRAL,
                        "/toolConfig/toolChoice",
                        "{'any':{}}"),
                row(
                        "some tool, for a model that cannot be told",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'any'}"),
                        LLAMA,
                        "/toolConfig/toolChoice",
                        "",
                        "-TOOL_CHOICE: the model does not take it"),
                row(
                        "no tool",
                        ask(",'tools':[" + TOOL + "],'tool_choice':{'type':'none'}"),
                        CLAUDE,
                        "/toolConfig",
                        "",
                        "~TOOL_CHOICE: by offering none"),
                row(
                        "a tool that was called and is not declared any more",
                        "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'Hi'},{'role':'assistant',"
                                + "'content':[{'type':'tool_use','id':'a','name':'ls','input':{}}]},{'role':'user','content':"
                                + "[{'type':'tool_result','tool_use_id':'a','content':'x'}]}]}",
                        CLAUDE,
                        "/toolConfig/tools/0/toolSpec/name",
                        "'ls'"),
                chat(
                        "one call at a time",
                        "{" + HI + ",'parallel_tool_calls':false,'tools':[{'type':'function','function':{'name':'ls',"
                                + "'parameters':{'type':'object','properties':{}}}}]}",
                        CLAUDE,
                        "/toolConfig/toolChoice",
                        "",
                        "-PARALLEL_TOOL_CALLS: has no such setting"),
                row(
                        "a tool of another provider",
                        ask(",'tools':[{'type':'web_search_20250305','name':'web_search'}]"),
                        CLAUDE,
                        "/toolConfig",
                        "",
                        "-TOOLS_SERVER: web_search_20250305"));
    }

    static List<ToProviderCase> caches() {
        String hinted =
                ",'system':[{'type':'text','text':'s','cache_control':{'type':'ephemeral','ttl':'1h'}}],'tools':["
                        + TOOL.replace("'name'", "'cache_control':{'type':'ephemeral'},'name'") + "]";
        return List.of(
                row("behind a tool", ask(hinted), CLAUDE, "/toolConfig/tools/1", "{'cachePoint':{'type':'default'}}"),
                row(
                        "behind instructions, for an hour",
                        ask(hinted),
                        CLAUDE,
                        "/system",
                        "[{'text':'s'},{'cachePoint':{'type':'default','ttl':'1h'}}]"),
                row(
                        "not behind tools of Nova, and not for an hour",
                        ask(hinted),
                        NOVA,
                        "/system",
                        "[{'text':'s'},{'cachePoint':{'type':'default'}}]",
                        "-CACHE_HINTS: the model takes none here",
                        "~CACHE_HINTS: kept for the usual time"),
                row(
                        "for a model without",
                        ask(hinted),
                        LLAMA,
                        "/system",
                        "[{'text':'s'}]",
                        "-CACHE_HINTS: the model takes none here"),
                row(
                        "more than there are places",
                        user("[" + ("{'type':'text','text':'x','cache_control':{'type':'ephemeral'}},").repeat(5)
                                + "{'type':'text','text':'y'}]"),
                        CLAUDE,
                        "/messages/0/content/3",
                        "{'text':'x'}",
                        "-CACHE_HINTS: more than 4"));
    }

    static List<ToProviderCase> settings() {
        return List.of(
                row(
                        "sampling",
                        ask(",'temperature':0.5,'stop_sequences':['END']"),
                        CLAUDE,
                        "/inferenceConfig",
                        "{'maxTokens':20000,'temperature':0.5,'stopSequences':['END']}"),
                row(
                        "sampling that the model has not",
                        ask(",'temperature':0.5,'top_p':0.9,'top_k':5"),
                        OPUS,
                        "/inferenceConfig",
                        "{'maxTokens':20000}",
                        "-TEMPERATURE: the model has none",
                        "-TOP_P: the model has none",
                        "-TOP_K: the model has none"),
                row("top_k", ask(",'top_k':5"), CLAUDE, "/additionalModelRequestFields", "{'top_k':5}"),
                row(
                        "top_k of Nova",
                        ask(",'top_k':5"),
                        NOVA,
                        "/additionalModelRequestFields",
                        "{'inferenceConfig':{'topK':5}}"),
                row("top_k of Mistral", ask(",'top_k':5"), MISTRAL, "/additionalModelRequestFields", "{'top_k':5}"),
                row(
                        "top_k of a model without",
                        ask(",'top_k':5"),
                        LLAMA,
                        "/additionalModelRequestFields",
                        "",
                        "-TOP_K: has no such setting"),
                row(
                        "a budget",
                        ask(",'thinking':{'type':'enabled','budget_tokens':4000}"),
                        CLAUDE,
                        "/additionalModelRequestFields",
                        "{'thinking':{'type':'enabled','budget_tokens':4000}}"),
                row(
                        "a budget, for a model that judges itself",
                        ask(",'thinking':{'type':'enabled','budget_tokens':4000}"),
                        OPUS,
                        "/additionalModelRequestFields",
                        "{'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'low'}}",
                        "~REASONING_BUDGET: as effort"),
                row(
                        "a budget of Nova 2",
                        ask(",'thinking':{'type':'enabled','budget_tokens':9000}"),
                        NOVA_2,
                        "/additionalModelRequestFields",
                        "{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}",
                        "~REASONING_BUDGET: as effort"),
                chat(
                        "effort of an open model",
                        "{" + HI + ",'reasoning_effort':'xhigh'}",
                        "openai.gpt-oss-120b-1:0",
                        "/additionalModelRequestFields",
                        "{'reasoning_effort':'high'}",
                        "~REASONING_EFFORT: as the nearest word"),
                row(
                        "thinking, for a model that does not",
                        ask(",'thinking':{'type':'enabled','budget_tokens':4000}"),
                        LLAMA,
                        "/additionalModelRequestFields",
                        "",
                        "-REASONING_BUDGET: has no such setting"),
                chat(
                        "JSON after a schema",
                        "{" + HI + ",'response_format':{'type':'json_object'}}",
                        LLAMA,
                        "/system",
                        "[{'text':'When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no code fence.'}]",
                        "~JSON_OBJECT: as instructions"),
                chat(
                        "what the service has not",
                        "{" + HI + ",'seed':1,'n':2,'logprobs':true,'frequency_penalty':0.5,'user':'u',"
                                + "'prompt_cache_key':'k','service_tier':'flex'}",
                        LLAMA,
                        "/serviceTier",
                        "{'type':'flex'}",
                        "-SEED: has no such setting",
                        "-CHOICES: has no such setting",
                        "-LOGPROBS: has no such setting",
                        "-PENALTIES: has no such setting",
                        "-USER: has no such setting",
                        "-CACHE_KEY: has no such setting"));
    }

    /** A thought goes back with what vouches for it, and only to the family of models that wrote it. */
    static List<ToProviderCase> thoughts() {
        String wrapped = "nr1.BEDROCK_CONVERSE.SIGNATURE.claude.c2ln";
        String thinking = says(
                "assistant",
                "[{'type':'thinking','thinking':'hm','signature':'" + wrapped + "'},{'type':'redacted_thinking','data':"
                        + "'nr1.BEDROCK_CONVERSE.REDACTED.claude.b3Bh'},{'type':'text','text':'Yes.'}]},{'role':'user',"
                        + "'content':'Why?'");
        return List.of(
                row(
                        "to Claude",
                        thinking,
                        CLAUDE,
                        "/messages/1/content",
                        "[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                                + "{'reasoningContent':{'redactedContent':'b3Bh'}},{'text':'Yes.'}]"),
                row(
                        "to another",
                        thinking,
                        NOVA,
                        "/messages/1/content",
                        "[{'text':'Yes.'}]",
                        "-REASONING_SEAL: of another dialect or model family",
                        "-REASONING_TEXT: without a signature of this provider"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"conversations", "tools", "caches", "settings", "thoughts"})
    void isSaidSoAndReportsWhatIsLost(ToProviderCase each) {
        each.check(Dialect.BEDROCK_CONVERSE);
    }
}
