package io.ninerouter.config;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents that were packed piece by piece, whose pieces are used again where the next documents have the same. Immutable.
 *
 * @param documents in the order in which they were written
 */
public record PackedPieces(List<Document> documents) {
    /** Nothing was packed. */
    public static final PackedPieces NONE = new PackedPieces(List.of());

    public PackedPieces {
        documents = List.copyOf(documents);
    }

    /**
     * What was packed.
     *
     * @param documents what came of it, in order of their places; others may have been tried that were too large
     */
    public static PackedPieces of(List<PieceWriter> documents) {
        return new PackedPieces(documents.stream().map(PieceWriter::document).toList());
    }

    /** The document in that place; empty where there was none. */
    Document document(int place) {
        return place < documents.size() ? documents.get(place) : Document.EMPTY;
    }

    /**
     * A document.
     *
     * @param cuts what it is made of, one behind the other
     */
    record Document(List<Cut> cuts, Whole whole) {
        private static final Document EMPTY = new Document(List.of(), new Whole(List.of()));
    }

    /**
     * What a piece holds: either text, or values that stand in a list.
     *
     * @param text empty for values
     * @param first whether no value of the same list stands before these
     * @param values written one behind the other
     * @param closed whether the piece ends here whatever comes behind it
     */
    record Cut(String text, boolean first, List<?> values, boolean closed, Piece piece) {
        Cut {
            values = List.copyOf(values);
        }

        /** Whether it is what comes of some values from one place on. */
        boolean isOf(List<?> others, int from) {
            int end = from + values.size();
            if (values.isEmpty() || first != (from == 0) || end > others.size() || !(closed || end == others.size())) {
                return false;
            }
            for (int i = values.size() - 1; i >= 0; i--) {
                if (!isSame(values.get(i), others.get(from + i))) {
                    return false;
                }
            }
            return true;
        }

        /** Whether it begins with that value. */
        boolean beginsWith(Object value) {
            return !values.isEmpty() && isSame(values.getFirst(), value);
        }

        /** Nearly all of thousands are the very instance. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isSame(Object one, Object other) {
            return one == other || one.equals(other);
        }
    }

    /** A document: its pieces one behind the other, and the digest of their JSON. Made when asked for; thread-safe. */
    static final class Whole {
        private final List<Piece> pieces;
        private volatile byte @Nullable [] packed;
        private volatile @Nullable String digest;

        Whole(List<Piece> pieces) {
            this.pieces = List.copyOf(pieces);
        }

        List<Piece> pieces() {
            return pieces;
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
