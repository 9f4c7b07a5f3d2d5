package io.ninerouter.config;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
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

        /**
         * What comes of some values from one place on, if that is this piece; else null. It holds those values from now on: the
         * next time they are the very ones.
         */
        @Nullable
        Cut of(List<?> others, int from) {
            int end = from + values.size();
            if (values.isEmpty() || first != (from == 0) || end > others.size() || !(closed || end == others.size())) {
                return null;
            }
            boolean very = true;
            for (int i = values.size() - 1; i >= 0; i--) {
                if (!isVery(values.get(i), others.get(from + i))) {
                    if (!values.get(i).equals(others.get(from + i))) {
                        return null;
                    }
                    very = false;
                }
            }
            return very ? this : new Cut(text, first, others.subList(from, end), closed, piece);
        }

        /** Whether it begins with that value. */
        boolean beginsWith(Object value) {
            return !values.isEmpty() && values.getFirst().equals(value);
        }

        /** Nearly all of thousands are: a look tells, where a comparison goes field by field. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isVery(Object one, Object other) {
            return one == other;
        }
    }

    /** A document: its pieces one behind the other, and the digest of their JSON. Made when asked for; thread-safe. */
    static final class Whole {
        /** How a digest stands is kept behind one piece in this many. */
        private static final int STRIDE = 4;

        private final List<Piece> pieces;
        /** Digests that are not finished, behind pieces with which this document begins. */
        private final List<MessageDigest> begun;

        private volatile byte @Nullable [] packed;
        private volatile @Nullable String digest;

        Whole(List<Piece> pieces) {
            this.pieces = List.copyOf(pieces);
            this.begun = new ArrayList<>();
        }

        /** The document behind this one: where both begin with the same pieces, their digest is not made again. */
        Whole next(List<Piece> others) {
            Whole next = new Whole(others);
            synchronized (begun) {
                for (int end = STRIDE; end <= begun.size() * STRIDE && end <= others.size(); end += STRIDE) {
                    if (!pieces.subList(end - STRIDE, end).equals(others.subList(end - STRIDE, end))) {
                        break;
                    }
                    next.begun.add(begun.get(end / STRIDE - 1));
                }
            }
            return next;
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
                made = ConfigCodec.shortDigest(finished());
                digest = made;
            }
            return made;
        }

        private MessageDigest finished() {
            synchronized (begun) {
                MessageDigest all = begun.isEmpty() ? ConfigCodec.sha256() : ConfigCodec.copy(begun.getLast());
                for (int i = begun.size() * STRIDE; i < pieces.size(); i++) {
                    all.update(pieces.get(i).json());
                    if ((i + 1) % STRIDE == 0) {
                        begun.add(ConfigCodec.copy(all));
                    }
                }
                return all;
            }
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
