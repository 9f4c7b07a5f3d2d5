package io.ninerouter.operator.router;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.PackedPieces;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.PieceWriter;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Where the parts of a configuration come from, as bytes beside it: only operators read them. Deterministic. */
public final class OriginsCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 64 << 20;

    private OriginsCodec() {}

    /** Packed JSON, in as many pieces as the document has Secrets that it stands beside; what was packed before saves work. */
    static List<PieceWriter> encode(SortedMap<ObjectRef, Origin> origins, int into, PackedPieces before) {
        List<PieceWriter> writers = new ArrayList<>();
        // Entries are mostly the very ones that were written before, see SharedMaps.
        for (List<Map.Entry<ObjectRef, Origin>> some :
                PartedData.deal(origins.entrySet(), row -> row.getKey().name().hashCode(), into)) {
            PieceWriter writer = new PieceWriter(before, writers.size());
            writer.text("[");
            writer.values(some, row -> row.getKey().name(), OriginsCodec::texts);
            writer.text("]");
            writers.add(writer);
        }
        return writers;
    }

    private static List<String> texts(Map.Entry<ObjectRef, Origin> row) {
        ObjectRef ref = row.getKey();
        Origin origin = row.getValue();
        return List.of(
                ref.kind().name(),
                ref.namespace(),
                ref.name(),
                origin.mark(),
                Long.toString(origin.generation()),
                origin.name());
    }

    /**
     * Reads what {@link #encode} wrote; what a later release added is left out.
     *
     * @param data of the configuration Secret and all its parts
     * @throws IllegalArgumentException when it cannot be read
     */
    public static SortedMap<ObjectRef, Origin> decode(Map<String, byte[]> data) {
        SortedMap<ObjectRef, Origin> origins = new TreeMap<>();
        data.forEach((key, packed) -> {
            if (key.startsWith(RouterSecrets.ORIGINS_KEY)) {
                decode(packed, origins);
            }
        });
        return origins;
    }

    private static void decode(byte[] packed, SortedMap<ObjectRef, Origin> origins) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            for (List<String> row :
                    JSON.readValue(in.readNBytes(MAX_BYTES), new TypeReference<List<List<String>>>() {})) {
                for (Kind kind : Kind.values()) {
                    if (kind.name().equals(row.get(0)) && row.size() >= 6) {
                        origins.put(
                                new ObjectRef(kind, row.get(1), row.get(2)),
                                new Origin(row.get(3), Long.parseLong(row.get(4)), row.get(5)));
                    }
                }
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("origins: not readable (expected: rows of six texts)", e);
        }
    }
}
