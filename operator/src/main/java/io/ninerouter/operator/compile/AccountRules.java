package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.catalog.CatalogueEntry;
import io.ninerouter.operator.catalog.Logins;
import io.ninerouter.operator.catalog.Setting;
import io.ninerouter.operator.catalog.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a connection to one provider may say.
 *
 * @param provider the provider's id
 * @param takes the ways to authorise; at least one
 * @param settings by name
 * @param subscription whether accounts pay by the month
 */
record AccountRules(String provider, Set<Way> takes, Map<String, Setting> settings, boolean subscription) {
    /** The setting that requests are signed for. */
    static final String REGION = "region";

    AccountRules {
        takes = Collections.unmodifiableSet(EnumSet.copyOf(takes));
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    static AccountRules of(String provider, CatalogueEntry.Extra extra) {
        return new AccountRules(provider, extra.takes(), extra.settings(), extra.subscription());
    }

    /** A user's endpoint says no more than its address and its headers do: each placeholder is a setting. */
    static AccountRules ofNode(ProviderConfig node) {
        boolean signed = isSigned(node.auth());
        boolean tokensSigned = node.tokenAuth() != null && isSigned(node.tokenAuth());
        // Whose login it is, a setting of the connection says.
        Set<Way> takes = EnumSet.of(Way.NONE, Way.OAUTH, Way.SERVICE_ACCOUNT_KEY);
        Map<String, Setting> settings = new TreeMap<>();
        if (!signed) {
            takes.add(Way.API_KEY);
        }
        if (signed || tokensSigned) {
            takes.add(Way.AWS);
            settings.put(REGION, new Setting(true, null, Setting.WORD, "the AWS region that requests are signed for"));
        }
        Placeholders.in(node)
                .forEach((name, needed) -> settings.putIfAbsent(
                        name,
                        new Setting(needed, null, Setting.WORD, "a value for {" + name + "} of the ProviderNode")));
        return new AccountRules(node.id(), takes, settings, false);
    }

    private static boolean isSigned(AuthScheme auth) {
        return auth.scheme() == AuthScheme.Scheme.SIGV4;
    }

    /** Whether the connection may authorise so. */
    Decision accept(Way way) {
        return takes.contains(way)
                ? Decision.ACCEPTED
                : Decision.no(
                        Reason.INVALID,
                        "auth." + way.field() + ": not a way to authorise at " + provider + " (expected: "
                                + takes.stream()
                                        .map(one -> "auth." + one.field())
                                        .collect(Collectors.joining(" or "))
                                + ")");
    }

    /** Whether the connection's settings will do. Those that mean nothing here are not judged: {@link #unknown}. */
    Decision accept(Map<String, String> given) {
        List<String> wrong = new ArrayList<>();
        settings.forEach((name, setting) -> {
            String value = given.get(name);
            if (value == null || value.isEmpty()) {
                if (setting.required()) {
                    wrong.add("settings." + name + ": none (expected: " + setting.description() + ")");
                }
            } else if (!setting.takes(value)) {
                wrong.add("settings." + name + ": " + value + " (expected: " + setting.description() + "; a match of "
                        + setting.pattern() + ")");
            }
        });
        return wrong.isEmpty() ? Decision.ACCEPTED : Decision.no(Reason.INVALID, String.join("; ", wrong));
    }

    /** The names that mean nothing at this provider. */
    List<String> unknown(Map<String, String> given) {
        return given.keySet().stream()
                .filter(name -> !settings.containsKey(name) && !Logins.isOwn(name))
                .sorted()
                .toList();
    }

    /** The values that count: those given, else the defaults. */
    Map<String, String> resolve(Map<String, String> given) {
        Map<String, String> values = new TreeMap<>();
        settings.forEach((name, setting) -> {
            String value = given.get(name);
            String counts = value == null || value.isEmpty() ? setting.defaultValue() : value;
            if (counts != null) {
                values.put(name, counts);
            }
        });
        return values;
    }
}
