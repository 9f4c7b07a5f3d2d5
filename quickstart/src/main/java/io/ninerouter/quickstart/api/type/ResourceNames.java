package io.ninerouter.quickstart.api.type;

import java.util.List;

/**
 * What a resource is called.
 *
 * @param group the API group, empty for the core group
 * @param kind CamelCase, singular
 * @param plural lower case, as in paths
 * @param singular lower case
 * @param shortNames abbreviations kubectl expands
 * @param categories groups of resources kubectl expands, such as {@code all}
 */
public record ResourceNames(
        String group, String kind, String plural, String singular, List<String> shortNames, List<String> categories) {

    /** Copies its lists. */
    public ResourceNames {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }
}
