package io.ninerouter.gateway.translate;

import static io.ninerouter.gateway.translate.ToProviderCase.chat;
import static io.ninerouter.gateway.translate.ToProviderCase.row;

import io.ninerouter.config.Dialect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What binds an answer or a tool in the caller's dialect, at a provider of another. */
class BoundSchemasTest {
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String CLOSED = "'additionalProperties':false";
    private static final String CITY =
            "{'type':'object','properties':{'n':{'type':'string'}},'required':['n']," + CLOSED + "}";
    private static final String LOOSE = "{'type':'object','properties':{'n':{'type':'string'}}," + CLOSED + "}";
    private static final String LIST = "{'type':'array','items':{'type':'string'}}";
    private static final String TREE =
            "{'type':'object','properties':{'sub':{'type':'array','items':{'$ref':'#'}}},'required':['sub']," + CLOSED
                    + "}";
    private static final String WORDS =
            "When you answer without calling a tool, answer with one JSON %s and nothing else: no"
                    + " other words, no code fence.\\nIt must match this JSON Schema:\\n%s";

    static Stream<Arguments> cases() {
        return Stream.of(
                        at(Dialect.OPENAI_CHAT, toOpenAi("/response_format/json_schema/")),
                        at(Dialect.OPENAI_RESPONSES, toOpenAi("/text/format/")),
                        at(
                                Dialect.OPENAI_CHAT,
                                List.of(
                                        row(
                                                "a list, which OpenAI cannot be asked for, is asked for in words",
                                                answer(LIST),
                                                "gpt-5.5",
                                                "/messages/0/content",
                                                "'" + WORDS.formatted("value", escaped(LIST)) + "'",
                                                "-JSON_SCHEMA: not bound: a root that is no object",
                                                "~JSON_SCHEMA: as instructions"),
                                        row(
                                                "and not otherwise",
                                                answer(LIST),
                                                "gpt-5.5",
                                                "/response_format",
                                                "",
                                                "-JSON_SCHEMA: not bound: a root that is no object",
                                                "~JSON_SCHEMA: as instructions"),
                                        row(
                                                "others than OpenAI are told the schema as it is",
                                                answer(LOOSE),
                                                "qwen3-32b",
                                                "/response_format/json_schema",
                                                "{'name':'answer','schema':" + LOOSE + "}"),
                                        row(
                                                "a strict tool",
                                                tool(CITY),
                                                "gpt-5.5",
                                                "/tools/0/function",
                                                "{'name':'f','parameters':" + CITY + ",'strict':true}"),
                                        row(
                                                "a strict tool with a member that need not be there",
                                                tool(LOOSE),
                                                "gpt-5.5",
                                                "/tools/0/function",
                                                "{'name':'f','parameters':" + LOOSE + ",'strict':false}",
                                                "-TOOL_STRICT: not bound: a member that need not be there"))),
                        at(
                                Dialect.OPENAI_RESPONSES,
                                List.of(chat(
                                        "OpenAI's own callers know what they say",
                                        format("{'type':'object','properties':{'n':{'type':'string','format':'uri'}}}"),
                                        "gpt-5.5",
                                        "/text/format/schema",
                                        "{'type':'object','properties':{'n':{'type':'string','format':'uri'}}}"))),
                        at(
                                Dialect.GEMINI,
                                List.of(
                                        chat(
                                                "a tree that has to have branches, in words",
                                                format(TREE),
                                                "gemini-3-flash",
                                                "/generationConfig",
                                                "{'responseMimeType':'application/json'}",
                                                "-JSON_SCHEMA: not bound: a required member that leads back to itself"),
                                        chat(
                                                "which stand with the instructions",
                                                format(TREE),
                                                "gemini-3-flash",
                                                "/systemInstruction/parts/0/text",
                                                "'When you answer without calling a function, answer with JSON and nothing else, after"
                                                        + " this JSON Schema:\\n" + escaped(TREE) + "'",
                                                "-JSON_SCHEMA: not bound: a required member that leads back to itself"),
                                        chat(
                                                "a tree that an older model cannot be told",
                                                format(TREE),
                                                "gemini-2.0-flash",
                                                "/generationConfig",
                                                "{'responseMimeType':'application/json'}",
                                                "-JSON_SCHEMA: not bound: a schema that leads back to itself"),
                                        chat(
                                                "a choice that an older model is told as Google says it",
                                                format(
                                                        "{'type':'object','properties':{'n':{'oneOf':[{'type':'integer'},"
                                                                + "{'type':'null'}]}},'required':['n']," + CLOSED
                                                                + "}"),
                                                "gemini-2.0-flash",
                                                "/generationConfig/responseSchema",
                                                "{'type':'object','properties':{'n':{'nullable':true,'type':'integer'}},'required':['n']}",
                                                "~JSON_SCHEMA: in Google's own form"))),
                        at(
                                Dialect.ANTHROPIC,
                                List.of(
                                        chat(
                                                "a tree, in words",
                                                format(TREE),
                                                "claude-sonnet-4-5",
                                                "/system",
                                                "'" + WORDS.formatted("object", escaped(TREE)) + "'",
                                                "-JSON_SCHEMA: not bound: a schema that leads back to itself",
                                                "~JSON_SCHEMA: as instructions",
                                                "~MAX_TOKENS: a usual limit: one is required"),
                                        chat(
                                                "a strict tool whose schema leads back to itself",
                                                "{" + HI
                                                        + ",'tools':[{'type':'function','function':{'name':'f','parameters':"
                                                        + TREE + ",'strict':true}}]}",
                                                "claude-sonnet-4-5",
                                                "/tools/0",
                                                "{'name':'f','input_schema':" + TREE + "}",
                                                "-TOOL_STRICT: not bound: a schema that leads back to itself",
                                                "~MAX_TOKENS: a usual limit: one is required"),
                                        row(
                                                "Anthropic's own callers know what they say",
                                                answer(TREE),
                                                "claude-sonnet-4-5",
                                                "/output_config/format/schema",
                                                TREE))),
                        at(
                                Dialect.BEDROCK_CONVERSE,
                                List.of(row(
                                        "a document to be cited, where the answer is bound",
                                        answer(CITY)
                                                .replace(
                                                        "'content':'Hi'",
                                                        "'content':[{'type':'document','title':'t','citations':{'enabled':true},"
                                                                + "'source':{'type':'text','media_type':'text/plain','data':'d'}}]"),
                                        "anthropic.claude-sonnet-4-5",
                                        "/messages/0/content",
                                        "[{'text':'[Documents.]'},{'document':{'format':'txt','name':'t','source':{'bytes':'ZA=='}}}]",
                                        "-CITATIONS: an answer bound to a schema has none"))))
                .flatMap(List::stream);
    }

    /** Both of OpenAI's dialects say the same. */
    private static List<ToProviderCase> toOpenAi(String at) {
        return List.of(
                row("a format that OpenAI can bind", answer(CITY), "gpt-5.5", at + "strict", "true"),
                row("its schema", answer(CITY), "gpt-5.5", at + "schema", CITY),
                row(
                        "one with a member that need not be there",
                        answer(LOOSE),
                        "gpt-5.5",
                        at + "strict",
                        "false",
                        "-JSON_SCHEMA: not bound: a member that need not be there"),
                row("a tree, which OpenAI can bind", answer(TREE), "gpt-5.5", at + "schema", TREE),
                row(
                        "a limit that OpenAI does not list",
                        answer(CITY.replace("'string'", "'string','minLength':1")),
                        "gpt-5.5",
                        at + "schema/properties/n",
                        "{'type':'string','description':'minLength: 1'}",
                        "~JSON_SCHEMA: without minLength"));
    }

    private static List<Arguments> at(Dialect provider, List<ToProviderCase> cases) {
        return cases.stream().map(each -> Arguments.of(each, provider)).toList();
    }

    private static String answer(String schema) {
        return "{'max_tokens':100," + HI + ",'output_config':{'format':{'type':'json_schema','schema':" + schema
                + "}}}";
    }

    private static String format(String schema) {
        return "{" + HI + ",'response_format':{'type':'json_schema','json_schema':{'schema':" + schema
                + ",'strict':true}}}";
    }

    private static String tool(String schema) {
        return "{'max_tokens':100," + HI + ",'tools':[{'name':'f','strict':true,'input_schema':" + schema + "}]}";
    }

    /** As it stands within a text. */
    private static String escaped(String schema) {
        return schema.replace("'", "\\'");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void bindsWhereItCanAndTellsWhereItCannot(ToProviderCase each, Dialect provider) {
        each.check(provider);
    }
}
