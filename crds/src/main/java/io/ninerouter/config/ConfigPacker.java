package io.ninerouter.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Configurations and credentials as the data of Secrets, split by content where one Secret is too small. Pure and
 * deterministic: equal values give equal bytes, whatever was there before.
 */
public final class ConfigPacker {
    /** An API server takes a Secret of 1 MiB; some of it goes for metadata. */
    public static final int MAX_SECRET_BYTES = 1_000_000;

    private ConfigPacker() {}

    /**
     * What one Secret should hold at most. Whoever changes one object writes the Secret that holds it, and every reader reads
     * it: a bound on their number keeps that cheap where there are many.
     *
     * @param bytes of the configuration, packed; what does not even fit into the most parts is larger
     * @param objects parts of the configuration that have a name
     */
    public record Room(int bytes, int objects) {}

    /**
     * A configuration: whole in {@link GatewayConfig#FORMAT} while it fits, so that a release that knows no other can read it;
     * else split in {@link GatewayConfig#SPLIT_FORMAT}.
     *
     * @param before what was packed before; it saves work and changes nothing
     */
    public static Packed pack(GatewayConfig config, Room room, PackedPieces before) {
        for (int into = fewest(config, room.objects()); ; into *= 2) {
            List<PieceWriter> documents =
                    into == 1 ? List.of(write(config, new PieceWriter(before, 0))) : split(config, into, before);
            if (into >= PartedData.MAX_PARTS
                    || documents.stream().allMatch(document -> document.size() <= room.bytes())) {
                return new Packed(data(documents), PackedPieces.of(documents));
            }
        }
    }

    /** The same of a configuration of which nothing was packed before, whatever the number of its objects. */
    public static PartedData pack(GatewayConfig config, int maxBytes) {
        return pack(config, new Room(maxBytes, Integer.MAX_VALUE), PackedPieces.NONE)
                .data();
    }

    private static int fewest(GatewayConfig config, int objects) {
        long all = (long) config.providers().size()
                + config.connections().size()
                + config.combos().size()
                + config.aliases().size()
                + config.keys().size();
        int into = 1;
        while (into < PartedData.MAX_PARTS && all > (long) into * objects) {
            into *= 2;
        }
        return into;
    }

    /**
     * A packed configuration.
     *
     * @param pieces for the next time
     */
    public record Packed(PartedData data, PackedPieces pieces) {}

    /**
     * Credentials.
     *
     * @param data value of each connection, as {@link ConfigCodec#encode(Credential)} makes it
     * @param maxBytes as for a configuration
     */
    public static PartedData pack(Map<String, byte[]> data, int maxBytes) {
        String revision = ConfigCodec.credentialsRevision(data);
        PartedData packed = new PartedData(data, List.of(), revision);
        for (int into = 2; packed.largest() > maxBytes && into <= PartedData.MAX_PARTS; into *= 2) {
            List<PartedData.Part> parts = new ArrayList<>();
            for (List<String> names : PartedData.deal(data.keySet(), String::hashCode, into)) {
                Map<String, byte[]> part = new TreeMap<>();
                names.forEach(name -> part.put(name, data.getOrDefault(name, new byte[0])));
                if (!part.isEmpty()) {
                    parts.add(new PartedData.Part(part));
                }
            }
            packed = new PartedData(Map.of(), parts, revision);
        }
        return packed;
    }

    /** The head, and the parts. */
    private static List<PieceWriter> split(GatewayConfig config, int into, PackedPieces before) {
        GatewayConfig head = new GatewayConfig(
                GatewayConfig.SPLIT_FORMAT,
                config.router(),
                config.settings(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        var providers = PartedData.deal(config.providers(), one -> one.id().hashCode(), into);
        var connections =
                PartedData.deal(config.connections(), one -> one.name().hashCode(), into);
        var combos = PartedData.deal(config.combos(), one -> one.name().hashCode(), into);
        var aliases = PartedData.deal(config.aliases(), one -> one.alias().hashCode(), into);
        var keys = PartedData.deal(config.keys(), one -> one.caller().hashCode(), into);
        List<PieceWriter> documents = new ArrayList<>();
        documents.add(write(head, new PieceWriter(before, 0)));
        for (int i = 0; i < into; i++) {
            GatewayConfig part = new GatewayConfig(
                    GatewayConfig.SPLIT_FORMAT,
                    config.router(),
                    GatewayConfig.Settings.DEFAULT,
                    providers.get(i),
                    connections.get(i),
                    combos.get(i),
                    aliases.get(i),
                    keys.get(i));
            documents.add(write(part, new PieceWriter(before, documents.size())));
        }
        return documents;
    }

    private static PartedData data(List<PieceWriter> documents) {
        List<PartedData.Part> parts = new ArrayList<>();
        for (PieceWriter part : documents.subList(1, documents.size())) {
            parts.add(new PartedData.Part(Map.of(RouterSecrets.CONFIG_PART_KEY + parts.size(), part.packed())));
        }
        return new PartedData(
                Map.of(RouterSecrets.CONFIG_KEY, documents.getFirst().packed()),
                parts,
                ConfigCodec.revision(documents.stream().map(PieceWriter::digest).toList()));
    }

    /** The JSON of a configuration, as {@link ConfigCodec#json} writes it: fields in order of name, empty lists left out. */
    private static PieceWriter write(GatewayConfig config, PieceWriter writer) {
        String next = list(writer, "{", "aliases", config.aliases(), AliasConfig::alias);
        next = list(writer, next, "combos", config.combos(), ComboConfig::name);
        next = list(writer, next, "connections", config.connections(), ConnectionConfig::name);
        next = next + "\"format\":" + config.format() + ",";
        next = list(writer, next, "keys", config.keys(), KeyConfig::caller);
        next = list(writer, next, "providers", config.providers(), ProviderConfig::id);
        writer.text(next + "\"router\":" + text(config.router()) + ",\"settings\":" + text(config.settings()) + "}");
        return writer;
    }

    /** Writes a list, if it holds anything; gives what is to be written in front of the next field. */
    private static <T> String list(
            PieceWriter writer, String before, String field, List<T> values, Function<T, String> name) {
        if (values.isEmpty()) {
            return before;
        }
        writer.text(before + "\"" + field + "\":[");
        writer.values(values, name, Function.identity());
        return "],";
    }

    private static String text(Object value) {
        return new String(ConfigCodec.json(value), StandardCharsets.UTF_8);
    }
}
