package io.ninerouter.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The data of a document that one Secret may be too small for: each part is the data of one Secret more. What belongs to
 * which part follows from its name alone, so that a change touches one part.
 *
 * @param head data of the Secret that readers watch, but for the {@link RouterSecrets#PARTS_KEY index of the parts}
 * @param parts data of the other Secrets; none when the head holds it all
 * @param revision of the document
 */
public record PartedData(Map<String, byte[]> head, List<Part> parts, String revision) {
    /** More parts than these are not tried: readers know twice as many Secrets by name. */
    public static final int MAX_PARTS = RouterSecrets.PARTS / 2;

    public PartedData {
        head = Collections.unmodifiableMap(new TreeMap<>(head));
        parts = List.copyOf(parts);
    }

    /** With one value more in the head. */
    public PartedData with(String key, byte[] value) {
        Map<String, byte[]> more = new TreeMap<>(head);
        more.put(key, value);
        return new PartedData(more, parts, revision);
    }

    /** How many Secrets hold its content: one, or its parts. */
    public int secrets() {
        return Math.max(1, parts.size());
    }

    /**
     * With one value more in each Secret that holds content.
     *
     * @param key in the head; a part's number stands behind it
     * @param values one for each of {@link #secrets()}
     */
    public PartedData withEach(String key, List<byte[]> values) {
        if (parts.isEmpty()) {
            return with(key, values.getFirst());
        }
        List<Part> more = new ArrayList<>();
        for (Part part : parts) {
            Map<String, byte[]> data = new TreeMap<>(part.data());
            data.put(key + "-" + more.size(), values.get(more.size()));
            more.add(new Part(data));
        }
        return new PartedData(head, more, revision);
    }

    /** With the parts of an earlier document in place of those that hold the very arrays: their digests are not made again. */
    public PartedData sharing(PartedData before) {
        return new PartedData(
                head,
                parts.stream()
                        .map(part -> before.parts.stream()
                                .filter(part::holdsTheArraysOf)
                                .findFirst()
                                .orElse(part))
                        .toList(),
                revision);
    }

    /** Everything, as a reader sees it who has put the parts together. */
    public Map<String, byte[]> whole() {
        Map<String, byte[]> all = new TreeMap<>(head);
        parts.forEach(part -> all.putAll(part.data()));
        return all;
    }

    /** Bytes of the largest Secret. */
    public int largest() {
        return Math.max(
                size(head),
                parts.stream().mapToInt(part -> size(part.data())).max().orElse(0));
    }

    /** Bytes of the values, and of the names. */
    public static int size(Map<String, byte[]> data) {
        return data.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length)
                .sum();
    }

    /**
     * Deals values out by a hash of their names.
     *
     * @param into how many heaps; a power of two, so that twice as many heaps split each in two
     */
    public static <T> List<List<T>> deal(Iterable<T> values, ToIntFunction<T> hash, int into) {
        List<List<T>> heaps = new ArrayList<>();
        for (int i = 0; i < into; i++) {
            heaps.add(new ArrayList<>());
        }
        // The low bits of String.hashCode follow the last letters: names that count up would fall unevenly. The highest
        // say
        // where pieces end, see PieceWriter.
        values.forEach(value -> heaps.get(((hash.applyAsInt(value) * 0x9E3779B9) >>> 16) & (into - 1))
                .add(value));
        return heaps;
    }

    /** The data of one Secret. Equal to none but itself; thread-safe. */
    public static final class Part {
        private final Map<String, byte[]> data;
        private volatile @Nullable String digest;

        /** @param data its values, which are not changed any more */
        public Part(Map<String, byte[]> data) {
            this.data = Collections.unmodifiableMap(new TreeMap<>(data));
        }

        /** Its values. */
        public Map<String, byte[]> data() {
            return data;
        }

        /** Digest of its data, made when it is asked for. */
        public String digest() {
            String made = digest;
            if (made == null) {
                made = ConfigCodec.dataDigest(data);
                digest = made;
            }
            return made;
        }

        @SuppressWarnings(
                "ReferenceEquality") // The very arrays are meant: a look through megabytes would cost what is to be
        // saved.
        private boolean holdsTheArraysOf(Part other) {
            return data.keySet().equals(other.data.keySet())
                    && data.entrySet().stream().allMatch(entry -> entry.getValue() == other.data.get(entry.getKey()));
        }
    }
}
