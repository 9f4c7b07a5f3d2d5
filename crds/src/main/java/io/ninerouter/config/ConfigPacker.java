package io.ninerouter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configurations and credentials as the data of Secrets, split by content where one Secret is too small. Pure and
 * deterministic: equal values give equal bytes, whatever was there before.
 */
public final class ConfigPacker {
    /** An API server takes a Secret of 1 MiB; some of it goes for metadata. */
    public static final int MAX_SECRET_BYTES = 1_000_000;

    private ConfigPacker() {}

    /**
     * A configuration: whole in {@link GatewayConfig#FORMAT} while it fits, so that the release before can read it; else
     * split in {@link GatewayConfig#SPLIT_FORMAT}.
     *
     * @param maxBytes most that one Secret should hold; what does not even fit into the most parts is larger
     */
    public static PartedData pack(GatewayConfig config, int maxBytes) {
        byte[] json = ConfigCodec.json(config);
        PartedData packed = new PartedData(
                Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(json)), List.of(), ConfigCodec.shortDigest(json));
        for (int into = 2; packed.largest() > maxBytes && into <= PartedData.MAX_PARTS; into *= 2) {
            packed = split(config, into);
        }
        return packed;
    }

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
            List<Map<String, byte[]>> parts = new ArrayList<>();
            for (List<String> names : PartedData.deal(data.keySet(), String::hashCode, into)) {
                Map<String, byte[]> part = new TreeMap<>();
                names.forEach(name -> part.put(name, data.getOrDefault(name, new byte[0])));
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
            packed = new PartedData(Map.of(), parts, revision);
        }
        return packed;
    }

    private static PartedData split(GatewayConfig config, int into) {
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
        List<Map<String, byte[]>> parts = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        byte[] headJson = ConfigCodec.json(head);
        digests.add(ConfigCodec.shortDigest(headJson));
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
            byte[] json = ConfigCodec.json(part);
            digests.add(ConfigCodec.shortDigest(json));
            parts.add(Map.of(RouterSecrets.CONFIG_PART_KEY + i, ConfigCodec.gzip(json)));
        }
        return new PartedData(
                Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(headJson)), parts, ConfigCodec.revision(digests));
    }
}
