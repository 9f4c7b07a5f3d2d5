package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.recorded.RandomJson;
import io.ninerouter.gateway.recorded.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyEditsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        a default fills a gap            | {"defaults":{"z":[1]}}                      | {"a":1 }                 | {"a":1,"z":[1] }
        a default leaves what is there   | {"defaults":{"a":9}}                        | {"a":null}               | {"a":null}
        a default sees a removed gap     | {"remove":["a"],"defaults":{"a":9}}         | {"a":1}                  | {"a":9}
        a cap lowers                     | {"caps":{"a":8}}                            | {"a": 9, "b":2}          | {"a": 8, "b":2}
        a cap lowers what is set         | {"set":{"a":99},"caps":{"a":8}}             | {}                       | {"a":8}
        a cap leaves what is not more    | {"caps":{"a":8}}                            | {"a":8.0}                | {"a":8.0}
        a cap reads exponents            | {"caps":{"a":8}}                            | {"a":1e999999999}        | {"a":8}
        a cap lowers what cannot be counted | {"caps":{"a":8}}                         | {"a":1e99999999999}      | {"a":8}
        a cap leaves the least of numbers | {"caps":{"a":8}}                           | {"a":1e-99999999999}     | {"a":1e-99999999999}
        a cap leaves what is no number   | {"caps":{"a":8}}                            | {"a":"99"}               | {"a":"99"}
        a text is replaced               | {"replace":{"t":{"required":"auto"}}}       | {"t":"required"}         | {"t":"auto"}
        an escaped text is replaced      | {"replace":{"t":{"required":"auto"}}}       | {"t":"requ\\u0069red"}   | {"t":"auto"}
        another text stays               | {"replace":{"t":{"required":"auto"}}}       | {"t":"none"}             | {"t":"none"}
        a literal is replaced            | {"replace":{"t":{"true":{"on":1},"1":2}}}   | {"t":true}               | {"t":{"on":1}}
        a number is replaced             | {"replace":{"t":{"true":{"on":1},"1":2}}}   | {"t":1}                  | {"t":2}
        an object is replaced by type    | {"replace":{"t":{"tool":"a","*":"b"}}}      | {"t":{"x":1,"type":"tool"}} | {"t":"a"}
        any object is replaced           | {"replace":{"t":{"tool":"a","*":"b"}}}      | {"t":{}}                 | {"t":"b"}
        an object of another type stays  | {"replace":{"t":{"tool":"a"}}}              | {"t":{"type":"x"}}       | {"t":{"type":"x"}}
        a list stays                     | {"replace":{"t":{"*":"b"}}}                 | {"t":[{}]}               | {"t":[{}]}
        the last duplicate is replaced   | {"replace":{"t":{"b":"c"}}}                 | {"t":"a","t":"b"}        | {"t":"c"}
        no stream, no default of streams | {"streamDefaults":{"o":{"u":true}}}         | {"stream":false}         | {"stream":false}
        a default of streams             | {"streamDefaults":{"o":{"u":true}}}         | {"stream":true}          | {"stream":true,"o":{"u":true}}
        a stream that is set is one      | {"set":{"stream":true},"streamDefaults":{"n":1}} | {}                  | {"stream":true,"n":1}
        a stream that is unset is none   | {"set":{"stream":false},"streamDefaults":{"n":1}} | {"stream":true}    | {"stream":false}
        merged into an object            | {"streamDefaults":{"o":{"u":true}}}         | {"stream":true,"o":{ "x":1 }}   | {"stream":true,"o":{ "x":1,"u":true }}
        merged into an empty object      | {"streamDefaults":{"o":{"u":true,"v":1}}}   | {"stream":true,"o":{ }}  | {"stream":true,"o":{ "u":true,"v":1}}
        merged into inner objects        | {"streamDefaults":{"o":{"i":{"u":1}}}}      | {"stream":true,"o":{"i":{"x":1.0},"y":2}} | {"stream":true,"o":{"i":{"x":1.0,"u":1},"y":2}}
        the caller's own value stays     | {"streamDefaults":{"o":{"u":true}}}         | {"stream":true,"o":{"u":false}} | {"stream":true,"o":{"u":false}}
        nothing is merged into a text    | {"streamDefaults":{"o":{"u":true}}}         | {"stream":true,"o":"x"}  | {"stream":true,"o":"x"}
        a value brings others about      | {"implies":{"t":{"must":{"set":{"h":{"on":false}},"remove":["e"]}}}} | {"e":"high","t":"must"} | {"t":"must","h":{"on":false}}
        another value brings nothing     | {"implies":{"t":{"must":{"set":{"h":1}}}}}  | {"t":"may"}              | {"t":"may"}
        no value brings nothing          | {"implies":{"t":{"*":{"set":{"h":1}}}}}     | {"h":0}                  | {"h":0}
        any object brings about          | {"implies":{"t":{"*":{"set":{"h":1}}}}}     | {"h":0,"t":{"name":"a"}} | {"h":1,"t":{"name":"a"}}
        an object of a type brings about | {"implies":{"t":{"a":{"set":{"h":1}},"*":{"set":{"h":2}}}}} | {"t":{"type":"a"}} | {"t":{"type":"a"},"h":1}
        a value may take itself away     | {"implies":{"t":{"none":{"remove":["t","u"]}}}} | {"t":"none","u":[],"v":1} | {"v":1}
        what is replaced brings about    | {"replace":{"t":{"a":"b"}},"implies":{"t":{"b":{"set":{"h":1}}}}} | {"t":"a"} | {"t":"b","h":1}
        in the order of the members      | {"rename":{"a":"b"},"defaults":{"b":1},"caps":{"b":5},"replace":{"b":{"5":"five"}}} | {"a":7} | {"b":"five"}
        """)
    void editsTopLevelFields(String name, String edits, String before, String after) throws IOException {
        assertThat(edited(before, edits)).as(name).isEqualTo(after);
    }

    @Test
    void whatAsksForNoAnswerGetsNothingThatWasNotThere() throws IOException {
        BodyEdits edits = JSON.readValue(
                "{\"remove\":[\"a\"],\"set\":{\"b\":1,\"c\":2},\"defaults\":{\"d\":3},\"caps\":{\"e\":4},"
                        + "\"streamDefaults\":{\"f\":5},\"placeholder\":{\"field\":\"r\"},\"implies\":{\"e\":{\"4\":{\"set\":{\"g\":6}}}}}",
                BodyEdits.class);
        byte[] body = "{\"a\":0,\"b\":0,\"e\":9,\"stream\":true}".getBytes(StandardCharsets.UTF_8);
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT).withoutAdditions();

        assertThat(new String(apply(body, plan), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":1,\"e\":4,\"stream\":true}");
    }

    @Test
    void laterEditsSeeWhatEarlierOnesLeft() throws IOException {
        EditPlan plan = EditPlan.of(
                List.of(
                        JSON.readValue("{\"set\":{\"a\":1}}", BodyEdits.class),
                        JSON.readValue("{\"remove\":[\"a\"],\"defaults\":{\"b\":2}}", BodyEdits.class)),
                Dialect.ANTHROPIC);

        assertThat(new String(apply("{}".getBytes(StandardCharsets.UTF_8), plan), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":2}");
        assertThat(plan.told()).containsExactly("set a to 1", "remove a", "set if missing b to 2");
    }

    @Test
    void editsRandomObjectsAsATreeWouldBeEditedAndOnceIsEnough() throws IOException {
        RandomJson random = new RandomJson(41);
        for (int i = 0; i < 5_000; i++) {
            assertEditedLikeATree(random.object(), random(random.random()));
        }
    }

    @Test
    void editsRecordedRequestsAsATreeWouldBeEditedAndOnceIsEnough() throws IOException {
        Random random = new Random(42);
        for (byte[] body : Recordings.requests().values()) {
            assertEditedLikeATree(body, random(random));
        }
    }

    /** What is not edited is not only equal but the same bytes: the pieces that are kept say so. */
    @Test
    void keepsEveryByteThatNoEditTouches() throws IOException {
        BodyEdits edits = JSON.readValue(
                "{\"defaults\":{\"never-there\":1},\"placeholder\":{\"field\":\"reasoning_content\"}}",
                BodyEdits.class);
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT);
        for (Map.Entry<String, byte[]> each : Recordings.requests().entrySet()) {
            String before = new String(each.getValue(), StandardCharsets.ISO_8859_1);
            String after = new String(apply(each.getValue(), plan), StandardCharsets.ISO_8859_1);
            assertThat(after.replace(",\"reasoning_content\":\" \"", "")
                            .replace(",\"never-there\":1", "")
                            .replace("\"never-there\":1", ""))
                    .as(each.getKey())
                    .isEqualTo(before.replace("\"reasoning_content\":\"\"", "\"reasoning_content\":\" \"")
                            .replace("\"reasoning_content\":null", "\"reasoning_content\":\" \""));
        }
    }

    private static void assertEditedLikeATree(byte[] body, BodyEdits edits) throws IOException {
        EditPlan plan = EditPlan.of(List.of(edits), Dialect.OPENAI_CHAT);
        ObjectNode tree = (ObjectNode) JSON.readTree(body);
        edit(tree, edits);

        byte[] once = apply(body, plan);

        assertThat(JSON.readTree(once))
                .as(new String(body, StandardCharsets.UTF_8) + "\n" + edits)
                .isEqualTo(tree);
        assertThat(apply(once, plan)).isEqualTo(once);
    }

    private static void edit(ObjectNode tree, BodyEdits edits) {
        edits.defaults().forEach((name, value) -> {
            if (!tree.has(name)) {
                tree.set(name, value);
            }
        });
        if (tree.path("stream").isBoolean() && tree.path("stream").asBoolean()) {
            edits.streamDefaults().forEach((name, value) -> merge(tree, name, value));
        }
        edits.caps().forEach((name, most) -> {
            JsonNode there = tree.path(name);
            if (there.isNumber() && new BigDecimal(there.asText()).compareTo(BigDecimal.valueOf(most)) > 0) {
                tree.put(name, most.intValue());
            }
        });
        edits.replace().forEach((name, values) -> {
            JsonNode instead = of(tree.get(name), values);
            if (instead != null) {
                tree.set(name, instead);
            }
        });
        edits.implies().forEach((name, values) -> {
            BodyEdits.Implied implied = of(tree.get(name), values);
            if (implied != null) {
                tree.remove(implied.remove());
                implied.set().forEach(tree::set);
            }
        });
        if (tree.path("messages") instanceof ArrayNode messages) {
            messages.forEach(message -> {
                if (edits.placeholder() != null) {
                    fill(message, edits.placeholder());
                }
                if (edits.history() != null && message.path("role").asText().equals("assistant")) {
                    PastMembersTest.edit((ObjectNode) message, edits.history());
                }
            });
        }
    }

    private static <T> @Nullable T of(@Nullable JsonNode there, Map<String, T> values) {
        if (there != null && there.isObject()) {
            JsonNode type = there.path("type");
            T typed = type.isTextual() ? values.get(type.asText()) : null;
            return typed == null ? values.get("*") : typed;
        }
        return there != null && there.isTextual() ? values.get(there.asText()) : null;
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        if (!into.has(name)) {
            into.set(name, value.deepCopy());
        } else if (into.get(name) instanceof ObjectNode inner && value.isObject()) {
            value.properties().forEach(each -> merge(inner, each.getKey(), each.getValue()));
        }
    }

    private static void fill(JsonNode message, BodyEdits.Placeholder placeholder) {
        boolean concerned = message.path("role").asText().equals("assistant")
                && (!placeholder.withToolCallsOnly()
                        || !message.path("tool_calls").isEmpty());
        JsonNode there = message.path(placeholder.field());
        if (concerned
                && (there.isMissingNode()
                        || there.isNull()
                        || (there.isTextual() && there.asText().isEmpty()))) {
            ((ObjectNode) message).put(placeholder.field(), " ");
        }
    }

    private static BodyEdits random(Random random) throws IOException {
        List<String> names =
                List.of("model", "stream", "messages", "user", "metadata", "tools", "max_tokens", "a", "new");
        ObjectNode edits = JSON.createObjectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(5)) {
                case 0 -> edits.withObject("/defaults").put(name, "é\"");
                case 1 -> edits.withObject("/streamDefaults").set(name, JSON.readTree("{\"a\":1,\"b\":{\"a\":2}}"));
                case 2 -> edits.withObject("/caps").put(name, 1);
                case 3 ->
                    edits.withObject("/implies")
                            .withObject("/" + name)
                            .withObject("/*")
                            .withObject("/set")
                            .put("implied", true);
                default -> {
                    ObjectNode values = edits.withObject("/replace").withObject("/" + name);
                    values.putArray("*");
                    values.put("x", "y").put("auto", "none");
                }
            }
        }
        if (random.nextBoolean()) {
            edits.withObject("/placeholder")
                    .put("field", random.nextBoolean() ? "reasoning_content" : "a")
                    .put("withToolCallsOnly", random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
            // A blank that is filled in and then taken out would be filled in again.
            edits.remove("placeholder");
            ObjectNode history = edits.putObject("history");
            history.putArray("remove").add("name").add("refusal");
            history.putObject("rename").put("reasoning_content", "reasoning").put("content", "text");
        }
        return JSON.treeToValue(edits, BodyEdits.class);
    }

    static String edited(String body, String edits) throws IOException {
        EditPlan plan = EditPlan.of(List.of(JSON.readValue(edits, BodyEdits.class)), Dialect.OPENAI_CHAT);
        return new String(apply(body.getBytes(StandardCharsets.UTF_8), plan), StandardCharsets.UTF_8);
    }

    static byte[] apply(byte[] body, EditPlan plan) {
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        BodySplice splice = BodySplice.of(scanner.finish(), ByteSource.of(body), null, plan);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<BodySplice.Segment> segments = new ArrayList<>(splice.segments());
        for (BodySplice.Segment segment : segments) {
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
