package io.ninerouter.operator.router;

import io.ninerouter.config.PartIndex;
import io.ninerouter.config.PartIndex.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Secret holds which part. A part that has not changed stays where it is; a new one goes where the index that readers
 * go by now names nothing: until the new index is written, all that the old one names stands. Pure.
 */
final class PartSlots {
    private PartSlots() {}

    /**
     * The index of a document.
     *
     * @param digests of the data of each part
     * @param current the index that readers go by now; null = none
     * @param names all Secrets that may hold a part
     * @return null when there are not enough of them
     */
    static @Nullable PartIndex assign(List<String> digests, @Nullable PartIndex current, List<String> names) {
        List<Part> named = current == null ? List.of() : current.parts();
        Map<String, String> places = new HashMap<>();
        named.forEach(part -> places.put(part.digest(), part.secret()));
        Deque<String> free = new ArrayDeque<>(names);
        free.removeAll(named.stream().map(Part::secret).collect(Collectors.toSet()));
        List<Part> index = new ArrayList<>();
        for (String digest : digests) {
            String place = places.containsKey(digest) ? places.get(digest) : free.poll();
            if (place == null) {
                return null;
            }
            index.add(new Part(place, digest));
        }
        return new PartIndex(PartIndex.FORMAT, index);
    }

    /**
     * Secrets that hold nothing which anybody reads.
     *
     * @param current the index that readers go by now; null = none
     * @param names all Secrets that may hold a part
     * @param keep whether those are left out that {@link #assign} takes next: as many as the document has parts
     */
    static List<String> leftOver(@Nullable PartIndex current, List<String> names, boolean keep) {
        Set<String> used = current == null
                ? Set.of()
                : current.parts().stream().map(Part::secret).collect(Collectors.toSet());
        return names.stream()
                .filter(name -> !used.contains(name))
                .skip(keep ? used.size() : 0)
                .toList();
    }
}
