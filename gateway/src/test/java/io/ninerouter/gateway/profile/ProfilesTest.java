package io.ninerouter.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.frame.RequestScanner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
    private static final String SESSION = "6e4ff3c5-2d70-5e7e-9d0a-3f4e0a1b2c3d";
    /** What Codex adds to every body that says nothing of it. */
    private static final String USUAL =
            ",\"stream\":true,\"store\":false,\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"},"
                    + "\"include\":[\"reasoning.encrypted_content\"],\"prompt_cache_key\":\"" + SESSION + "\"";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "-", textBlock = """
        nothing is said            | m       | -    | {}                                    | {"effort":"low","summary":"auto"}
        the name says it           | m-xhigh | -    | {}                                    | {"effort":"xhigh","summary":"auto"}
        the caller's name says it  | m       | high | {}                                    | {"effort":"high","summary":"auto"}
        a field over the name      | m       | high | {"reasoning_effort":"none"}           | {"effort":"none","summary":"auto"}
        the object over both       | m-none  | high | {"reasoning_effort":"low","reasoning":{"effort":"medium"}} | {"effort":"medium","summary":"auto"}
        its own summary stays      | m-high  | -    | {"reasoning":{"summary":"detailed"}}  | {"summary":"detailed","effort":"high"}
        null says nothing          | m-high  | -    | {"reasoning":null}                    | {"effort":"high","summary":"auto"}
        """)
    void codexKnowsHowHardToThink(String name, String model, String effort, String body, String reasoning) {
        String sent = codex(model, effort, false, body);

        assertThat(sent).as(name).contains("\"reasoning\":" + reasoning).doesNotContain("reasoning_effort");
        assertThat(sent.contains("encrypted_content")).isEqualTo(!reasoning.contains("\"none\""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        instructions stay           | {"instructions":"Do.","input":[]}        | {"instructions":"Do.","input":[]
        blank ones do not           | {"instructions":" ","input":[]}          | {"instructions":"Follow the messages of the developer and of the user.","input":[]
        null ones do not            | {"instructions":null,"input":[]}         | {"instructions":"Follow the messages of the developer and of the user.","input":[]
        a text becomes a list       | {"instructions":"Do.","input":"h\\u0069"} | {"instructions":"Do.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"h\\u0069"}]}]
        the tier of its backend     | {"instructions":"Do.","service_tier":"priority"} | {"instructions":"Do.","service_tier":"priority"
        the same in its client's word | {"instructions":"Do.","service_tier":"fast"} | {"instructions":"Do.","service_tier":"priority"
        the API's tiers are not its | {"service_tier":"auto","instructions":"Do."} | {"instructions":"Do."
        nor is none                 | {"instructions":"Do.","service_tier":null} | {"instructions":"Do."
        a system becomes developer  | {"instructions":"Do.","input":[{"role": "system" ,"content":"x"}, {"role":"user"}]} | {"instructions":"Do.","input":[{"role": "developer" ,"content":"x"}, {"role":"user"}]
        """)
    void codexTakesABodyAsItsBackendWants(String name, String before, String after) {
        assertThat(codex("m", null, false, before)).as(name).isEqualTo(after + USUAL + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        the first goes          | [ {"type":"reasoning","encrypted_content":"x"}, {"a":1} ]  | [ {"a":1} ]
        the last goes           | [{"a":1}, {"type":"reasoning","encrypted_content":"x"} ]   | [{"a":1} ]
        one in the middle goes  | [{"a":1},{"encrypted_content":"x","type":"reasoning"},{"b":1}] | [{"a":1},{"b":1}]
        all of several go       | [{"type":"reasoning","encrypted_content":"x"},{"type":"reasoning","encrypted_content":"y"},{"a":1},{"type":"reasoning","encrypted_content":"z"},{"type":"reasoning","encrypted_content":"z"}] | [{"a":1}]
        the only one goes       | [{"type":"reasoning","encrypted_content":"x"}]             | []
        an open one stays       | [{"type":"reasoning","encrypted_content":null},{"type":"reasoning"}] | [{"type":"reasoning","encrypted_content":null},{"type":"reasoning"}]
        what else is sealed stays | [{"type":"compaction","encrypted_content":"x"}]          | [{"type":"compaction","encrypted_content":"x"}]
        """)
    void whatAnotherAccountHasSealedIsLeftOut(String name, String before, String after) {
        String body = "{\"instructions\":\"Do.\",\"input\":%s,\"x\":1}";

        assertThat(sent(null, Dialect.OPENAI_RESPONSES, new Occasion.Wish("m", null), true, body.formatted(before)))
                .as(name)
                .isEqualTo(body.formatted(after));
        assertThat(codex("m", null, true, body.formatted(before)))
                .startsWith("{\"instructions\":\"Do.\",\"input\":" + after + ",\"x\":1");
        assertThat(sent(null, Dialect.OPENAI_RESPONSES, new Occasion.Wish("m", null), false, body.formatted(before)))
                .isEqualTo(body.formatted(before));
    }

    @Test
    void codexKeepsWhatTheCallerNamesAndSaysTheModelWithoutEffort() {
        String body =
                "{\"model\":\"m-high\",\"input\":[],\"instructions\":\"Do.\",\"include\":[\"a\" ],\"prompt_cache_key\":\"k\"}";

        assertThat(codex("m-high", null, false, body))
                .startsWith(
                        "{\"model\":\"m\",\"input\":[],\"instructions\":\"Do.\",\"include\":[\"a\" ,\"reasoning.encrypted_content\"],"
                                + "\"prompt_cache_key\":\"k\",");
        Touches touches = touches(Profile.CODEX, Dialect.OPENAI_RESPONSES, new Occasion.Wish("m", null), false, body);
        assertThat(touches.fallbacks()).isEqualTo(Map.of("session_id", SESSION));
        assertThat(touches.headers()).isEqualTo(Map.of("accept", "text/event-stream"));
    }

    @Test
    void aCompactionOfCodexGetsNothingThatBelongsToAnAnswer() {
        Occasion.Body body = body("{\"model\":\"m-high\",\"input\":\"x\"}");
        Touches touches = Profiles.of(
                Profile.CODEX,
                new Occasion(
                        Dialect.OPENAI_RESPONSES,
                        false,
                        new Occasion.Wish("m-high", null),
                        HiddenSeals.NONE,
                        () -> SESSION,
                        body));

        assertThat(sent(body, touches.edits()))
                .isEqualTo("{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"input_text\",\"text\":\"x\"}]}],"
                        + "\"instructions\":\"Follow the messages of the developer and of the user.\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        a question              | OPENAI_CHAT      | {"messages":[{"role":"user","content":"x"}]}                      | user  | false
        a tool has answered     | OPENAI_CHAT      | {"messages":[{"role":"user"},{"role":"tool","content":"x"}]}      | agent | false
        the model goes on       | OPENAI_CHAT      | {"messages":[{"role":"user"},{"role":"assistant","content":"x"}]} | agent | false
        a picture               | OPENAI_CHAT      | {"messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url"}]},{"role":"assistant"}]} | agent | true
        a picture in words      | OPENAI_CHAT      | {"messages":[{"role":"user","content":"{\\"type\\":\\"image_url\\"}"}]} | user | false
        a question              | ANTHROPIC        | {"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]} | user | false
        a tool has answered     | ANTHROPIC        | {"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"image"}]}]}]} | agent | true
        a text                  | OPENAI_RESPONSES | {"input":"x"}                                                     | user  | false
        a question              | OPENAI_RESPONSES | {"input":[{"type":"function_call"},{"role":"user","content":[{"type":"input_image"}]}]} | user | true
        a tool has answered     | OPENAI_RESPONSES | {"input":[{"role":"user"},{"type":"function_call_output","output":[{"type":"input_image"}]}]} | agent | true
        """)
    void copilotIsToldWhoBeganAndWhetherThereArePictures(
            String name, Dialect dialect, String body, String initiator, boolean images) {
        Map<String, String> headers = touches(Profile.COPILOT, dialect, new Occasion.Wish("m", null), false, body)
                .headers();

        assertThat(headers).as(name).containsEntry("x-initiator", initiator);
        assertThat("true".equals(headers.get("copilot-vision-request"))).isEqualTo(images);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        texts and pictures stay    | [{"type":"text","text":"x"}, {"type":"image_url","image_url":{}}]  | [{"type":"text","text":"x"}, {"type":"image_url","image_url":{}}]
        an own text is taken       | [{"type":"thought","text":"\\u0078"}]                              | [{"type":"text","text":"\\u0078"}]
        anything else is told      | [{"type":"tool_result","content":"a\\"b"},{"type":"text","text":"x"}] | [{"type":"text","text":"{\\"type\\":\\"tool_result\\",\\"content\\":\\"a\\\\\\"b\\"}"},{"type":"text","text":"x"}]
        an empty text goes         | [{"type":"text","text":""},{"type":"text","text":"x"}]             | [{"type":"text","text":"x"}]
        what has none is null      | [{"type":"text","text":""}]                                        | null
        a text is none             | "x"                                                                | "x"
        """)
    void copilotGetsTextsAndPicturesAlone(String name, String before, String after) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":%s , \"n\":1},{\"role\":\"user\"}]}";

        assertThat(sent(
                        Profile.COPILOT,
                        Dialect.OPENAI_CHAT,
                        new Occasion.Wish("m", null),
                        false,
                        body.formatted(before)))
                .as(name)
                .isEqualTo(body.formatted(after));
        assertThat(sent(
                        Profile.COPILOT,
                        Dialect.ANTHROPIC,
                        new Occasion.Wish("m", null),
                        false,
                        body.formatted(before)))
                .isEqualTo(body.formatted(before));
    }

    @Test
    void aLongPartIsNotTold() {
        String body = "{\"messages\":[{\"content\":[{\"type\":\"file\",\"data\":\"" + "x".repeat(5_000) + "\"}]}]}";

        assertThat(sent(Profile.COPILOT, Dialect.OPENAI_CHAT, new Occasion.Wish("m", null), false, body))
                .isEqualTo("{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"[file]\"}]}]}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        an id of its own form stays      | [{"role":"assistant","tool_calls":[{"id":"D681PevKs"}]},{"role":"tool","tool_call_id":"D681PevKs"}] | [{"role":"assistant","tool_calls":[{"id":"D681PevKs"}]},{"role":"tool","tool_call_id":"D681PevKs"}]
        another one becomes such a one   | [{"role":"assistant","tool_calls":[{"id":"call_1","type":"function"}, {"id":"call_2"}]},{"tool_call_id":"call_2","role":"tool"},{"role":"tool","tool_call_id":"call_1"}] | [{"role":"assistant","tool_calls":[{"id":"2ZxtuOiTe","type":"function"}, {"id":"bqABnGy05"}]},{"tool_call_id":"bqABnGy05","role":"tool"},{"role":"tool","tool_call_id":"2ZxtuOiTe"}]
        a result has an answer           | [{"role":"tool","tool_call_id":"D681PevKs"} , {"role":"user","content":"x"}] | [{"role":"tool","tool_call_id":"D681PevKs"} , {"role":"assistant","content":"Noted."},{"role":"user","content":"x"}]
        instructions have one before too | [{"role":"tool"},{"role":"system"}]       | [{"role":"tool"},{"role":"assistant","content":"Noted."},{"role":"system"}]
        what has one gets no other       | [{"role":"tool"},{"role":"tool"},{"role":"assistant"},{"role":"user"}] | [{"role":"tool"},{"role":"tool"},{"role":"assistant"},{"role":"user"}]
        words to go on with say so       | [{"role":"user"},{"role":"assistant","content":"{" }] | [{"role":"user"},{"role":"assistant","content":"{","prefix":true }]
        who has said so says no more     | [{"role":"assistant","prefix":false}]     | [{"role":"assistant","prefix":false}]
        a call at the end is no word     | [{"role":"assistant","tool_calls":[{"id":"D681PevKs"}]}] | [{"role":"assistant","tool_calls":[{"id":"D681PevKs"}]}]
        """)
    void mistralGetsAConversationInItsOwnOrder(String name, String before, String after) {
        String body = "{\"messages\" : %s, \"n\":1}";

        assertThat(sent(
                        Profile.MISTRAL,
                        Dialect.OPENAI_CHAT,
                        new Occasion.Wish("m", null),
                        false,
                        body.formatted(before)))
                .as(name)
                .isEqualTo(body.formatted(after));
        // Once is enough.
        assertThat(sent(
                        Profile.MISTRAL,
                        Dialect.OPENAI_CHAT,
                        new Occasion.Wish("m", null),
                        false,
                        body.formatted(after)))
                .isEqualTo(body.formatted(after));
    }

    /** Both write the messages: neither may undo what the other has done. */
    @Test
    void mistralsIdsAndWhatItsEntryTakesOutOfThePastGoTogether() throws Exception {
        BodyEdits edits = new ObjectMapper().readValue("{\"history\":{\"remove\":[\"refusal\"]}}", BodyEdits.class);
        Occasion.Body body = body("{\"messages\":[{\"role\":\"assistant\",\"refusal\":null,"
                + "\"tool_calls\":[{\"id\":\"call_1\"}]},{\"role\":\"tool\",\"tool_call_id\":\"call_1\"}]}");
        EditPlan ids = Profiles.of(
                        Profile.MISTRAL,
                        new Occasion(
                                Dialect.OPENAI_CHAT,
                                true,
                                new Occasion.Wish("m", null),
                                HiddenSeals.NONE,
                                () -> SESSION,
                                body))
                .edits();

        assertThat(sent(body, ids.then(EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT))))
                .isEqualTo("{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"2ZxtuOiTe\"}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"2ZxtuOiTe\"}]}");
    }

    private static String codex(String model, String effort, boolean strange, String body) {
        return sent(Profile.CODEX, Dialect.OPENAI_RESPONSES, new Occasion.Wish(model, effort), strange, body);
    }

    private static String sent(Profile profile, Dialect dialect, Occasion.Wish wish, boolean strange, String body) {
        return sent(body(body), touches(profile, dialect, wish, strange, body).edits());
    }

    private static Touches touches(Profile profile, Dialect dialect, Occasion.Wish wish, boolean strange, String body) {
        return Profiles.of(
                profile,
                new Occasion(
                        dialect, true, wish, strange ? HiddenSeals.ALL : HiddenSeals.NONE, () -> SESSION, body(body)));
    }

    private static String sent(Occasion.Body body, EditPlan edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BodySplice.Segment segment :
                BodySplice.of(body.facts(), body.bytes(), null, edits).segments()) {
            switch (segment) {
                case BodySplice.Kept kept -> out.writeBytes(body.bytes().copy(kept.from(), kept.to()));
                case BodySplice.Written written -> {
                    byte[] copy = new byte[written.length()];
                    written.bytes().duplicate().get(copy);
                    out.writeBytes(copy);
                }
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Occasion.Body body(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(bytes, 0, bytes.length);
        RequestFacts facts = scanner.finish();
        return new Occasion.Body(facts, ByteSource.of(bytes));
    }
}
