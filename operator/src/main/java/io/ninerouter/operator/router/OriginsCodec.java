package io.ninerouter.operator.router;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.PackedPieces;
import io.ninerouter.config.PieceWriter;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Where the parts of a configuration come from, as bytes beside it: only operators read them. Deterministic. */
public final class OriginsCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 64 << 20;

    private OriginsCodec() {}

    /** Packed JSON. */
    public static byte[] encode(SortedMap<ObjectRef, Origin> origins) {
        return encode(origins, PackedPieces.NONE).packed();
    }

    /**
     * The same, faster.
     *
     * @param before what was packed before; it saves work and changes nothing
     */
    static PieceWriter encode(SortedMap<ObjectRef, Origin> origins, PackedPieces before) {
        List<Row> rows = new ArrayList<>(origins.size());
        origins.forEach((ref, origin) -> rows.add(new Row(ref, origin)));
        PieceWriter writer = new PieceWriter(before);
        writer.text("[");
        writer.values(rows, row -> row.ref().name(), Row::texts);
        writer.text("]");
        return writer;
    }

    private record Row(ObjectRef ref, Origin origin) {
        List<String> texts() {
            return List.of(
                    ref.kind().name(),
                    ref.namespace(),
                    ref.name(),
                    origin.mark(),
                    Long.toString(origin.generation()),
                    origin.name());
        }
    }

    /**
     * Reads what {@link #encode} wrote; what a later release added is left out.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public static SortedMap<ObjectRef, Origin> decode(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            SortedMap<ObjectRef, Origin> origins = new TreeMap<>();
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
            return origins;
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("origins: not readable (expected: rows of six texts)", e);
        }
    }
}
