package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.AuthScheme.Scheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ModelRule;
import io.ninerouter.config.ProviderConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's endpoint, compiled. */
class ProviderFormTest {

    @Test
    void everythingThatANodeSaysArrives() {
        GatewayConfig config =
                new World().node("n", """
                        {dialect: OpenAIChat, baseUrl: 'https://n.example/v1/', auth: {scheme: Header, name: x-key, prefix: 'Key '},
                         tokenAuth: {prefix: 'workos:'}, headers: {X-Conversation: '{session}'},
                         edits: {streamDefaults: {stream_options: {include_usage: true}}, caps: {max_tokens: 10},
                                 placeholder: {field: reasoning_content},
                                 history: {remove: [annotations], rename: {reasoning_content: reasoning}},
                                 messages: {roles: {developer: system}, texts: [tool], remove: [name]},
                                 strictTools: AllOrNone, inWords: {formats: {json_schema: json_object}, besideTools: true}},
                         rules: [{models: ['claude-*'], dialect: Anthropic},
                                 {whenSpoken: OpenAIChat, edits: {defaults: {think: true},
                                  replace: {tool_choice: {required: auto, '*': auto}},
                                  implies: {tool_choice: {none: {remove: [tools], set: {think: false}}}}}}]}
                        """).account("c", "n").compile().config();
        ProviderConfig provider = config.providers().getFirst();
        JsonNode usage = JsonNodeFactory.instance.objectNode().put("include_usage", true);

        assertThat(provider.baseUrl()).isEqualTo("https://n.example/v1");
        assertThat(provider.auth()).isEqualTo(new AuthScheme(Scheme.HEADER, "x-key", "Key "));
        assertThat(provider.tokenAuth()).isEqualTo(new AuthScheme(Scheme.BEARER, null, "workos:"));
        assertThat(provider.headers()).isEqualTo(Map.of("x-conversation", "{session}"));
        assertThat(provider.edits())
                .isEqualTo(new BodyEdits(
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of("stream_options", usage),
                        Map.of("max_tokens", 10L),
                        Map.of(),
                        Map.of(),
                        new BodyEdits.Messages(Map.of("developer", "system"), List.of("tool"), List.of("name")),
                        new BodyEdits.Placeholder("reasoning_content", false),
                        new BodyEdits.History(List.of("annotations"), Map.of("reasoning_content", "reasoning")),
                        BodyEdits.StrictTools.ALL_OR_NONE,
                        new BodyEdits.InWords(Map.of("json_schema", "json_object"), true)));
        assertThat(provider.rules())
                .containsExactly(
                        new ModelRule(List.of("claude-*"), Dialect.ANTHROPIC, null, BodyEdits.NONE),
                        new ModelRule(
                                List.of(),
                                null,
                                Dialect.OPENAI_CHAT,
                                new BodyEdits(
                                        List.of(),
                                        Map.of(),
                                        Map.of(),
                                        Map.of("think", BooleanNode.TRUE),
                                        Map.of(),
                                        Map.of(),
                                        Map.of("tool_choice", auto()),
                                        Map.of("tool_choice", Map.of("none", without("tools", "think"))),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)));
        assertThat(ConfigCodec.decode(ConfigCodec.encode(config))).isEqualTo(config);
    }

    private static Map<String, JsonNode> auto() {
        return Map.of("required", TextNode.valueOf("auto"), "*", TextNode.valueOf("auto"));
    }

    private static BodyEdits.Implied without(String removed, String off) {
        return new BodyEdits.Implied(List.of(removed), Map.of(off, BooleanNode.FALSE));
    }

    /** What the schema leaves open, because any JSON may stand there. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            fields to set that are none     | edits: {set: [a]}                          | edits.set: ["a"] (expected: an object)
            fields of a stream              | edits: {streamDefaults: yes}               | edits.streamDefaults: true (expected: an object)
            values without what replaces it | edits: {replace: {tool_choice: required}}  | edits.replace.tool_choice: "required" (expected: an object)
            a consequence that is none      | edits: {implies: {tool_choice: {a: 1}}}    | edits.implies.tool_choice.a: 1 (expected: an object)
            a consequence of another kind   | edits: {implies: {a: {b: {caps: {c: 1}}}}} | edits.implies.a.b: {"caps":{"c":1}} (expected: set, an object, remove, a list of names, or both)
            names that are none             | edits: {implies: {a: {b: {remove: c}}}}    | edits.implies.a.b: {"remove":"c"} (expected: set, an object, remove, a list of names, or both)
            the same in a rule              | rules: [{edits: {defaults: 1}}]            | rules.edits.defaults: 1 (expected: an object)
            a prefix of a query parameter   | auth: {scheme: Query, name: k, prefix: p}  | prefix: set
            another scheme around a setting | baseUrl: 'ftp://{a}.example'               | baseUrl: ftp://{a}.example (expected: an absolute http or https URL)
            """)
    void aValueThatCannotBeMeantIsRefused(String what, String member, String message) {
        String address = member.startsWith("baseUrl") ? "" : "baseUrl: 'https://n.example', ";
        Verdict verdict = new World()
                .node("n", "{dialect: OpenAIChat, " + address + member + "}")
                .verdict(ObjectRef.Kind.NODE, "n");

        assertThat(verdict.accepted().reason()).as(verdict.toString()).isEqualTo(Reason.INVALID);
        assertThat(verdict.accepted().message()).contains(message);
    }
}
