package io.ninerouter.gateway.translate.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields written and read: known bytes (facts page on wire formats, section 15), and what protobuf's own library says. */
class ProtoTest {

    static Stream<Arguments> vectors() {
        Turn hi = new Turn(true, "hi");
        Tool.Function ls = new Tool.Function(
                ToolName.function("ls"), "d", RawJson.of("{\"type\":\"object\"}"), null, Tool.Options.NONE);
        return Stream.of(
                vector("text in field 5", "2a026869", out -> out.text(5, "hi")),
                vector("300", "08ac02", out -> out.number(1, 300)),
                vector("model", "0a036770742200", out -> MessageWriter.model(out, "gpt")),
                vector(
                        "message of a chat",
                        "0a02686910016a026d31e80100f80201",
                        out -> MessageWriter.turn(out, hi, "m1", false, true)),
                vector(
                        "last message of an agent",
                        "0a02686910016a026d31e80101f802029a030101",
                        out -> MessageWriter.turn(out, hi, "m1", true, true)),
                vector(
                        "tool",
                        "0a026c731201641a117b2274797065223a226f626a656374227d2206637573746f6d",
                        out -> MessageWriter.tool(out, ls)),
                vector(
                        "setting",
                        "0a11637572736f725c616973657474696e67731a0032040a00120040014801",
                        MessageWriter::setting));
    }

    private static Arguments vector(String name, String hex, Consumer<ProtoWriter> fields) {
        return Arguments.of(name, hex, fields);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void writesKnownBytes(String name, String hex, Consumer<ProtoWriter> fields) {
        ByteBuilder out = new ByteBuilder(16);
        fields.accept(new ProtoWriter(out));
        assertThat(HexFormat.of().formatHex(out.take())).isEqualTo(hex);
    }

    /** Law: the library reads what is written here, and this reads what the library writes. */
    @Test
    void agreesWithTheLibraryBothWays() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            ByteBuilder ours = new ByteBuilder(16);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream theirs = CodedOutputStream.newInstance(bytes);
            ProtoWriter out = new ProtoWriter(ours);
            List<String> said = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                int field = 1 + random.nextInt(random.nextBoolean() ? 20 : (1 << 29) - 1);
                if (random.nextBoolean()) {
                    long number = 1 + (random.nextLong() >>> 2 + random.nextInt(61));
                    out.number(field, number);
                    theirs.writeUInt64(field, number);
                    said.add(field + "=" + number);
                } else {
                    String text = "é".repeat(random.nextInt(200));
                    out.text(field, text);
                    theirs.writeString(field, text);
                    said.add(field + "=" + text);
                }
            }
            theirs.flush();
            assertThat(ours.toBytes()).isEqualTo(bytes.toByteArray());
            assertThat(read(bytes.toByteArray())).isEqualTo(said);
        }
    }

    private static List<String> read(byte[] bytes) {
        List<String> read = new ArrayList<>();
        ProtoReader in = new ProtoReader(bytes, 0, bytes.length);
        while (in.next()) {
            read.add(in.field() + "=" + (in.number() != 0 ? Long.toString(in.number()) : in.text()));
        }
        return read;
    }

    /** Law: what the library refuses is refused here; groups, which it still reads, are too. */
    @Test
    void refusesWhatTheLibraryRefuses() throws IOException {
        Random random = new Random(5);
        Map<Boolean, Integer> seen = new HashMap<>();
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            boolean fine;
            try {
                UnknownFieldSet fields = UnknownFieldSet.parseFrom(bytes);
                fine = fields.asMap().values().stream()
                        .allMatch(field -> field.getGroupList().isEmpty());
            } catch (InvalidProtocolBufferException e) {
                fine = false;
            }
            seen.merge(fine, 1, Integer::sum);
            if (fine) {
                read(bytes);
            } else {
                assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedFrameException.class);
            }
        }
        assertThat(seen.get(true)).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08", "0a05", "0a0568", "0b", "0c", "0e", "00", "08ffffffffffffffffffff01", "0affffffff0f"})
    void namesWhatWasExpected(String hex) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void passesOverFieldsOfFixedLength() {
        assertThat(read(HexFormat.of().parseHex("090102030405060708" + "0d01020304" + "1005")))
                .containsExactly("1=", "1=", "2=5");
    }
}
