package io.ninerouter.config;

import java.util.List;
import java.util.Map;

/**
 * Pieces of a document that were packed, to be used again where the next document has the same. Immutable.
 *
 * @param known by what they hold
 */
public record PackedPieces(Map<Content, Piece> known) {
    /** Nothing was packed. */
    public static final PackedPieces NONE = new PackedPieces(Map.of());

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

    /** One piece: its JSON, and that packed by itself. */
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
