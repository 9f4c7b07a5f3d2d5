package io.ninerouter.gateway.translate.bedrock;

import static io.ninerouter.gateway.translate.ToProviderCase.chat;
import static io.ninerouter.gateway.translate.ToProviderCase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.translate.ToProviderCase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers after a schema, sound, and what guards an account. */
class ConverseExtensionsTest {
    private static final String SONNET_45 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String OPUS_46 = "anthropic.claude-opus-4-6-v1";
    private static final String OPUS_48 = "anthropic.claude-opus-4-8";
    private static final String GPT_OSS = "openai.gpt-oss-120b-1:0";
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final String OMNI = "us.amazon.nova-2-omni-v1:0";
    private static final String PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";
    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String PARAMETERS = "/toolConfig/tools/0/toolSpec/inputSchema/json";
    private static final String WANTED =
            "{" + HI + ",'response_format':{'type':'json_schema','json_schema':{'name':'city','description':'A city.',"
                    + "'schema':{'type':'object','properties':{'n':{'type':'integer','minimum':1}}},'strict':true}}}";
    private static final String BOUND =
            "{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'name':'city','description':'A city.',"
                    + "'schema':'{\\'type\\':\\'object\\',\\'properties\\':{\\'n\\':{\\'type\\':\\'integer\\',"
                    + "\\'description\\':\\'minimum: 1\\'}},\\'additionalProperties\\':false}'}}}}";
    private static final String IN_WORDS =
            "[{'text':'When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no"
                    + " code fence.\\nA city.\\nIt must match this JSON Schema:\\n{\\'type\\':\\'object\\',\\'properties\\':"
                    + "{\\'n\\':{\\'type\\':\\'integer\\',\\'minimum\\':1}}}'}]";

    static List<ToProviderCase> schemas() {
        String ranges = "~JSON_SCHEMA: without minimum";
        String closed = "~JSON_SCHEMA: objects without further members";
        return List.of(
                chat("of Claude 4.5", WANTED, SONNET_45, "/outputConfig", BOUND, ranges, closed),
                chat("of Claude 4.6", WANTED, OPUS_46, "/outputConfig", BOUND, ranges, closed),
                chat("of gpt-oss", WANTED, GPT_OSS, "/outputConfig", BOUND, ranges, closed),
                chat("not in words as well", WANTED, SONNET_45, "/system", "", ranges, closed),
                chat(
                        "of an answer that was begun, which the model would go on from",
                        WANTED.replace("'content':'Hi'}", "'content':'Hi'},{'role':'assistant','content':'{'}"),
                        SONNET_45,
                        "/messages/2/role",
                        "'user'",
                        ranges,
                        closed,
                        "~ASSISTANT_PREFILL: as a request to go on"),
                chat(
                        "with some items where it says how many",
                        "{" + HI + ",'response_format':{'type':'json_schema','json_schema':{'name':'l','schema':"
                                + "{'type':'object','properties':{'minItems':{'type':'array','items':{'type':'null'},'minItems':3}},"
                                + "'additionalProperties':false}}}}",
                        SONNET_45,
                        "/outputConfig/textFormat/structure/jsonSchema/schema",
                        "'{\\'type\\':\\'object\\',\\'properties\\':{\\'minItems\\':{\\'type\\':\\'array\\',"
                                + "\\'minItems\\':1,\\'items\\':{\\'type\\':\\'null\\'},\\'description\\':\\'minItems: 3\\'}},"
                                + "\\'additionalProperties\\':false}'",
                        "~JSON_SCHEMA: without minItems"),
                chat(
                        "in words where it leads back to itself",
                        "{" + HI
                                + ",'response_format':{'type':'json_schema','json_schema':{'name':'l','schema':{'type':"
                                + "'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}}}}}}",
                        SONNET_45,
                        "/outputConfig",
                        "",
                        "-JSON_SCHEMA: not bound: a schema that leads back to itself",
                        "~JSON_SCHEMA: as instructions"),
                chat(
                        "of a Claude that is not listed",
                        WANTED,
                        OPUS_48,
                        "/system",
                        IN_WORDS,
                        "~JSON_SCHEMA: as instructions"),
                chat("of a model without", WANTED, NOVA, "/system", IN_WORDS, "~JSON_SCHEMA: as instructions"),
                chat("nor bound there", WANTED, NOVA, "/outputConfig", "", "~JSON_SCHEMA: as instructions"),
                chat("of nobody knows whom", WANTED, PROFILE, "/outputConfig", "", "~JSON_SCHEMA: as instructions"),
                chat(
                        "of any object",
                        "{" + HI + ",'response_format':{'type':'json_object'}}",
                        SONNET_45,
                        "/outputConfig",
                        "",
                        "~JSON_OBJECT: as instructions"));
    }

    static List<ToProviderCase> strictTools() {
        String ask = "{" + HI + ",'tools':[{'type':'function','function':{'name':'ls','parameters':{'type':'object',"
                + "'properties':{}},'strict':true}}]}";
        String plain = "{'type':'object','properties':{}}";
        return List.of(
                chat(
                        "bind Claude",
                        ask,
                        SONNET_45,
                        "/toolConfig/tools/0/toolSpec",
                        "{'name':'ls','inputSchema':{'json':{'type':'object','properties':{},"
                                + "'additionalProperties':false}},'strict':true}",
                        "~TOOL_SCHEMA: objects without further members"),
                chat(
                        "take nothing where they declare nothing",
                        strict(""),
                        SONNET_45,
                        PARAMETERS,
                        "{'type':'object','properties':{},'additionalProperties':false}"),
                chat(
                        "close a root that says nothing",
                        strict(",'parameters':{}"),
                        SONNET_45,
                        PARAMETERS,
                        "{'type':'object','properties':{},'additionalProperties':false}",
                        "~TOOL_SCHEMA: objects without further members"),
                chat(
                        "close a root that is a union",
                        strict(",'parameters':{'anyOf':[{'type':'object','properties':{'a':{'type':'string'}},"
                                + "'additionalProperties':false}]}"),
                        SONNET_45,
                        PARAMETERS,
                        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}"),
                chat(
                        "are not bound to what leads back to itself",
                        strict(",'parameters':{'type':'object','properties':{'next':{'$ref':'#'}}}"),
                        SONNET_45,
                        "/toolConfig/tools/0/toolSpec",
                        "{'name':'ls','inputSchema':{'json':{'type':'object','properties':{'next':{'$ref':'#'}}}}}",
                        "-TOOL_STRICT: not bound: a schema that leads back to itself"),
                chat(
                        "put what a root refers to in its place",
                        strict(",'parameters':{'$ref':'#/$defs/C','$defs':{'C':{'type':'object','properties':"
                                + "{'n':{'type':'string'}}}}}"),
                        SONNET_45,
                        PARAMETERS + "/properties",
                        "{'n':{'type':'string'}}",
                        "~TOOL_SCHEMA: objects without further members"),
                chat(
                        "do not bind Nova",
                        ask,
                        NOVA,
                        "/toolConfig/tools/0/toolSpec",
                        "{'name':'ls','inputSchema':{'json':" + plain + "}}",
                        "-TOOL_STRICT: the model has none"));
    }

    private static String strict(String parameters) {
        return "{" + HI + ",'tools':[{'type':'function','function':{'name':'ls'" + parameters + ",'strict':true}}]}";
    }

    static List<ToProviderCase> sounds() {
        return List.of(
                chat(
                        "a recording",
                        sound("wav"),
                        OMNI,
                        "/messages/0/content/0",
                        "{'audio':{'format':'wav','source':{'bytes':'aGk='}}}"),
                chat(
                        "another format",
                        sound("mp3"),
                        OMNI,
                        "/messages/0/content/0",
                        "{'audio':{'format':'mp3','source':{'bytes':'aGk='}}}"),
                chat(
                        "one that the service does not take",
                        sound("midi"),
                        OMNI,
                        "/messages/0/content/0",
                        "{'text':'[left out here: audio]'}",
                        "-AUDIO: of this type"));
    }

    private static String sound(String format) {
        return "{'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'aGk=','format':'"
                + format + "'}}]}]}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"schemas", "strictTools", "sounds"})
    void isSaidSoAndReportsWhatIsLost(ToProviderCase each) {
        each.check(Dialect.BEDROCK_CONVERSE);
        byte[] body = each.body(Dialect.BEDROCK_CONVERSE, Map.of()).toString().getBytes(StandardCharsets.UTF_8);
        assertThat(ConverseRules.broken(body)).isEmpty();
    }

    @Test
    void aGuardrailIsTheConnectionsAndNoCallersWord() {
        ToProviderCase hi = row("hi", "{'model':'m','max_tokens':9," + HI + "}", SONNET_45, "", "");
        ToProviderCase other = row(
                "with a word of its own",
                "{'model':'m','max_tokens':9," + HI + ",'guardrailConfig':{'guardrailIdentifier':'other'}}",
                SONNET_45,
                "",
                "");
        Map<String, String> account = Map.of("guardrailIdentifier", "gr1", "guardrailVersion", "3");

        for (ToProviderCase each : List.of(hi, other)) {
            assertThat(each.body(Dialect.BEDROCK_CONVERSE, account).path("guardrailConfig"))
                    .hasToString("{\"guardrailIdentifier\":\"gr1\",\"guardrailVersion\":\"3\"}");
            assertThat(each.body(Dialect.BEDROCK_CONVERSE, Map.of()).has("guardrailConfig"))
                    .isFalse();
        }
        assertThat(hi.body(Dialect.BEDROCK_CONVERSE, Map.of("guardrailIdentifier", "gr1"))
                        .at("/guardrailConfig/guardrailVersion")
                        .asString())
                .isEqualTo("DRAFT");
    }
}
