package io.ninerouter.operator.compile;

import io.ninerouter.config.ProviderConfig;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code {name}} within addresses and headers of a provider; see {@link ProviderConfig#baseUrl()}. Stateless. */
public final class Placeholders {
    /** Those that each request fills. */
    public static final Set<String> OF_A_REQUEST = Set.of("model", "session", "uuid");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

    private Placeholders() {}

    /** The names within a text, those of a request aside. */
    public static Set<String> in(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        names.removeAll(OF_A_REQUEST);
        return Collections.unmodifiableSet(names);
    }

    /** The names within the address and the headers of a provider, those of a request aside. */
    public static Set<String> in(ProviderConfig provider) {
        Set<String> names = new TreeSet<>(in(provider.baseUrl()));
        provider.headers().values().forEach(value -> names.addAll(in(value)));
        return Collections.unmodifiableSet(names);
    }

    /** The text with its values; null where one is missing. */
    static @Nullable String fill(String text, Map<String, String> values) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                return null;
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    /** An address of the same form, to be judged before there are values: one at its beginning stands for scheme and host. */
    static String example(String address) {
        String withHost = address.replaceFirst("^" + PLACEHOLDER.pattern(), "https://host");
        return PLACEHOLDER.matcher(withHost).replaceAll("x");
    }
}
