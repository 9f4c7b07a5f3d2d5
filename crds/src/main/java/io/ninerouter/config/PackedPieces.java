package io.ninerouter.config;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of documents that were packed, and the documents that they made, to be used again where the next ones have the same.
 * Immutable.
 *
 * @param known by what they hold
 * @param whole by the very pieces that they are made of
 */
public record PackedPieces(Map<Content, Piece> known, Map<List<Piece>, Whole> whole) {
    /** Nothing was packed. */
    public static final PackedPieces NONE = new PackedPieces(Map.of(), Map.of());

    /**
     * What was packed.
     *
     * @param documents what came of it, see {@link PieceWriter#another}; others may have been tried that were too large
     */
    public static PackedPieces of(List<PieceWriter> documents) {
        Map<List<Piece>, Whole> whole = new HashMap<>();
        documents.forEach(document -> whole.put(document.pieces(), document.whole()));
        return new PackedPieces(Map.copyOf(documents.getFirst().used()), whole);
    }

    /**
     * What a piece holds.
     *
     * @param before text in front of the values
     * @param first whether no value of the same list stands before these
     * @param values written one behind the other
     */
    record Content(String before, boolean first, List<?> values) {
        Content {
            values = List.copyOf(values);
        }

        /** Cheap: pieces of one document differ in their first values, which are compared whole when they do not. */
        @Override
        public int hashCode() {
            Object value = values.isEmpty() ? "" : values.getFirst();
            return 31 * (31 * before.hashCode() + values.size()) + value.hashCode();
        }
    }

    /** A document: its pieces one behind the other, and the digest of their JSON. Made when asked for; thread-safe. */
    static final class Whole {
        private final List<Piece> pieces;
        private volatile byte @Nullable [] packed;
        private volatile @Nullable String digest;

        Whole(List<Piece> pieces) {
            this.pieces = pieces;
        }

        byte[] packed() {
            byte[] made = packed;
            if (made == null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                pieces.forEach(piece -> bytes.writeBytes(piece.packed()));
                made = bytes.toByteArray();
                packed = made;
            }
            return made;
        }

        String digest() {
            String made = digest;
            if (made == null) {
                MessageDigest all = ConfigCodec.sha256();
                pieces.forEach(piece -> all.update(piece.json()));
                made = ConfigCodec.shortDigest(all);
                digest = made;
            }
            return made;
        }
    }

    /** One piece: its JSON, and that packed by itself. Equal to none but itself. */
    static final class Piece {
        private final byte[] json;
        private final byte[] packed;

        Piece(byte[] json) {
            this.json = json;
            this.packed = ConfigCodec.gzip(json);
        }

        byte[] json() {
            return json;
        }

        byte[] packed() {
            return packed;
        }
    }
}
