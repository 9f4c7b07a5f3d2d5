package io.ninerouter.quickstart.api.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The types served now: the built-in ones and those that definitions add. Thread-safe. */
public final class TypeRegistry {

    private final List<ResourceType> builtIn;
    private final ConcurrentHashMap<String, List<ResourceType>> custom = new ConcurrentHashMap<>();
    private final AtomicReference<List<ResourceType>> all = new AtomicReference<>();

    /** Serves these types for ever. */
    public TypeRegistry(Collection<ResourceType> builtIn) {
        this.builtIn = List.copyOf(builtIn);
        this.all.set(this.builtIn);
    }

    /** Serves these types, instead of those the same definition gave before. */
    public void define(String definition, List<ResourceType> types) {
        custom.put(definition, List.copyOf(types));
        refresh();
    }

    /** No longer serves what a definition gave. */
    public void forget(String definition) {
        custom.remove(definition);
        refresh();
    }

    /** Every type, built-in ones first. */
    public List<ResourceType> all() {
        return all.get();
    }

    /** The type a path names. */
    public Optional<ResourceType> find(String group, String version, String plural) {
        return types(group, version)
                .filter(type -> type.names().plural().equals(plural))
                .findFirst();
    }

    /** Any version of the resource whose objects are stored in a collection. */
    public Optional<ResourceType> ofCollection(String collection) {
        return all().stream()
                .filter(type -> type.collection().equals(collection))
                .findFirst();
    }

    /** The types of a group and version. */
    public Stream<ResourceType> types(String group, String version) {
        return all().stream()
                .filter(type ->
                        type.names().group().equals(group) && type.version().equals(version));
    }

    /** The groups served besides the core group. */
    public Collection<String> groups() {
        TreeSet<String> groups = new TreeSet<>();
        all().forEach(type -> groups.add(type.names().group()));
        groups.remove("");
        return groups;
    }

    /** The versions of a group, the most stable first. */
    public List<String> versions(String group) {
        return all().stream()
                .filter(type -> type.names().group().equals(group))
                .map(ResourceType::version)
                .distinct()
                .sorted(Comparator.comparingInt(TypeRegistry::stability).thenComparing(Comparator.reverseOrder()))
                .toList();
    }

    private static int stability(String version) {
        return version.contains("alpha") ? 2 : version.contains("beta") ? 1 : 0;
    }

    private synchronized void refresh() {
        List<ResourceType> types = new ArrayList<>(builtIn);
        custom.values().forEach(types::addAll);
        all.set(List.copyOf(types));
    }
}
