package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelRule;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.JsonInstruction;
import io.ninerouter.gateway.frame.RequestScanner;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalogue makes of requests that vendors refuse as they are: the quirks that its files know, one by one. */
class CatalogueEditsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, ProviderConfig> FILES = BuiltInProvider.all().stream()
            .map(BuiltInProvider::provider)
            .collect(Collectors.toMap(ProviderConfig::id, Function.identity()));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        groq        | openai/gpt-oss-120b       | takes no thoughts back           | {"messages":[{"role":"assistant","content":"a","reasoning":"r","reasoning_content":"r"},{"role":"user","content":"b"}]} | {"messages":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}
        groq        | openai/gpt-oss-120b       | knows three words for effort     | {"reasoning_effort":"xhigh"}               | {"reasoning_effort":"high"}
        groq        | qwen/qwen3-32b            | knows one                        | {"reasoning_effort":"low"}                 | {"reasoning_effort":"default"}
        groq        | qwen/qwen3-32b            | can be told not to think         | {"reasoning_effort":"none"}                | {"reasoning_effort":"none"}
        groq        | llama-3.3-70b-versatile   | does not think                   | {"reasoning_effort":"high","store":false,"prompt_cache_key":"k","metadata":{}} | {}
        cerebras    | zai-glm-4.7               | knows thoughts by another name   | {"messages":[{"role":"assistant","reasoning_content":"r","content":"a"}]} | {"messages":[{"role":"assistant","reasoning":"r","content":"a"}]}
        cerebras    | gpt-oss-120b              | calls tools as it likes          | {"parallel_tool_calls":false,"store":true} | {}
        cerebras    | zai-glm-4.7               | does not                         | {"parallel_tool_calls":false}              | {"parallel_tool_calls":false}
        mistral     | mistral-medium-3.5        | thinks hard or not               | {"reasoning_effort":"low"}                 | {"reasoning_effort":"high"}
        mistral     | mistral-large-latest      | does not think                   | {"reasoning_effort":"low","max_completion_tokens":9} | {"max_tokens":9}
        mistral     | devstral-medium-latest    | knows its own fields alone       | {"messages":[{"role":"assistant","refusal":null,"content":"a","reasoning_content":"r"}]} | {"messages":[{"role":"assistant","content":"a"}]}
        deepseek    | deepseek-v4-pro           | calls a tool or thinks           | {"tool_choice":"required","reasoning_effort":"high"} | {"tool_choice":"required","thinking":{"type":"disabled"}}
        deepseek    | deepseek-v4-pro           | the same for a tool by name      | {"tool_choice":{"type":"function","function":{"name":"f"}}} | {"tool_choice":{"type":"function","function":{"name":"f"}},"thinking":{"type":"disabled"}}
        deepseek    | deepseek-v4-pro           | thinks where it may choose       | {"tool_choice":"auto","reasoning_effort":"high"} | {"tool_choice":"auto","reasoning_effort":"high"}
        opencode-go | deepseek-v4-pro           | is asked through others too      | {"tool_choice":"required"}                 | {"tool_choice":"required","thinking":{"type":"disabled"}}
        moonshot    | kimi-k2.6                 | calls a tool or thinks           | {"tool_choice":"required","temperature":0} | {"tool_choice":"required","thinking":{"type":"disabled"}}
        moonshot    | kimi-k2.7-code            | always thinks                    | {"tool_choice":"required","thinking":{"type":"disabled"}} | {"tool_choice":"auto","thinking":{"type":"enabled"}}
        moonshot-cn | kimi-k3                   | can be made to call, not what    | {"tool_choice":{"type":"function","function":{"name":"f"}},"thinking":{"type":"enabled"}} | {"tool_choice":"required"}
        moonshot    | kimi-k3.1-pro             | always thinks                    | {"reasoning_effort":"none"}                | {"reasoning_effort":"low"}
        kimi        | kimi-for-coding           | can be made to call, not what    | {"tool_choice":{"type":"tool","name":"f"}} | {"tool_choice":{"type":"any"}}
        zai         | glm-5.1                   | chooses by itself                | {"tool_choice":"required","tools":[1]}     | {"tool_choice":"auto","tools":[1]}
        glm-cn      | glm-5.1                   | is not told of what is forbidden | {"tool_choice":"none","tools":[1]}         | {}
        xai         | grok-build-0.1            | thinks as hard as it likes       | {"reasoning":{"effort":"high"}}            | {}
        xai         | grok-4.20-0309-reasoning  | thinks as hard as it likes       | {"reasoning":{"effort":"high"}}            | {}
        xai         | grok-4.7                  | can be told                      | {"reasoning":{"effort":"high"}}            | {"reasoning":{"effort":"high"}}
        openai      | gpt-5.2-codex             | is not told how to sample        | {"temperature":0,"top_p":1}                | {}
        openai      | gpt-5.4                   | is                               | {"temperature":0}                          | {"temperature":0}
        github      | gpt-5.4                   | has no tiers                     | {"service_tier":"auto","temperature":0}    | {}
        cohere      | command-a-03-2025         | refuses what it does not know    | {"parallel_tool_calls":true,"store":false} | {}
        deepinfra   | moonshotai/Kimi-K2.6      | wants its thoughts back          | {"messages":[{"role":"assistant","tool_calls":[{}]}]} | {"messages":[{"role":"assistant","tool_calls":[{}],"reasoning_content":" "}]}
        mimo        | mimo-v2.5-pro             | wants its thoughts back          | {"messages":[{"role":"assistant","tool_calls":[{}]}]} | {"messages":[{"role":"assistant","tool_calls":[{}],"reasoning_content":" "}]}
        deepseek    | deepseek-v4-pro           | knows four roles                 | {"messages":[{"role":"developer","content":[{"type":"text","text":"a"}]},{"role":"user","content":"b"}]} | {"messages":[{"role":"system","content":"a"},{"role":"user","content":"b"}]}
        deepseek    | deepseek-v4-pro           | knows one name of the bound      | {"max_completion_tokens":9}                | {"max_tokens":9}
        deepseek    | deepseek-v4-pro           | has JSON but no schema           | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"response_format":{"type":"json_object"}}
        zai         | glm-5.1                   | has JSON but no schema           | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"response_format":{"type":"json_object"}}
        zai         | glm-5.1                   | knows four roles                 | {"messages":[{"role":"developer"}],"max_completion_tokens":9} | {"messages":[{"role":"system"}],"max_tokens":9}
        glm-cn      | glm-5.1                   | knows four roles                 | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        glm         | glm-5.1                   | has no system within messages    | {"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"}]} | {"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}
        minimax     | MiniMax-M2.7              | has no system within messages    | {"system":"s","messages":[{"role":"system","content":"b"}]} | {"system":"s","messages":[{"role":"user","content":"b"}]}
        kimi        | kimi-for-coding           | has no system within messages    | {"messages":[{"role":"system","content":"b","output_config":{"effort":"low"}}]} | {"messages":[{"role":"user","content":"b"}]}
        opencode-go-messages | minimax-m2.7    | has no system within messages    | {"messages":[{"role":"system","content":"b"}]} | {"messages":[{"role":"user","content":"b"}]}
        moonshot    | kimi-k2.6                 | knows four roles                 | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        dashscope   | qwen3-max                 | knows five roles                 | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        qwen        | coder-model               | knows five roles                 | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        byteplus    | seed-2-0-pro-260328       | knows four roles                 | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        cerebras    | zai-glm-4.7               | is strict with all or none       | {"tools":[{"function":{"name":"a","strict":true}},{"function":{"name":"b"}}]} | {"tools":[{"function":{"name":"a"}},{"function":{"name":"b"}}]}
        cerebras    | zai-glm-4.7               | has tools or a format            | {"messages":[],"tools":[{}],"response_format":{"type":"json_object"}} | {"messages":[{"role":"system","content":"$JSON"}],"tools":[{}]}
        cerebras    | gpt-oss-120b              | refuses what it does not know    | {"prompt_cache_key":"k","verbosity":"low","enable_thinking":true} | {}
        groq        | openai/gpt-oss-120b       | has tools or a format            | {"messages":[],"tools":[{}],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"tools":[{}]}
        groq        | openai/gpt-oss-120b       | binds a schema                   | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[],"response_format":{"type":"json_schema"}}
        groq        | llama-3.3-70b-versatile   | binds none                       | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"response_format":{"type":"json_object"}}
        groq        | llama-3.3-70b-versatile   | takes texts                      | {"messages":[{"role":"tool","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]} | {"messages":[{"role":"tool","content":"a\\nb"}]}
        mistral     | mistral-large-latest      | knows no names                   | {"messages":[{"role":"user","name":"n","content":"a"},{"role":"developer"}]} | {"messages":[{"role":"user","content":"a"},{"role":"system"}]}
        cohere      | command-a-03-2025         | is not strict                    | {"tools":[{"function":{"strict":true,"name":"a"}}]} | {"tools":[{"function":{"name":"a"}}]}
        cohere      | command-a-03-2025         | has JSON but no schema           | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"response_format":{"type":"json_object"}}
        xai         | grok-3                    | has no penalties                 | {"presence_penalty":0,"frequency_penalty":0} | {}
        together    | deepseek-ai/DeepSeek-R1   | knows the older role             | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        openrouter  | z-ai/glm-5.1              | knows the older role             | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        nvidia      | z-ai/glm4.7               | refuses what it does not know    | {"store":true,"service_tier":"auto","max_completion_tokens":9} | {"max_tokens":9}
        chutes      | any                       | knows the older names            | {"messages":[{"role":"developer"}],"store":true,"max_completion_tokens":9} | {"messages":[{"role":"system"}],"max_tokens":9}
        cloudflare-ai | any                     | knows the older names            | {"messages":[{"role":"developer"}],"store":true} | {"messages":[{"role":"system"}]}
        opencode-go | glm-5.1                   | asks vendors who know no schema  | {"messages":[],"response_format":{"type":"json_schema"}} | {"messages":[{"role":"system","content":"$JSON"}],"response_format":{"type":"json_object"}}
        opencode-zen | kimi-k2.6                | asks vendors who know four roles | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        opencode    | some-free                 | asks vendors who know four roles | {"messages":[{"role":"developer"}]}        | {"messages":[{"role":"system"}]}
        """)
    void aRequestIsMadeFitForTheVendor(String provider, String model, String what, String before, String after)
            throws IOException {
        ProviderConfig file = FILES.get(provider);
        EditPlan plan = EditPlan.of(edits(file, model), spoken(file, model));

        String expected = after.replace("$JSON", JsonInstruction.of(true, null, null));
        assertThat(JSON.readTree(edited(before, plan))).as(what).isEqualTo(JSON.readTree(expected));
    }

    /** As Copilot's list of models says of each. */
    @ParameterizedTest(name = "{0} {1} is asked by {2}")
    @CsvSource({
        "github, gpt-5.4, OPENAI_RESPONSES",
        "github, gpt-5.3-codex, OPENAI_RESPONSES",
        "github, gpt-5.2, OPENAI_CHAT",
        "github, gpt-4.1, OPENAI_CHAT",
        "github, claude-sonnet-4.6, ANTHROPIC",
        "openai, gpt-5.2-codex, OPENAI_RESPONSES",
        "opencode, big-pickle, ANTHROPIC"
    })
    void aModelIsAskedInTheDialectThatItIsServedIn(String provider, String model, Dialect dialect) {
        assertThat(spoken(FILES.get(provider), model)).isEqualTo(dialect);
    }

    private static Dialect spoken(ProviderConfig file, String model) {
        return rules(file, model)
                .filter(rule -> rule.dialect() != null)
                .map(ModelRule::dialect)
                .reduce(file.dialects().getFirst(), (_, later) -> later);
    }

    private static List<BodyEdits> edits(ProviderConfig file, String model) {
        Dialect spoken = spoken(file, model);
        return Stream.concat(
                        Stream.of(file.edits()),
                        rules(file, model)
                                .filter(rule -> rule.whenSpoken() == null || rule.whenSpoken() == spoken)
                                .map(ModelRule::edits))
                .toList();
    }

    private static Stream<ModelRule> rules(ProviderConfig file, String model) {
        return file.rules().stream().filter(rule -> new ModelGlobs(rule.models()).allow(model));
    }

    private static byte[] edited(String json, EditPlan plan) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BodySplice.Segment segment :
                BodySplice.of(scanner.finish(), ByteSource.of(body), null, plan).segments()) {
            switch (segment) {
                case BodySplice.Kept kept -> out.write(body, kept.from(), kept.length());
                case BodySplice.Written written -> {
                    byte[] copy = new byte[written.length()];
                    written.bytes().duplicate().get(copy);
                    out.writeBytes(copy);
                }
            }
        }
        return out.toByteArray();
    }
}
