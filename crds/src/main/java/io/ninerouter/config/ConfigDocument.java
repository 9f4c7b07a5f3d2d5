package io.ninerouter.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A configuration as it was read.
 *
 * @param config what it says
 * @param revision digest of what was written, fields that this release does not know included: so that a gateway of one
 *     release acknowledges what an operator of another has published
 * @param notUnderstood what of it this release does not understand, in order of part and name
 */
public record ConfigDocument(GatewayConfig config, String revision, List<NotUnderstood> notUnderstood) {
    private static final Comparator<NotUnderstood> ORDER =
            Comparator.comparing(NotUnderstood::part).thenComparing(NotUnderstood::name);

    public ConfigDocument {
        notUnderstood = Copies.list(notUnderstood);
    }

    /** One that is understood as a whole. */
    public ConfigDocument(GatewayConfig config, String revision) {
        this(config, revision, List.of());
    }

    /**
     * The same, with the form before of providers, combos and aliases that are not understood any more: while a release is
     * rolled out its operator describes to gateways of this one what they have served until then. Of a provider only where it
     * is in the same place and is shown the same in the same way: a credential must reach nobody whom it is not meant for.
     * Callers and accounts have no form before: what they may do may have become less.
     *
     * @param before what is served now, the forms that it has kept included
     */
    public ConfigDocument keeping(ConfigDocument before) {
        if (notUnderstood.isEmpty()) {
            return this;
        }
        List<NotUnderstood> told = new ArrayList<>();
        List<ProviderConfig> providers = new ArrayList<>(config.providers());
        List<ComboConfig> combos = new ArrayList<>(config.combos());
        List<AliasConfig> aliases = new ArrayList<>(config.aliases());
        for (NotUnderstood one : notUnderstood) {
            boolean kept = switch (one.part()) {
                case NotUnderstood.PROVIDERS -> keep(before.config.providers(), ProviderConfig::id, one, providers);
                case NotUnderstood.COMBOS -> keep(before.config.combos(), ComboConfig::name, one, combos);
                case NotUnderstood.ALIASES -> keep(before.config.aliases(), AliasConfig::alias, one, aliases);
                default -> false;
            };
            told.add(kept ? one.served() : one);
        }
        return new ConfigDocument(
                new GatewayConfig(
                        config.format(),
                        config.router(),
                        config.settings(),
                        sorted(providers.stream(), ProviderConfig::id),
                        config.connections(),
                        sorted(combos.stream(), ComboConfig::name),
                        sorted(aliases.stream(), AliasConfig::alias),
                        config.keys()),
                revision,
                told);
    }

    private static <T> boolean keep(List<T> before, Function<T, String> name, NotUnderstood missing, List<T> values) {
        // What is merely served otherwise stands there already.
        if (values.stream().anyMatch(value -> name.apply(value).equals(missing.name()))) {
            return false;
        }
        Optional<T> last = before.stream()
                .filter(value -> name.apply(value).equals(missing.name()))
                .filter(value -> !(value instanceof ProviderConfig provider)
                        || TolerantReader.route(provider).equals(missing.route()))
                .findFirst();
        last.ifPresent(values::add);
        return last.isPresent();
    }

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
            return new ConfigDocument(head.config(), head.digest(), sorted(head.notUnderstood()));
        }
        List<ConfigCodec.Unpacked> parts = data.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(RouterSecrets.CONFIG_PART_KEY))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> unpacker.unpack(entry.getKey(), entry.getValue()))
                .toList();
        List<String> digests = new ArrayList<>();
        digests.add(head.digest());
        parts.forEach(part -> digests.add(part.digest()));
        List<NotUnderstood> notUnderstood = new ArrayList<>(head.notUnderstood());
        parts.forEach(part -> notUnderstood.addAll(part.notUnderstood()));
        return new ConfigDocument(join(head.config(), parts), ConfigCodec.revision(digests), sorted(notUnderstood));
    }

    private static List<NotUnderstood> sorted(List<NotUnderstood> all) {
        return all.stream().sorted(ORDER).toList();
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
        return sorted(parts.stream().flatMap(part -> list.apply(part.config()).stream()), name);
    }

    private static <T> List<T> sorted(Stream<T> values, Function<T, String> name) {
        return values.sorted(Comparator.comparing(name)).toList();
    }
}
