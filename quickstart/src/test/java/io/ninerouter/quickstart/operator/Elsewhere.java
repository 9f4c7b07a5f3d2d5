package io.ninerouter.quickstart.operator;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.ProviderConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The same provider at another place, with a sample for whatever its account has to tell. */
final class Elsewhere {
    private Elsewhere() {}

    /**
     * That place.
     *
     * @param facts names of what a login yields
     * @param address scheme, host and port of it
     */
    static DrivenProvider of(ProviderConfig own, ConnectionConfig plain, Set<String> facts, String address) {
        Map<String, String> settings = new TreeMap<>(plain.settings());
        settings.replaceAll((name, value) -> value.replaceFirst("^https?://[^/?]*", address));
        ConnectionConfig connection = new ConnectionConfig(
                plain.name(),
                plain.provider(),
                1,
                1,
                List.of(),
                0,
                plain.needsCredential(),
                false,
                settings,
                null,
                false,
                List.of());
        ProviderConfig elsewhere = new ProviderConfig(
                own.id(),
                own.prefixes(),
                own.dialects(),
                own.baseUrl().replaceFirst("^https?://[^/?]*", address),
                own.auth(),
                own.headers(),
                own.edits(),
                own.models(),
                true,
                own.prices(),
                own.tokenAuth(),
                own.rules(),
                own.profile(),
                own.tokenHeaders());
        Map<String, String> values = values(elsewhere, settings);
        facts.forEach(name -> values.putIfAbsent(name, "fact-" + name.toLowerCase(Locale.ROOT)));
        values.replace(Credential.BASE_URL, "fact-baseurl", address + "/of/the/account");
        return new DrivenProvider(elsewhere, connection, values, address);
    }

    /** What settings do not say came with the credential. */
    private static Map<String, String> values(ProviderConfig provider, Map<String, String> settings) {
        Map<String, String> values = new TreeMap<>(settings);
        Stream.concat(
                        Stream.of(provider.baseUrl()),
                        Stream.concat(provider.headers().values().stream(), provider.tokenHeaders().values().stream()))
                .forEach(text -> {
                    Matcher matcher = DrivenProvider.PLACEHOLDER.matcher(text);
                    while (matcher.find()) {
                        values.putIfAbsent(
                                matcher.group(1), "fact-" + matcher.group(1).toLowerCase(Locale.ROOT));
                    }
                });
        values.keySet().removeAll(Set.of("model", "session", "uuid"));
        return values;
    }
}
