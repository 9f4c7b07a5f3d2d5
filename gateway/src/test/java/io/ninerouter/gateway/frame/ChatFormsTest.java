package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.recorded.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages, tools and formats of chat completions in the form that an endpoint takes, and what is told of them. */
class ChatFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        a role gets another one           | {"roles":{"developer":"system"}} | [{"role" : "developer","content":"a"}] | [{"role" : "system","content":"a"}]
        a role may be escaped             | {"roles":{"developer":"system"}} | [{"role":"\\u0064eveloper"}]           | [{"role":"system"}]
        another role stays                | {"roles":{"developer":"system"}} | [{"role":"user"},{"x":1},7]            | [{"role":"user"},{"x":1},7]
        no list                           | {"roles":{"developer":"system"}} | "developer"                            | "developer"
        one text becomes a text           | {"texts":["tool"]}  | [{"role":"tool","content":[ {"type":"text","text":"a\\n\\u00e9"} ],"x":1}] | [{"role":"tool","content":"a\\n\\u00e9","x":1}]
        texts are joined                  | {"texts":["user"]}  | [{"role":"user","content":[{"type":"text","text":"a"},{"text":"","type":"text"},{"type":"text","text":"b"}]}] | [{"role":"user","content":"a\\n\\nb"}]
        a picture keeps the list          | {"texts":["user"]}  | [{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"}]}] | [{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"}]}]
        what is no text keeps the list    | {"texts":["user"]}  | [{"role":"user","content":[{"type":"text","text":null}]}] | [{"role":"user","content":[{"type":"text","text":null}]}]
        an empty list stays               | {"texts":["user"]}  | [{"role":"user","content":[]}]     | [{"role":"user","content":[]}]
        a text stays                      | {"texts":["user"]}  | [{"role":"user","content":"a"}]    | [{"role":"user","content":"a"}]
        the role that is sent decides     | {"roles":{"developer":"system"},"texts":["system"]} | [{"content":[{"type":"text","text":"a"}],"role":"developer"}] | [{"content":"a","role":"system"}]
        the first member goes             | {"remove":["name"]} | [{"name":"n", "role":"user"}]      | [{"role":"user"}]
        the last member goes              | {"remove":["name"]} | [{"role":"user" , "name":"n" }]    | [{"role":"user" }]
        several go                        | {"remove":["a","b"]} | [{"a":1,"b":2,"role":"user","a":3,"b":4,"c":5}] | [{"role":"user","c":5}]
        several of several messages       | {"remove":["name"]} | [{"role":"user","name":"n"},{"role":"user"},{"name":1,"role":"tool"}] | [{"role":"user"},{"role":"user"},{"role":"tool"}]
        """)
    void messagesGetTheFormThatIsTaken(String name, String messages, String before, String after) throws IOException {
        String body = "{\"model\":\"m\",\"messages\": %s ,\"role\":\"developer\"}";

        assertThat(BodyEditsTest.edited(body.formatted(before), "{\"messages\":" + messages + "}"))
                .as(name)
                .isEqualTo(body.formatted(after));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        Never     | the word goes           | [{"type":"function","function":{"name":"a","strict":true}}] | [{"type":"function","function":{"name":"a"}}] | true
        Never     | it says no              | [{"function":{"strict":false,"name":"a"}}]                  | [{"function":{"name":"a"}}]                   | false
        Never     | there is none           | [{"function":{"name":"a","parameters":{"strict":true}}}]    | [{"function":{"name":"a","parameters":{"strict":true}}}] | false
        AllOrNone | all are                 | [{"function":{"strict":true}},{"function":{"strict":true}}] | [{"function":{"strict":true}},{"function":{"strict":true}}] | false
        AllOrNone | none is                 | [{"function":{"strict":false}},{"function":{"name":"b"}}]   | [{"function":{"strict":false}},{"function":{"name":"b"}}] | false
        AllOrNone | one says nothing        | [{"function":{"name":"a","strict":true}},{"function":{"name":"b"}}] | [{"function":{"name":"a"}},{"function":{"name":"b"}}] | true
        AllOrNone | one says no             | [{"function":{"n":1,"strict":false}},{"function":{"n":2,"strict":true}}] | [{"function":{"n":1}},{"function":{"n":2}}] | true
        """)
    void toolsAreAsStrictAsIsTaken(String allowed, String name, String before, String after, boolean told)
            throws IOException {
        String body = "{\"tools\":%s,\"strict\":true}";
        List<EditLoss> losses = new ArrayList<>();

        assertThat(edited(body.formatted(before), "{\"strictTools\":\"" + allowed + "\"}", losses))
                .as(name)
                .isEqualTo(body.formatted(after));
        assertThat(losses)
                .containsExactlyElementsOf(
                        told ? List.of(new EditLoss("tools.strict", false, EditLoss.Fate.LEFT_OUT)) : List.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        behind the first of the system  | [{"role":"system"},{"role":"developer"},{"role":"user"},{"role":"system"}] | 2
        before a user                   | [{"role":"user"}] | 0
        alone                           | []                | 0
        at the end                      | [{"role":"system"}] | 1
        """)
    void aFormatIsAskedForInWordsOfTheSystem(String name, String messages, int at) throws IOException {
        String body = "{\"messages\":" + messages
                + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                + "\"description\":\"A \\\"thing\\\".\",\"schema\":{\"type\":\"object\", \"x\":1.50}}}}";
        List<EditLoss> losses = new ArrayList<>();

        JsonNode after =
                JSON.readTree(edited(body, "{\"inWords\":{\"formats\":{\"json_schema\":\"json_object\"}}}", losses));

        assertThat(after.path("response_format").toString()).as(name).isEqualTo("{\"type\":\"json_object\"}");
        ObjectNode before = (ObjectNode) JSON.readTree(body);
        before.withArray("messages")
                .insertObject(at)
                .put("role", "system")
                .put("content", JsonInstruction.of(true, "A \"thing\".", "{\"type\":\"object\", \"x\":1.50}"));
        assertThat(after.path("messages")).isEqualTo(before.path("messages"));
        assertThat(losses).containsExactly(new EditLoss("response_format.json_schema", false, EditLoss.Fate.IN_WORDS));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        no format is left                | {"formats":{"json_schema":"text"}}        | json_schema | []        | none
        an object of any kind            | {"formats":{"json_object":"text"}}        | json_object | []        | none
        another format stays             | {"formats":{"json_schema":"json_object"}} | json_object | []        | json_object
        nothing but words beside tools   | {"besideTools":true}                      | json_object | [{"a":1}] | none
        words may be both                | {"formats":{"json_schema":"json_object"},"besideTools":true} | json_schema | [{"a":1}] | none
        without tools                    | {"besideTools":true}                      | json_schema | []        | json_schema
        a text is no format              | {"besideTools":true}                      | text        | [{"a":1}] | text
        """)
    void aFormatStaysWhereItIsTaken(String name, String inWords, String type, String tools, String left)
            throws IOException {
        String body = "{\"messages\":[],\"tools\":" + tools + ",\"response_format\":{\"type\":\"" + type + "\"}}";

        JsonNode after = JSON.readTree(edited(body, "{\"inWords\":" + inWords + "}", new ArrayList<>()));

        assertThat(after.path("response_format").path("type").asText("none"))
                .as(name)
                .isEqualTo(left);
        assertThat(after.path("messages").size()).isEqualTo(left.equals(type) ? 0 : 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        a field that is left out       | {"remove":["a"]}                       | {"a":1}            | a LEFT_OUT
        one that says no               | {"remove":["a"]}                       | {"a":false}        | a LEFT_OUT off
        one that says nothing          | {"remove":["a","b","c","d"]}           | {"a":null,"b":"","c":[],"d":{}} |
        one that is not there          | {"remove":["a"],"set":{"b":1},"caps":{"c":1}} | {"c":1}     |
        one by another name            | {"rename":{"a":"b"}}                   | {"a":1}            |
        a value that is set            | {"set":{"a":1,"b":2}}                  | {"a":1,"b":1}      | b CHANGED
        a bound                        | {"caps":{"a":1}}                       | {"a":2}            | a CHANGED
        a value that is replaced       | {"replace":{"a":{"x":"y"}}}            | {"a":"x"}          | a CHANGED
        what a value brings about      | {"implies":{"a":{"x":{"remove":["b"],"set":{"c":1}}}}} | {"a":"x","b":2,"c":3} | b LEFT_OUT, c CHANGED
        what is only added             | {"defaults":{"a":1},"placeholder":{"field":"r"}} | {"messages":[{"role":"assistant"}]} |
        a member of past turns         | {"history":{"remove":["r","s"],"rename":{"t":"u"}}} | {"messages":[{"role":"assistant","r":"x","s":null,"t":1}]} | messages.r LEFT_OUT
        a member of messages           | {"messages":{"remove":["name"]}}       | {"messages":[{"role":"user","name":"n"},{"role":"user","name":""}]} | messages.name LEFT_OUT
        a role                         | {"messages":{"roles":{"developer":"system"}}} | {"messages":[{"role":"developer"}]} | messages.developer CHANGED
        texts that are joined          | {"messages":{"texts":["user"]}}        | {"messages":[{"role":"user","content":[{"type":"text","text":"a"}]}]} |
        """)
    void whatIsTakenIsTold(String name, String edits, String before, String told) throws IOException {
        List<EditLoss> losses = new ArrayList<>();

        edited(before, edits, losses);

        assertThat(losses)
                .as(name)
                .extracting(loss -> loss.field() + " " + loss.fate() + (loss.off() ? " off" : ""))
                .containsExactlyElementsOf(told == null ? List.of() : List.of(told.split(", ")));
    }

    @Test
    void whatIsSaidElsewhereTooIsNoLoss() {
        EditPlan plan = new EditPlan.Builder()
                .remove("a")
                .set("b", "2")
                .drop("c")
                .impose("d", "2")
                .plan();
        byte[] body = "{\"a\":1,\"b\":1,\"c\":1,\"d\":1}".getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        List<EditLoss> losses = new ArrayList<>();

        BodySplice.of(scanner.finish(), ByteSource.of(body), null, plan, losses::add);

        assertThat(new String(BodyEditsTest.apply(body, plan), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":2,\"d\":2}");
        assertThat(losses)
                .containsExactly(
                        new EditLoss("c", false, EditLoss.Fate.LEFT_OUT),
                        new EditLoss("d", false, EditLoss.Fate.CHANGED));
    }

    /** Once is enough, and what is left is JSON. */
    @Test
    void recordedRequestsTakeEveryForm() throws IOException {
        String edits = "{\"messages\":{\"roles\":{\"developer\":\"system\"},\"texts\":[\"system\",\"user\",\"tool\"],"
                + "\"remove\":[\"name\"]},\"strictTools\":\"Never\","
                + "\"inWords\":{\"formats\":{\"json_schema\":\"json_object\"},\"besideTools\":true}}";
        EditPlan plan = EditPlan.of(List.of(JSON.readValue(edits, BodyEdits.class)), Dialect.OPENAI_CHAT);
        for (Map.Entry<String, byte[]> each : Recordings.requests().entrySet()) {
            byte[] once = BodyEditsTest.apply(each.getValue(), plan);

            assertThat(JSON.readTree(once).isObject()).as(each.getKey()).isTrue();
            assertThat(BodyEditsTest.apply(once, plan)).as(each.getKey()).isEqualTo(once);
        }
    }

    private static String edited(String body, String edits, List<EditLoss> losses) throws IOException {
        EditPlan plan = EditPlan.of(List.of(JSON.readValue(edits, BodyEdits.class)), Dialect.OPENAI_CHAT);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestScanner scanner = new RequestScanner();
        scanner.feed(bytes, 0, bytes.length);
        RequestFacts facts = scanner.finish();
        BodySplice.of(facts, ByteSource.of(bytes), null, plan, losses::add);
        return BodyEditsTest.edited(body, edits);
    }
}
