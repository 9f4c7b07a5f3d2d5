package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.recorded.RandomJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The placeholder that past turns of the assistant get. */
class PastTurnsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        an assistant gets a blank       | false | [{"role":"assistant","content":"x" }]       | [{"role":"assistant","content":"x","r":" " }]
        each assistant, nobody else     | false | [ {"role":"user"}, {"role":"assistant"},{"a":[{"b":{}}],"role":"assistant"} ] | [ {"role":"user"}, {"role":"assistant","r":" "},{"a":[{"b":{}}],"role":"assistant","r":" "} ]
        what is there stays             | false | [{"role":"assistant","r":"thought"}]         | [{"role":"assistant","r":"thought"}]
        null and empty are none         | false | [{"role":"assistant","r":null},{"r":"","role":"assistant"}] | [{"role":"assistant","r":" "},{"r":" ","role":"assistant"}]
        a role may be escaped           | false | [{"role":"\\u0061ssistant"}]                 | [{"role":"\\u0061ssistant","r":" "}]
        braces in texts are no ends     | false | [{"role":"assistant","content":"}],{"},{"role":"user"}] | [{"role":"assistant","content":"}],{","r":" "},{"role":"user"}]
        an inner role is not its role   | false | [{"x":{"role":"assistant"}}]                 | [{"x":{"role":"assistant"}}]
        without calls it is left alone  | true  | [{"role":"assistant","tool_calls":[ ]}]      | [{"role":"assistant","tool_calls":[ ]}]
        with calls it is not            | true  | [{"role":"assistant","tool_calls":[{"id":1}]}] | [{"role":"assistant","tool_calls":[{"id":1}],"r":" "}]
        what is no object is passed     | false | [1,"a",[],{},null,{"role":"assistant"}]      | [1,"a",[],{},null,{"role":"assistant","r":" "}]
        no list                         | false | {"role":"assistant"}                         | {"role":"assistant"}
        """)
    void fillsWhatPastTurnsLack(String name, boolean withToolCallsOnly, String before, String after)
            throws IOException {
        String edits = "{\"placeholder\":{\"field\":\"r\",\"withToolCallsOnly\":" + withToolCallsOnly + "}}";
        String body = "{\"model\":\"m\", \"messages\" : %s, \"stream\":true}";

        assertThat(BodyEditsTest.edited(body.formatted(before), edits)).as(name).isEqualTo(body.formatted(after));
    }

    @Test
    void onlyChatCompletionsHaveTurnsToFill() throws IOException {
        BodyEdits edits = JSON.readValue("{\"placeholder\":{\"field\":\"r\"}}", BodyEdits.class);

        for (Dialect dialect : Dialect.values()) {
            assertThat(EditPlan.of(List.of(edits), dialect).isEmpty()).isEqualTo(dialect != Dialect.OPENAI_CHAT);
        }
    }

    @Test
    void findsTheTurnsAmongRandomObjects() throws IOException {
        RandomJson random = new RandomJson(43);
        BodyEdits edits = JSON.readValue("{\"placeholder\":{\"field\":\"r\"}}", BodyEdits.class);
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder before = new StringBuilder("{\"messages\":[");
            StringBuilder after = new StringBuilder(before);
            for (int at = 0, most = random.random().nextInt(6); at < most; at++) {
                String object = new String(random.object(), StandardCharsets.UTF_8).strip();
                boolean turn = random.random().nextBoolean();
                String comma = at == 0 ? "" : " ,";
                String message = turn ? "{\"x\":" + object + ",\"role\":\"assistant\",\"y\":" + object : object;
                before.append(comma).append(message).append(turn ? " }" : "");
                after.append(comma).append(message).append(turn ? ",\"r\":\" \" }" : "");
            }
            assertThat(new String(
                            BodyEditsTest.apply((before + "]}").getBytes(StandardCharsets.UTF_8), plan),
                            StandardCharsets.UTF_8))
                    .isEqualTo(after + "]}");
        }
    }

    /** Pieces of the body between new bytes, as profiles write them; what a rule sets; what another name was before. */
    @ParameterizedTest(name = "messages that are {0}")
    @CsvSource({"written in pieces", "set", "renamed", "set where there were none"})
    void fillsWhatPastTurnsLackInWhatEarlierEditsLeft(String how) throws IOException {
        String turns =
                "[{\"role\":\"assistant\",\"r\":null},{\"role\":\"assistant\",\"content\":\"é\"}, {\"role\":\"user\"}]";
        String filled =
                "[{\"role\":\"assistant\",\"r\":\" \"},{\"role\":\"assistant\",\"content\":\"é\",\"r\":\" \"}, {\"role\":\"user\"}]";
        EditPlan fill = EditPlan.of(
                List.of(JSON.readValue("{\"placeholder\":{\"field\":\"r\"}}", BodyEdits.class)), Dialect.OPENAI_CHAT);
        String before = switch (how) {
            case "written in pieces" -> "{\"messages\":[{\"role\":\"assistant\",\"r\":null},7]}";
            case "set" -> "{\"messages\":7}";
            case "renamed" -> "{\"turns\":" + turns + "}";
            default -> "{}";
        };
        EditPlan.Builder edits = new EditPlan.Builder();
        EditPlan earlier = switch (how) {
            case "written in pieces" ->
                edits.write(
                                "messages",
                                List.of(
                                        new BodySplice.Kept(12, 42),
                                        new BodySplice.Written(EditStep.bytes(turns.substring(30)))))
                        .plan();
            case "renamed" ->
                EditPlan.of(
                        List.of(JSON.readValue("{\"rename\":{\"turns\":\"messages\"}}", BodyEdits.class)),
                        Dialect.OPENAI_CHAT);
            default -> edits.set("messages", turns).plan();
        };

        assertThat(new String(
                        BodyEditsTest.apply(before.getBytes(StandardCharsets.UTF_8), earlier.then(fill)),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"messages\":" + filled + "}");
    }
}
