package io.ninerouter.config;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code {name}} within addresses and headers of a provider; see {@link ProviderConfig#baseUrl()}. A header with {@code
 * {name?}} is left out where there is no such value. Stateless.
 */
public final class Placeholders {
    /** Those that each request fills. */
    public static final Set<String> OF_A_REQUEST = Set.of("model", "session", "uuid");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)(\\?)?}");

    private Placeholders() {}

    /** The names within a text, those of a request aside; each with whether a value has to be there. */
    public static SortedMap<String, Boolean> in(String text) {
        SortedMap<String, Boolean> names = new TreeMap<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (!OF_A_REQUEST.contains(matcher.group(1))) {
                names.merge(matcher.group(1), matcher.group(2) == null, Boolean::logicalOr);
            }
        }
        return names;
    }

    /** The same of the address and the headers of a provider. */
    public static SortedMap<String, Boolean> in(ProviderConfig provider) {
        SortedMap<String, Boolean> names = new TreeMap<>(in(provider.baseUrl()));
        provider.headers()
                .values()
                .forEach(value -> in(value).forEach((name, needed) -> names.merge(name, needed, Boolean::logicalOr)));
        return names;
    }

    /** The text with its values; null where one is missing. */
    public static @Nullable String fill(String text, Map<String, String> values) {
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

    /**
     * An address of the same form, for where it matters but not every value is known: those that are not are made up, one at the
     * beginning as scheme and host.
     */
    public static String example(String address, Map<String, String> values) {
        Matcher matcher = PLACEHOLDER.matcher(address);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String madeUp = matcher.start() == 0 ? "https://host" : "x";
            matcher.appendReplacement(filled, Matcher.quoteReplacement(values.getOrDefault(matcher.group(1), madeUp)));
        }
        return matcher.appendTail(filled).toString();
    }
}
