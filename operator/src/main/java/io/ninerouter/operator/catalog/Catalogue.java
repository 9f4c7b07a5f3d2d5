package io.ninerouter.operator.catalog;

import io.ninerouter.api.v1alpha1.ProviderNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The built-in providers by id, in order of id. Immutable. */
public final class Catalogue {
    private final SortedMap<String, CatalogueEntry> byId;
    private final SortedMap<String, String> idByPrefix;
    private final ListPrices prices;
    private final Logins logins;

    /** Entries whose prices are not known. */
    public Catalogue(Map<String, CatalogueEntry> entries) {
        this(entries, ListPrices.NONE);
    }

    /**
     * Takes the entries and what their models cost.
     *
     * @throws IllegalArgumentException when two entries answer to one prefix; ids are prefixes too
     */
    public Catalogue(Map<String, CatalogueEntry> entries, ListPrices prices) {
        this.prices = prices;
        SortedMap<String, CatalogueEntry> ids = new TreeMap<>(entries);
        SortedMap<String, String> prefixes = new TreeMap<>();
        ids.forEach((id, entry) -> prefixesOf(id, entry.node()).forEach(prefix -> {
            String other = prefixes.put(prefix, id);
            if (other != null) {
                throw new IllegalArgumentException(
                        "prefix of catalogue entry " + id + ": " + prefix + " (expected: not that of " + other + ")");
            }
        }));
        byId = Collections.unmodifiableSortedMap(ids);
        idByPrefix = Collections.unmodifiableSortedMap(prefixes);
        logins = Logins.of(ids);
    }

    /** A catalogue without entries. */
    public static Catalogue empty() {
        return new Catalogue(Map.of());
    }

    /** Every entry. */
    public SortedMap<String, CatalogueEntry> entries() {
        return byId;
    }

    /** One entry; null when there is none of this id. */
    public @Nullable CatalogueEntry find(String id) {
        return byId.get(id);
    }

    /** How accounts log in. */
    public Logins logins() {
        return logins;
    }

    /** What vendors ask for. */
    public ListPrices prices() {
        return prices;
    }

    /** The entry that a prefix or id addresses; null when none does. */
    public @Nullable String idOfPrefix(String prefix) {
        return idByPrefix.get(prefix);
    }

    /** What callers may write before the slash for one entry: the id, then the short prefix if it has one. */
    public static List<String> prefixesOf(String id, ProviderNode.Spec spec) {
        String prefix = spec.prefix();
        return prefix == null || prefix.equals(id) ? List.of(id) : List.of(id, prefix);
    }
}
