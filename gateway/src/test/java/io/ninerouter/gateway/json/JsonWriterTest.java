package io.ninerouter.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void writesAnyTextSoThatAParserReadsItBack() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(3000);
            while (text.length() < length) {
                int point = random.nextInt(4) == 0 ? random.nextInt(0x10ffff) : random.nextInt(0x90);
                if (!(point >= 0xd800 && point <= 0xdfff)) {
                    text.appendCodePoint(point);
                }
            }
            ByteBuilder out = new ByteBuilder(16);
            new JsonWriter(out).object().text("k", text.toString()).endObject();
            assertThat(JSON.readTree(out.toBytes()).get("k").asString()).isEqualTo(text.toString());
        }
    }

    /** Long texts are looked at eight bytes at a time: wherever in them something stands, it is written as if it stood alone. */
    @Test
    void writesALongTextAsItWritesEachOfItsCharacters() {
        List<String> special =
                List.of("\"", "\\", "\n", "\u001f", "\u007f", "?", "é", "€", "😀", "\ud83d", "\ude00x", "/");
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            List<String> pieces = new ArrayList<>();
            int rare = 1 + round % 40;
            for (int i = random.nextInt(2 * JsonQuotes.LONG); i >= 0; i--) {
                pieces.add(random.nextInt(rare) == 0 ? special.get(random.nextInt(special.size())) : "x");
            }
            // Two halves side by side are a pair.
            String text = String.join("", pieces).replace("\ud83d\ude00", "-");
            String each = text.codePoints()
                    .mapToObj(point -> written(json -> json.text(Character.toString(point))))
                    .map(one -> one.substring(1, one.length() - 1))
                    .collect(Collectors.joining("", "\"", "\""));

            assertThat(written(json -> json.text(text))).isEqualTo(each);
        }
    }

    @Test
    void writesHalfAPairAsAnEscape() {
        assertThat(written(json -> json.text("a\ud83d"))).isEqualTo("\"a\\ud83d\"");
        String much = "much, is it not? ".repeat(10);
        assertThat(written(json -> json.text(much + "\ude00"))).isEqualTo("\"" + much + "\\ude00\"");
    }

    @Test
    void putsCommasBetweenAndLeavesOutWhatIsNull() {
        String text = written(json -> json.object()
                .text("a", "x")
                .text("b", null)
                .texts("c", List.of())
                .array("d")
                .number(1)
                .object()
                .endObject()
                .endArray()
                .decimal("e", 0.5)
                .decimal("f", 2.0)
                .bool("g", (Boolean) null)
                .nothing("h")
                .endObject());
        assertThat(text).isEqualTo("{\"a\":\"x\",\"d\":[1,{}],\"e\":0.5,\"f\":2,\"h\":null}");
    }

    @Test
    void writesJsonWithinAString() {
        String arguments = "{\"a\":\"x\\n\\\"y\\\" é\"}";
        String text = written(json -> json.rawAsText(RawJson.of(arguments)));
        assertThat(JSON.readTree(text).asString()).isEqualTo(arguments);
    }

    @Test
    void opensAnObjectAgainForMoreMembers() {
        assertThat(written(json -> json.object()
                        .object("a")
                        .number("b", 1)
                        .endObject()
                        .reopen()
                        .number("c", 2)
                        .endObject()))
                .isEqualTo("{\"a\":{\"b\":1,\"c\":2}");
        assertThat(written(json ->
                        json.object().endObject().reopen().number("c", 2).endObject()))
                .isEqualTo("{\"c\":2}");
    }

    @Test
    void keepsRawValuesOnOneLine() {
        String text = written(json -> json.raw(RawJson.of("{\r\n  \"a\": \"b\\n\"\n}")));
        assertThat(text).doesNotContain("\n").doesNotContain("\r");
        assertThat(JSON.readTree(text).get("a").asString()).isEqualTo("b\n");
    }

    private static String written(java.util.function.Consumer<JsonWriter> what) {
        ByteBuilder out = new ByteBuilder(16);
        what.accept(new JsonWriter(out));
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
