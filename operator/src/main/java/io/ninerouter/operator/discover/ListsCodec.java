package io.ninerouter.operator.discover;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.operator.compile.Listed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Lists of models by connection, as they outlive the process: gzipped JSON. What they lack of trouble is asked again. */
public final class ListsCodec {
    /** Most bytes that are written: one Secret. */
    static final int MAX_BYTES = 900_000;

    private static final int MAX_PLAIN = 64 << 20;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private ListsCodec() {}

    /** Writes them; those that find no room are left out, from the end of the order of names. */
    public static byte[] encode(Map<String, Listed> lists) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        lists.forEach((name, listed) -> {
            Instant at = listed.at();
            if (at != null) {
                entries.put(name, new Entry(listed.source(), at.toString(), listed.cut(), listed.models()));
            }
        });
        byte[] packed = pack(entries);
        while (packed.length > MAX_BYTES) {
            int keep = (int) ((long) entries.size() * MAX_BYTES / packed.length) - 1;
            while (entries.size() > Math.max(0, keep)) {
                entries.pollLastEntry();
            }
            packed = pack(entries);
        }
        return packed;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public static SortedMap<String, Listed> decode(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            SortedMap<String, Listed> lists = new TreeMap<>();
            JSON.readValue(in.readNBytes(MAX_PLAIN), new TypeReference<Map<String, Entry>>() {})
                    .forEach((name, entry) -> lists.put(
                            name, Listed.of(entry.source(), entry.models(), entry.cut(), Instant.parse(entry.at()))));
            return lists;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("lists of models: not readable", e);
        }
    }

    private static byte[] pack(Map<String, Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            JSON.writeValue(out, entries);
        } catch (IOException e) {
            throw new IllegalStateException("lists have a JSON form", e);
        }
        return bytes.toByteArray();
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Entry(String source, String at, boolean cut, List<ModelConfig> models) {}
}
