package io.ninerouter.operator.compile;

import io.ninerouter.config.ModelConfig;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last good list of the models that a provider offers to an account.
 *
 * @param source {@link Question#source()} of what was asked: a list of another place does not count
 * @param models in order of id, each once; empty = there is no list yet
 * @param ids of these
 * @param cut whether the provider lists more than are kept: then what is not here may be there
 * @param at since when it says the same; null = there is no list yet
 * @param trouble why there is no newer one, for people; null = the last question was answered
 */
public record Listed(
        String source,
        List<ModelConfig> models,
        List<String> ids,
        boolean cut,
        @Nullable Instant at,
        @Nullable String trouble) {
    /** What may stand behind a model's name where its versions are told apart. */
    private static final Pattern VERSION =
            Pattern.compile("-(\\d{3,4}|\\d{6}|\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)|:latest");

    /** Most models that are kept of one account. */
    public static final int MAX = 512;

    /** Most characters of a model's id; longer ones are left out. */
    public static final int MAX_ID = 256;

    /** A list as it was told. */
    public static Listed of(String source, List<ModelConfig> told, boolean cut, Instant at) {
        TreeMap<String, ModelConfig> kept = new TreeMap<>();
        boolean more = cut;
        for (ModelConfig model : told) {
            boolean fits = kept.size() < MAX || kept.containsKey(model.id());
            more |= !fits;
            if (fits && model.id().length() <= MAX_ID) {
                kept.putIfAbsent(model.id(), model);
            }
        }
        return new Listed(source, List.copyOf(kept.values()), List.copyOf(kept.keySet()), more, at, null);
    }

    /** No list yet. */
    public static Listed none(String source, String trouble) {
        return new Listed(source, List.of(), List.of(), false, null, trouble);
    }

    /** The same list, about which the provider could not be asked again; null = it could. */
    public Listed with(@Nullable String other) {
        return new Listed(source, models, ids, cut, at, other);
    }

    /** Whether the other says the same of the same place. */
    public boolean saysLike(Listed other) {
        return source.equals(other.source) && cut == other.cut && models.equals(other.models);
    }

    /**
     * Those of some names that it has. A name also stands for its dated versions: providers list {@code model-20250929} and
     * take {@code model}.
     */
    Set<String> having(Set<String> names) {
        return names.stream().filter(name -> cut || has(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean has(String name) {
        int at = Collections.binarySearch(ids, name);
        if (at >= 0) {
            return true;
        }
        for (int i = -at - 1; i < ids.size() && ids.get(i).startsWith(name); i++) {
            if (VERSION.matcher(ids.get(i).substring(name.length())).matches()) {
                return true;
            }
        }
        return false;
    }
}
