package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.recorded.RandomJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What past turns of the assistant must not have. */
class PastMembersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDITS = "{\"history\":{\"remove\":[\"d\",\"e\"],\"rename\":{\"r\":\"s\"}}}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        the first member goes           | [{"d":1, "role":"assistant","x":2 }]          | [{"role":"assistant","x":2 }]
        the last member goes            | [ { "role":"assistant" , "x":2, "d":[{}] } ]  | [ { "role":"assistant" , "x":2 } ]
        one in the middle goes          | [{"role":"assistant","d":{"e":1},"x":2}]      | [{"role":"assistant","x":2}]
        all of several go               | [{"d":1,"e":2,"role":"assistant","d":3}]      | [{"role":"assistant"}]
        one gets its other name         | [{"role":"assistant","r" : "thought","x":2}]  | [{"role":"assistant","s":"thought","x":2}]
        both at once                    | [{"r":"a","d":1,"role":"assistant"}]          | [{"s":"a","role":"assistant"}]
        the new name's own value stays  | [{"role":"assistant","r":"a","s":"b"}]        | [{"role":"assistant","s":"b"}]
        a name may be escaped           | [{"role":"assistant","\u0064":1}]            | [{"role":"assistant"}]
        nobody else's go                | [{"role":"user","d":1},{"role":"tool","r":2}] | [{"role":"user","d":1},{"role":"tool","r":2}]
        inner ones stay                 | [{"role":"assistant","x":[{"d":1}]}]          | [{"role":"assistant","x":[{"d":1}]}]
        what is not named stays         | [{"role":"assistant" ,"x" : 1}]               | [{"role":"assistant" ,"x" : 1}]
        no list                         | {"role":"assistant","d":1}                    | {"role":"assistant","d":1}
        """)
    void leavesOutWhatIsRefused(String name, String before, String after) throws IOException {
        String body = "{\"model\":\"m\", \"messages\" : %s, \"d\":true}";

        assertThat(BodyEditsTest.edited(body.formatted(before), EDITS)).as(name).isEqualTo(body.formatted(after));
    }

    @Test
    void whatIsLeftOutMayLeaveItsNameToAnother() throws IOException {
        String edits = "{\"history\":{\"remove\":[\"s\"],\"rename\":{\"r\":\"s\"}}}";

        assertThat(BodyEditsTest.edited("{\"messages\":[{\"role\":\"assistant\",\"s\":1,\"r\":2}]}", edits))
                .isEqualTo("{\"messages\":[{\"role\":\"assistant\",\"s\":2}]}");
    }

    @Test
    void aRequestThatAsksForNoAnswerGoesWithoutItToo() throws IOException {
        EditPlan plan = EditPlan.of(List.of(JSON.readValue(EDITS, BodyEdits.class)), Dialect.OPENAI_CHAT);

        assertThat(plan.withoutAdditions().isEmpty()).isFalse();
        assertThat(plan.told()).containsExactly("remove d, remove e, rename r to s of past messages of the assistant");
    }

    @Test
    void editsRandomMessagesAsATreeWouldBeEdited() throws IOException {
        RandomJson random = new RandomJson(47);
        BodyEdits edits = JSON.readValue(EDITS, BodyEdits.class);
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder body = new StringBuilder("{\"messages\":[");
            for (int at = 0, most = random.random().nextInt(6); at < most; at++) {
                body.append(at == 0 ? "" : " ,").append("{\"role\":\"assistant\"");
                for (String name : List.of("d", "x", "r", "e", "s")) {
                    if (random.random().nextBoolean()) {
                        String object = new String(random.object(), StandardCharsets.UTF_8).strip();
                        body.append(", \"").append(name).append("\":").append(object);
                    }
                }
                body.append('}');
            }
            byte[] before = body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
            JsonNode tree = JSON.readTree(before);
            tree.path("messages").forEach(message -> edit((ObjectNode) message, edits.history()));

            assertThat(JSON.readTree(BodyEditsTest.apply(before, plan)))
                    .as(body.toString())
                    .isEqualTo(tree);
        }
    }

    /** The same on a tree. */
    static void edit(ObjectNode message, BodyEdits.History history) {
        message.remove(history.remove());
        for (Map.Entry<String, String> each : history.rename().entrySet()) {
            JsonNode value = message.remove(each.getKey());
            if (value != null && !message.has(each.getValue())) {
                message.set(each.getValue(), value);
            }
        }
    }
}
