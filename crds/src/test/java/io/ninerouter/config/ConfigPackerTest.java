package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as bytes: the same for the same content, split when they are large, read by neighbouring releases. */
class ConfigPackerTest {
    private static final int SMALL = 20_000;
    private static final ConfigPacker.Room LARGE =
            new ConfigPacker.Room(ConfigPacker.MAX_SECRET_BYTES, Integer.MAX_VALUE);

    @Test
    void equalConfigurationsGiveEqualBytesWithoutATimeInTheHeader() {
        byte[] first = ConfigCodec.encode(config(10, 1));
        byte[] second = ConfigCodec.encode(config(10, 1));

        assertThat(second).isEqualTo(first);
        // RFC 1952: ID1 ID2 CM FLG MTIME(4) XFL OS. A time, a name or a comment would make equal content differ.
        assertThat(List.of(first[3], first[4], first[5], first[6], first[7])).containsOnly((byte) 0);
    }

    @Test
    void whatFitsStandsInOneSecretAsTheReleaseBeforeReadsIt() {
        PartedData packed = ConfigPacker.pack(config(10, 1), ConfigPacker.MAX_SECRET_BYTES);

        assertThat(packed.parts()).isEmpty();
        assertThat(ConfigCodec.decode(packed.head().get(RouterSecrets.CONFIG_KEY)))
                .isEqualTo(config(10, 1));
        assertThat(packed.revision()).isEqualTo(ConfigCodec.revision(config(10, 1)));
        assertThat(ConfigDocument.read(packed.whole()).revision()).isEqualTo(packed.revision());
    }

    @Test
    void whatDoesNotFitIsSplitAndPutTogetherAgain() {
        GatewayConfig config = config(1_000, 1);
        PartedData packed = ConfigPacker.pack(config, SMALL);

        assertThat(packed.parts()).hasSizeGreaterThan(1);
        assertThat(packed.largest()).isLessThanOrEqualTo(SMALL);
        assertThat(ConfigDocument.read(packed.whole())).isEqualTo(new ConfigDocument(config, packed.revision()));
    }

    @Test
    void aChangeTouchesOnePart() {
        List<PartedData.Part> before =
                ConfigPacker.pack(config(1_000, 1), SMALL).parts();
        PartedData after = ConfigPacker.pack(config(1_000, 2), SMALL);

        assertThat(after.parts()).hasSameSizeAs(before);
        assertThat(digests(after.parts()).stream()
                        .filter(digest -> !digests(before).contains(digest)))
                .hasSize(1);
    }

    @Test
    void aPartThatHoldsWhatItHeldIsTheVeryPartAndKeepsItsDigest() {
        ConfigPacker.Room room = new ConfigPacker.Room(SMALL, Integer.MAX_VALUE);
        ConfigPacker.Packed packed = ConfigPacker.pack(config(1_000, 1), room, PackedPieces.NONE);
        PartedData before = packed.data();
        PartedData plain =
                ConfigPacker.pack(config(1_000, 2), room, packed.pieces()).data();

        PartedData after = plain.sharing(before);

        assertThat(after.parts()).hasSameSizeAs(before.parts());
        assertThat(after.parts().stream().filter(part -> !before.parts().contains(part)))
                .hasSize(1);
        assertThat(digests(after.parts())).isEqualTo(digests(plain.parts()));
        assertThat(ConfigDocument.read(after.whole())).isEqualTo(ConfigDocument.read(plain.whole()));
    }

    @ParameterizedTest(name = "{0} keys and as many aliases, at most 100 objects a Secret: {1} parts")
    @CsvSource({"50, 0", "51, 2", "150, 4", "250, 8", "1000, 8"})
    void aSecretHoldsSoManyObjectsHoweverSmallTheyAre(int keys, int parts) {
        GatewayConfig config = config(keys, 1);

        PartedData packed = ConfigPacker.pack(
                        config, new ConfigPacker.Room(ConfigPacker.MAX_SECRET_BYTES, 100), PackedPieces.NONE)
                .data();

        assertThat(packed.parts()).hasSize(parts);
        assertThat(ConfigDocument.read(packed.whole())).isEqualTo(new ConfigDocument(config, packed.revision()));
    }

    @Test
    void aPartThatHasNotChangedIsNeitherPackedNorDigestedAnew() {
        ConfigPacker.Room room = new ConfigPacker.Room(ConfigPacker.MAX_SECRET_BYTES, 600);
        ConfigPacker.Packed before = ConfigPacker.pack(config(1_000, 1), room, PackedPieces.NONE);

        ConfigPacker.Packed after = ConfigPacker.pack(config(1_000, 2), room, before.pieces());

        assertThat(after.pieces().documents()).hasSize(5);
        assertThat(wholes(after))
                .filteredOn(whole -> !wholes(before).contains(whole))
                .hasSize(1);
    }

    @ParameterizedTest(name = "at most {0} bytes")
    @ValueSource(ints = {SMALL, ConfigPacker.MAX_SECRET_BYTES})
    void whatWasPackedBeforeSavesWorkAndChangesNothing(int most) {
        Random random = new Random(11);
        TreeMap<String, AliasConfig> aliases = new TreeMap<>();
        TreeMap<String, ComboConfig> combos = new TreeMap<>();
        PackedPieces before = PackedPieces.NONE;
        for (int i = 0; i < 60; i++) {
            for (int changes = random.nextInt(40); changes >= 0; changes--) {
                String name = "n" + random.nextInt(900);
                switch (random.nextInt(4)) {
                    case 0 -> aliases.remove(name);
                    case 1 -> combos.remove(name);
                    case 2 -> aliases.put(name, new AliasConfig(name, "openai/\u00fc\"" + random.nextInt(5)));
                    default ->
                        combos.put(
                                name,
                                new ComboConfig(
                                        name,
                                        ComboStrategy.FALLBACK,
                                        1,
                                        Recovery.FAIL,
                                        List.of(new ComboConfig.Member("openai/m-" + random.nextInt(5), 1))));
                }
            }
            GatewayConfig config = with(List.copyOf(combos.values()), List.copyOf(aliases.values()));

            ConfigPacker.Packed packed = ConfigPacker.pack(config, new ConfigPacker.Room(most, 200), before);

            assertThat(ConfigCodec.dataDigest(packed.data().whole()))
                    .isEqualTo(ConfigCodec.dataDigest(
                            ConfigPacker.pack(config, new ConfigPacker.Room(most, 200), PackedPieces.NONE)
                                    .data()
                                    .whole()));
            assertThat(ConfigDocument.read(packed.data().whole()))
                    .isEqualTo(new ConfigDocument(config, packed.data().revision()));
            if (packed.data().parts().isEmpty()) {
                assertThat(packed.data().revision()).isEqualTo(ConfigCodec.revision(config));
            }
            before = packed.pieces();
        }
    }

    @Test
    void aChangePacksFewPiecesAnew() {
        ConfigPacker.Packed before = ConfigPacker.pack(config(1_000, 1), LARGE, PackedPieces.NONE);

        ConfigPacker.Packed after = ConfigPacker.pack(config(1_000, 2), LARGE, before.pieces());

        assertThat(pieces(after)).hasSizeGreaterThan(15);
        assertThat(pieces(after))
                .filteredOn(piece -> !pieces(before).contains(piece))
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0} values in a row")
    @ValueSource(ints = {1, 40, 200})
    void whatIsAddedOrTakenAwayInTheMiddleLeavesThePiecesBehindItAsTheyWere(int values) {
        List<AliasConfig> all = IntStream.range(0, 1_000)
                .mapToObj(i -> new AliasConfig(String.format("a%04d", i), "openai/m"))
                .toList();
        List<AliasConfig> some = Stream.concat(
                        all.stream().limit(400), all.stream().skip(400L + values))
                .toList();
        ConfigPacker.Packed with = ConfigPacker.pack(with(List.of(), all), LARGE, PackedPieces.NONE);

        ConfigPacker.Packed without = ConfigPacker.pack(with(List.of(), some), LARGE, with.pieces());
        ConfigPacker.Packed again = ConfigPacker.pack(with(List.of(), all), LARGE, without.pieces());

        // The piece around the gap, which may end another one.
        assertThat(pieces(without))
                .filteredOn(piece -> !pieces(with).contains(piece))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(pieces(again).getLast()).isSameAs(pieces(with).getLast());
        assertThat(again.data().revision()).isEqualTo(with.data().revision());
    }

    @Test
    void piecesOfAPartAreAsSmallAsThoseOfAWholeConfiguration() {
        ConfigPacker.Packed parted =
                ConfigPacker.pack(config(4_000, 1), new ConfigPacker.Room(SMALL, 1_000), PackedPieces.NONE);

        assertThat(parted.data().parts()).hasSize(8);
        assertThat(parted.pieces().documents().stream().skip(1))
                .allSatisfy(document -> assertThat(document.cuts())
                        .map(cut -> cut.values().size())
                        .allMatch(size -> size < 300)
                        .filteredOn(size -> size > 0)
                        .hasSizeGreaterThan(20));
    }

    private static List<PackedPieces.Whole> wholes(ConfigPacker.Packed packed) {
        return packed.pieces().documents().stream()
                .map(PackedPieces.Document::whole)
                .toList();
    }

    private static List<PackedPieces.Piece> pieces(ConfigPacker.Packed packed) {
        return wholes(packed).stream().flatMap(whole -> whole.pieces().stream()).toList();
    }

    @Test
    void theReleaseBeforeRefusesASplitConfigurationAndSaysWhy() {
        byte[] head = ConfigPacker.pack(config(1_000, 1), SMALL).head().get(RouterSecrets.CONFIG_KEY);

        // What the release that knows only the first format does with it.
        assertThatThrownBy(() -> ConfigCodec.decode(head)).hasMessageContaining("format: 2");
    }

    @Test
    void aFormatOfTheReleaseAfterIsRefused() {
        byte[] next = ConfigCodec.gzip("{\"format\":3,\"router\":\"ns/main\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ConfigDocument.read(Map.of(RouterSecrets.CONFIG_KEY, next)))
                .hasMessage("format: 3 (expected: 1 to 2)");
        assertThatThrownBy(
                        () -> ConfigCodec.decodeIndex("{\"format\":3,\"parts\":[]}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("format of the parts: 3");
    }

    @Test
    void aFieldOfTheReleaseAfterIsIgnoredButCountsForTheRevision() {
        byte[] json = "{\"format\":1,\"futures\":[1],\"router\":\"ns/main\"}".getBytes(StandardCharsets.UTF_8);

        ConfigDocument read = ConfigDocument.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(json)));

        assertThat(read.revision()).isEqualTo(ConfigCodec.shortDigest(json));
        assertThat(read.revision()).isNotEqualTo(ConfigCodec.revision(read.config()));
    }

    @Test
    void thousandsOfCredentialsAreSplitAndKeepTheirRevision() {
        Map<String, byte[]> data = new TreeMap<>();
        for (int i = 0; i < 6_000; i++) {
            data.put("connection-" + i, ConfigCodec.encode(Credential.apiKey("sk-" + "x".repeat(300) + i)));
        }
        PartedData packed = ConfigPacker.pack(data, ConfigPacker.MAX_SECRET_BYTES);

        assertThat(packed.largest()).isLessThanOrEqualTo(ConfigPacker.MAX_SECRET_BYTES);
        assertThat(packed.parts()).hasSizeGreaterThan(1);
        assertThat(ConfigCodec.decodeCredentials(packed.whole()).revision())
                .isEqualTo(ConfigCodec.credentialsRevision(data));
    }

    @Test
    void theReleaseBeforeKeepsItsCredentialsWhenTheyAreSplit() {
        Map<String, byte[]> head = new HashMap<>();
        head.put(
                RouterSecrets.PARTS_KEY,
                ConfigCodec.encode(new PartIndex(PartIndex.FORMAT, List.of(new PartIndex.Part("p-0", "d")))));

        // It takes every key for a credential: an empty Secret would take all credentials away, this one is refused.
        assertThatThrownBy(() -> ConfigCodec.decodeCredentials(head)).hasMessageContaining("credential _parts");
    }

    @Test
    void twiceAsManyHeapsSplitEachInTwo() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            names.add("n" + i);
        }
        List<List<String>> four = PartedData.deal(names, String::hashCode, 4);
        List<List<String>> eight = PartedData.deal(names, String::hashCode, 8);

        assertThat(four).allSatisfy(heap -> assertThat(heap).hasSizeBetween(700, 1_300));
        for (int i = 0; i < 8; i++) {
            assertThat(four.get(i % 4)).containsAll(eight.get(i));
        }
    }

    @Test
    void everySecretThatAGatewayMayReadIsKnownAhead() {
        assertThat(RouterSecrets.all("main"))
                .hasSize(3 + 2 * RouterSecrets.PARTS)
                .contains("main-config", "main-credentials", "main-signals", "main-config-0", "main-credentials-15")
                .doesNotHaveDuplicates();
    }

    private static List<String> digests(List<PartedData.Part> parts) {
        return parts.stream().map(PartedData.Part::digest).toList();
    }

    /** Some keys, whose digests do not pack, and aliases; {@code version} is that of one of them. */
    private static GatewayConfig config(int keys, int version) {
        Random random = new Random(7);
        List<KeyConfig> all = new ArrayList<>();
        List<AliasConfig> aliases = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            String name = String.format("%05d", i);
            String digest = String.format(
                    "%016x%016x%016x%016x", random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            all.add(new KeyConfig("ns/" + name, List.of(digest), true, null, List.of()));
            aliases.add(new AliasConfig("a-" + name, i == 3 ? "openai/v" + version : "openai/gpt-5"));
        }
        return new GatewayConfig(
                GatewayConfig.FORMAT,
                "ns/main",
                GatewayConfig.Settings.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                aliases,
                all);
    }

    private static GatewayConfig with(List<ComboConfig> combos, List<AliasConfig> aliases) {
        return new GatewayConfig(
                GatewayConfig.FORMAT,
                "ns/main",
                GatewayConfig.Settings.DEFAULT,
                List.of(),
                List.of(),
                combos,
                aliases,
                List.of());
    }
}
