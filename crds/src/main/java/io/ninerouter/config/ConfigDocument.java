package io.ninerouter.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A configuration as it was read.
 *
 * @param config what it says
 * @param revision digest of what was written, fields that this release does not know included: so that a gateway of one
 *     release acknowledges what an operator of another has published
 */
public record ConfigDocument(GatewayConfig config, String revision) {

    /**
     * Reads what {@link ConfigPacker} packed, of this or a neighbouring release.
     *
     * @param data of the configuration Secret and all its parts, decoded, by key
     * @throws IllegalArgumentException when it is no configuration, or one of a format that this release does not know; the
     *     message says which
     */
    public static ConfigDocument read(Map<String, byte[]> data) {
        return read(data, (name, packed) -> ConfigCodec.unpack(packed));
    }

    /** Unpacks the value of a key. */
    @FunctionalInterface
    interface Unpacker {
        ConfigCodec.Unpacked unpack(String key, byte[] packed);
    }

    static ConfigDocument read(Map<String, byte[]> data, Unpacker unpacker) {
        byte[] packed = data.get(RouterSecrets.CONFIG_KEY);
        if (packed == null) {
            throw new IllegalArgumentException("key " + RouterSecrets.CONFIG_KEY + ": missing (expected: a document)");
        }
        ConfigCodec.Unpacked head = unpacker.unpack(RouterSecrets.CONFIG_KEY, packed);
        if (head.config().format() == GatewayConfig.FORMAT) {
            return new ConfigDocument(head.config(), head.digest());
        }
        List<ConfigCodec.Unpacked> parts = data.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(RouterSecrets.CONFIG_PART_KEY))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> unpacker.unpack(entry.getKey(), entry.getValue()))
                .toList();
        List<String> digests = new ArrayList<>();
        digests.add(head.digest());
        parts.forEach(part -> digests.add(part.digest()));
        return new ConfigDocument(join(head.config(), parts), ConfigCodec.revision(digests));
    }

    private static GatewayConfig join(GatewayConfig head, List<ConfigCodec.Unpacked> parts) {
        return new GatewayConfig(
                GatewayConfig.FORMAT,
                head.router(),
                head.settings(),
                joined(parts, GatewayConfig::providers, ProviderConfig::id),
                joined(parts, GatewayConfig::connections, ConnectionConfig::name),
                joined(parts, GatewayConfig::combos, ComboConfig::name),
                joined(parts, GatewayConfig::aliases, AliasConfig::alias),
                joined(parts, GatewayConfig::keys, KeyConfig::caller));
    }

    private static <T> List<T> joined(
            List<ConfigCodec.Unpacked> parts, Function<GatewayConfig, List<T>> list, Function<T, String> name) {
        return parts.stream()
                .flatMap(part -> list.apply(part.config()).stream())
                .sorted(Comparator.comparing(name))
                .toList();
    }
}
