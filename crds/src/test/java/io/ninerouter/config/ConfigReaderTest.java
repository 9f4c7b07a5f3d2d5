package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading with what was read before says the same as reading from nothing, whoever has written. */
class ConfigReaderTest {
    private final ConfigReader reader = new ConfigReader();

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "at most {0} bytes")
    @ValueSource(ints = {8_000, ConfigPacker.MAX_SECRET_BYTES})
    void whatWasReadBeforeSavesWorkAndChangesNothing(int most) {
        Random random = new Random(5);
        Edits edits = new Edits(random);
        for (int i = 0; i < 80; i++) {
            edits.some(random.nextInt(60));
            Map<String, byte[]> data = ConfigPacker.pack(edits.config(), most).whole();

            ConfigDocument read = reader.read(data);

            assertThat(read).as("step %s", i).isEqualTo(ConfigDocument.read(data));
            assertThat(read.config()).as("step %s", i).isEqualTo(edits.config());
        }
    }

    @ParameterizedTest(name = "at most {0} bytes")
    @ValueSource(ints = {8_000, ConfigPacker.MAX_SECRET_BYTES})
    void whatIsNotConcernedIsTheVeryInstance(int most) {
        Edits edits = new Edits(new Random(5));
        edits.some(2_000);
        GatewayConfig before =
                reader.read(ConfigPacker.pack(edits.config(), most).whole()).config();
        edits.put(new AliasConfig("zz", "openai/new"));

        GatewayConfig after =
                reader.read(ConfigPacker.pack(edits.config(), most).whole()).config();

        assertThat(after.combos()).hasSameSizeAs(before.combos());
        for (int i = 0; i < before.combos().size(); i++) {
            assertThat(after.combos().get(i)).isSameAs(before.combos().get(i));
        }
        assertThat(after.aliases().stream()
                        .filter(alias -> before.aliases().stream().noneMatch(one -> one == alias)))
                .as("those of one piece")
                .hasSizeLessThan(before.aliases().size() / 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsDamagedIsReadOrRefusedAsFromNothing(long seed) {
        Random random = new Random(seed);
        Edits edits = new Edits(random);
        edits.some(400);
        byte[] good = packed(edits.config());
        reader.read(Map.of(RouterSecrets.CONFIG_KEY, good));
        for (int i = 0; i < 50; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            sameAsFromNothing(random.nextBoolean() ? bad : java.util.Arrays.copyOf(bad, at));
        }
        assertThat(reader.read(Map.of(RouterSecrets.CONFIG_KEY, good)).config()).isEqualTo(edits.config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            in one piece                 | {"aliases":[{"alias":"a","target":"b"}],"format":1,"router":"n/r"}
            a list in the middle         | {"format":1,"aliases":[ # {"alias":"a","target":"b"} # ],"router":"n/r"}
            white space                  | {"aliases" : [ # {"alias":"a","target":"b"} # ] ,"format":1,"router":"n/r"}
            some values with the text    | {"aliases":[{"alias":"a","target":"b"} # ,{"alias":"c","target":"b"} # ],"format":1,"router":"n/r"}
            cut within a value           | {"aliases":[ # {"alias":"a", # "target":"b"} # ],"format":1,"router":"n/r"}
            cut within a text            | {"aliases":[ # {"alias":"a","tar # get":"b"} # ],"format":1,"router":"n/r"}
            values and the next list     | {"aliases":[ # {"alias":"a","target":"b"}],"combos":[{"name":"c"} # ],"format":1,"router":"n/r"}
            a list of the same name below| {"format":1,"future":{"aliases":[ # {"alias":"a","target":"b"} # ]},"router":"n/r"}
            a list that nobody knows     | {"format":1,"future":[ # {"alias":"a","target":"b"} # ],"router":"n/r"}
            a list twice                 | {"aliases":[ # {"alias":"a","target":"b"} # ],"aliases":[],"format":1,"router":"n/r"}
            a list twice in pieces       | {"aliases":[ # {"alias":"a","target":"b"} # ],"aliases":[ # {"alias":"c","target":"d"} # ],"format":1,"router":"n/r"}
            the same piece in two lists  | {"aliases":[ # {"alias":"a","target":"b","name":"c"} # ],"combos":[ # {"alias":"a","target":"b","name":"c"} # ],"format":1,"router":"n/r"}
            a value that is none         | {"aliases":[ # null # ],"format":1,"router":"n/r"}
            a value that is wrong        | {"aliases":[ # {"alias":"","target":"b"} # ],"format":1,"router":"n/r"}
            values without end           | {"aliases":[ # {"alias":"a","target":"b"}
            something behind the end     | {"format":1,"router":"n/r"} # {"format":1,"router":"n/x"}
            another format               | {"aliases":[ # {"alias":"a","target":"b"} # ],"format":7,"router":"n/r"}
            no document                  | [1]
            nothing                      | null
            """)
    void whatOthersHaveWrittenIsReadAsFromNothing(String what, String pieces) {
        // Twice: with nothing read before, and with itself.
        sameAsFromNothing(pack(pieces.split(" # ", -1)));
        sameAsFromNothing(pack(pieces.split(" # ", -1)));
    }

    @Test
    void aDocumentThatIsMissingIsRefused() {
        assertThatThrownBy(() -> reader.read(Map.of())).hasMessageContaining("key " + RouterSecrets.CONFIG_KEY);
    }

    private void sameAsFromNothing(byte[] packed) {
        Map<String, byte[]> data = Map.of(RouterSecrets.CONFIG_KEY, packed);
        ConfigDocument expected;
        try {
            expected = ConfigDocument.read(data);
        } catch (IllegalArgumentException e) {
            assertThatThrownBy(() -> reader.read(data))
                    .isInstanceOf(e.getClass())
                    .hasMessage(e.getMessage());
            return;
        }
        assertThat(reader.read(data)).isEqualTo(expected);
    }

    private static byte[] packed(GatewayConfig config) {
        return ConfigPacker.pack(config, ConfigPacker.MAX_SECRET_BYTES).head().get(RouterSecrets.CONFIG_KEY);
    }

    private static byte[] pack(String... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String piece : pieces) {
            out.writeBytes(ConfigCodec.gzip(piece.getBytes(StandardCharsets.UTF_8)));
        }
        return out.toByteArray();
    }

    /** A configuration that changes. */
    private static final class Edits {
        private final Random random;
        private final Map<String, AliasConfig> aliases = new TreeMap<>();
        private final Map<String, ComboConfig> combos = new TreeMap<>();
        private final Map<String, KeyConfig> keys = new HashMap<>();
        private boolean requireApiKey = true;

        private Edits(Random random) {
            this.random = random;
        }

        void put(AliasConfig alias) {
            aliases.put(alias.alias(), alias);
        }

        void some(int changes) {
            for (int i = 0; i < changes; i++) {
                String name = "n" + random.nextInt(700);
                switch (random.nextInt(6)) {
                    case 0 -> aliases.remove(name);
                    case 1 -> combos.remove(name);
                    case 2 -> put(new AliasConfig(name, "openai/\u00fc\"" + random.nextInt(5)));
                    case 3 -> keys.put(name, key(name));
                    case 4 -> requireApiKey = random.nextInt(20) > 0;
                    default -> combos.put(name, combo(name));
                }
            }
        }

        private ComboConfig combo(String name) {
            return new ComboConfig(
                    name,
                    ComboStrategy.FALLBACK,
                    1,
                    Recovery.FAIL,
                    List.of(new ComboConfig.Member("openai/m-" + random.nextInt(5), 1)));
        }

        private KeyConfig key(String name) {
            String digest = String.format("%064x", random.nextLong() >>> 1);
            return new KeyConfig("ns/" + name, List.of(digest), random.nextBoolean(), null, List.of());
        }

        GatewayConfig config() {
            GatewayConfig.Settings usual = GatewayConfig.Settings.DEFAULT;
            return new GatewayConfig(
                    GatewayConfig.FORMAT,
                    "ns/main",
                    new GatewayConfig.Settings(
                            requireApiKey,
                            usual.accounts(),
                            usual.timeouts(),
                            usual.keepAliveMillis(),
                            usual.limits(),
                            usual.requestLog()),
                    List.of(),
                    List.of(),
                    List.copyOf(combos.values()),
                    List.copyOf(aliases.values()),
                    List.copyOf(new TreeMap<>(keys).values()));
        }
    }
}
