package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.RequestFacts.Range;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.RandomJson;
import io.ninerouter.gateway.recorded.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySpliceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "vendor/näme \"x\"\\\n😀";
    private static final List<String> FIELDS =
            List.of("model", "stream", "user", "metadata", "tools", "max_tokens", "a", "", "new", "résumé");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"model":"a","x":1}                   | {"model":"b","x":1}
        { "x" : 1 ,\t"model" : "a" }          | { "x" : 1 ,\t"model" : "b" }
        {"model":"a","x":{"model":"a"}}       | {"model":"b","x":{"model":"a"}}
        {"model":"a","mod\\u0065l":"c"}       | {"model":"b","mod\\u0065l":"b"}
        {"model":null}                        | {"model":"b"}
        {"x":1}                               | {"x":1}
        """)
    void replacesEveryModelAndNothingElse(String before, String after) {
        assertThat(text(splice(before, "b", BodyEdits.NONE), before)).isEqualTo(after);
    }

    @Test
    void leavesABodyAloneWithoutAModelToSend() {
        BodySplice splice = splice("{\"model\":\"models/x\",\"contents\":[]}", null, BodyEdits.NONE);
        assertThat(splice.unchanged()).isTrue();
        assertThat(splice.length()).isEqualTo(34);
    }

    @ParameterizedTest(name = "{0} to {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"a":1, "b":2, "c":3}   | remove b       | {"a":1,"c":3}
        {"a":1, "b":2, "c":3}   | remove a       | {"b":2, "c":3}
        {"a":1, "b":2, "c":3 }  | remove c       | {"a":1, "b":2 }
        { "a":1 }               | remove a       | {  }
        {"a":1,"b":2,"a":3}     | remove a       | {"b":2}
        {"a":1, "b":2}          | rename a=z     | {"z":1, "b":2}
        {"a":1, "b":2}          | rename a=b     | {"b":2}
        {"a":1,"b":2,"a":3}     | rename a=z     | {"b":2,"z":3}
        {"a":1}                 | rename x=z     | {"a":1}
        {"a":1, "b":2}          | set a=9        | {"a":9, "b":2}
        {"a":1,"b":2,"a":3}     | set a=9        | {"b":2,"a":9}
        {"a":1 }                | set z=9        | {"a":1,"z":9 }
        { }                     | set z=9        | { "z":9}
        {"model":"m","a":1}     | rename model=deployment | {"deployment":"new","a":1}
        {"model":"m","a":1}     | set model=7    | {"model":7,"a":1}
        """)
    void editsOneField(String before, String edit, String after) throws IOException {
        assertThat(text(splice(before, "new", edits(edit)), before)).isEqualTo(after);
    }

    @Test
    void changesOnlyTheModelOfRecordedRequests() {
        Map<String, byte[]> requests = Recordings.requests();
        requests.forEach((name, body) -> assertOnlyModelChanges(name, body));
        assertThat(requests).hasSizeGreaterThan(150);
    }

    @Test
    void changesOnlyTheModelOfRandomObjects() {
        RandomJson random = new RandomJson(99);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = random.object();
            assertOnlyModelChanges(new String(body, StandardCharsets.UTF_8), body);
        }
    }

    @Test
    void editsRandomObjectsAsATreeWouldBeEdited() throws IOException {
        RandomJson random = new RandomJson(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = random.object();
            assertEditedLikeATree(body, randomEdits(random.random()));
        }
    }

    @Test
    void editsRecordedRequestsAsATreeWouldBeEdited() throws IOException {
        Random random = new Random(3);
        for (byte[] body : Recordings.requests().values()) {
            assertEditedLikeATree(body, randomEdits(random));
        }
    }

    private static void assertOnlyModelChanges(String name, byte[] body) {
        RequestFacts facts = RequestScannerTest.scan(body, Cuts.RANDOM);
        BodySplice splice = BodySplice.of(facts, MODEL);
        byte[] sent = bytes(splice, body);
        assertThat(splice.length()).as(name).isEqualTo(sent.length);

        byte[] quoted = JsonText.quote(MODEL);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int from = 0;
        for (Range range : facts.modelValues()) {
            expected.write(body, from, range.from() - from);
            expected.writeBytes(quoted);
            from = range.to();
        }
        expected.write(body, from, body.length - from);
        assertThat(sent).as(name).isEqualTo(expected.toByteArray());
        try {
            ObjectNode before = (ObjectNode) JSON.readTree(body);
            if (before.has("model")) {
                before.put("model", MODEL);
            }
            assertThat(JSON.readTree(sent)).as(name).isEqualTo(before);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static void assertEditedLikeATree(byte[] body, BodyEdits edits) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(body);
        if (tree.has("model")) {
            tree.put("model", MODEL);
        }
        edits.remove().forEach(tree::remove);
        edits.rename().forEach((from, to) -> {
            JsonNode value = tree.get(from);
            if (value != null && !from.equals(to)) {
                tree.remove(from);
                if (!tree.has(to)) {
                    tree.set(to, value);
                }
            }
        });
        edits.set().forEach(tree::set);

        RequestFacts facts = RequestScannerTest.scan(body, Cuts.WHOLE);
        BodySplice splice =
                BodySplice.of(facts, ByteSource.of(body), MODEL, EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT));
        byte[] sent = bytes(splice, body);
        assertThat(splice.length()).isEqualTo(sent.length);
        assertThat(JSON.readTree(sent))
                .as(new String(body, StandardCharsets.UTF_8) + "\n" + edits)
                .isEqualTo(tree);
    }

    private static BodyEdits randomEdits(Random random) {
        List<String> remove = new ArrayList<>();
        Map<String, String> rename = new LinkedHashMap<>();
        Map<String, JsonNode> set = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            switch (random.nextInt(3)) {
                case 0 -> remove.add(field);
                case 1 -> rename.put(field, FIELDS.get(random.nextInt(FIELDS.size())));
                default ->
                    set.put(
                            field,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("v", random.nextInt(9))
                                    .put("t", "é\""));
            }
        }
        return new BodyEdits(remove, rename, set);
    }

    private static BodyEdits edits(String edit) throws IOException {
        String[] words = edit.split("[ =]", -1);
        return switch (words[0]) {
            case "remove" -> new BodyEdits(List.of(words[1]), Map.of(), Map.of());
            case "rename" -> new BodyEdits(List.of(), Map.of(words[1], words[2]), Map.of());
            default -> new BodyEdits(List.of(), Map.of(), Map.of(words[1], JSON.readTree(words[2])));
        };
    }

    private static BodySplice splice(String body, String model, BodyEdits edits) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestFacts facts = RequestScannerTest.scan(bytes, Cuts.WHOLE);
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT);
        return BodySplice.of(facts, ByteSource.of(bytes), model, plan);
    }

    private static String text(BodySplice splice, String body) {
        return new String(bytes(splice, body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(BodySplice splice, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BodySplice.Segment segment : splice.segments()) {
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
