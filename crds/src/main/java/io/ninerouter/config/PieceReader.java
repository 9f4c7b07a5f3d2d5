package io.ninerouter.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks what {@link PieceWriter} packed, piece by piece (each is a member of the gzip file, RFC 1952). A piece that stood in
 * the document before is found by its bytes and not unpacked again: a member says itself where it ends, so that bytes which
 * begin with a whole one hold just that. Not thread-safe.
 */
final class PieceReader {
    /** ID1, ID2, CM, FLG, MTIME, XFL, OS: without name, comment or extra fields. */
    private static final int HEADER = 10;

    /** CRC-32 and length of what was packed. */
    private static final int TRAILER = 8;

    /** So many bytes every piece has; they tell pieces apart well enough to compare few of them whole. */
    private static final int PROBE = HEADER + TRAILER;

    private static final int BUFFER = 32 << 10;

    private Map<Integer, List<Piece>> known = Map.of();

    /** One piece: what it was unpacked from, what it holds, and what was made of that. */
    static final class Piece {
        private final byte[] packed;
        private final byte[] json;
        private @Nullable Object maker;
        private @Nullable Object made;

        private Piece(byte[] packed, byte[] json) {
            this.packed = packed;
            this.json = json;
        }

        byte[] json() {
            return json;
        }

        /**
         * What is made of it; not made again as long as it is asked for in the same way.
         *
         * @param way stands for the function
         */
        @SuppressWarnings("unchecked")
        <T> T made(Object way, Function<byte[], T> function) {
            Object before = way.equals(maker) ? made : null;
            T result = before == null ? function.apply(json) : (T) before;
            maker = way;
            made = result;
            return result;
        }
    }

    /**
     * The pieces of a document, in order.
     *
     * @return null when it was not packed by {@link PieceWriter}, or is damaged, or is larger than {@code most} when unpacked:
     *     whoever reads it in another way finds out which
     */
    @Nullable
    List<Piece> read(byte[] packed, int most) {
        List<Piece> pieces = new ArrayList<>();
        Map<Integer, List<Piece>> next = new HashMap<>();
        Inflater inflater = new Inflater(true);
        try {
            int at = 0;
            long total = 0;
            while (at < packed.length) {
                Piece piece = find(packed, at);
                piece = piece == null ? unpack(packed, at, most, inflater) : piece;
                if (piece == null || (total += piece.json.length) > most) {
                    return null;
                }
                pieces.add(piece);
                next.computeIfAbsent(probe(piece.packed, 0), none -> new ArrayList<>())
                        .add(piece);
                at += piece.packed.length;
            }
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
        known = next;
        return pieces;
    }

    private @Nullable Piece find(byte[] packed, int at) {
        for (Piece piece : known.getOrDefault(probe(packed, at), List.of())) {
            int end = at + piece.packed.length;
            if (end <= packed.length && Arrays.equals(packed, at, end, piece.packed, 0, piece.packed.length)) {
                return piece;
            }
        }
        return null;
    }

    private static int probe(byte[] packed, int at) {
        return ByteBuffer.wrap(packed, at, Math.min(PROBE, packed.length - at)).hashCode();
    }

    private static @Nullable Piece unpack(byte[] packed, int at, int most, Inflater inflater)
            throws DataFormatException {
        if (packed.length - at < HEADER + TRAILER
                || packed[at] != (byte) 0x1f
                || packed[at + 1] != (byte) 0x8b
                || packed[at + 2] != 8
                || packed[at + 3] != 0) {
            return null;
        }
        inflater.reset();
        inflater.setInput(packed, at + HEADER, packed.length - at - HEADER);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        while (!inflater.finished()) {
            int read = inflater.inflate(buffer);
            out.write(buffer, 0, read);
            if ((read == 0 && !inflater.finished()) || out.size() > most) {
                return null;
            }
        }
        int end = at + HEADER + (int) inflater.getBytesRead();
        byte[] json = out.toByteArray();
        CRC32 checksum = new CRC32();
        checksum.update(json);
        if (packed.length - end < TRAILER
                || little(packed, end) != (int) checksum.getValue()
                || little(packed, end + 4) != json.length) {
            return null;
        }
        return new Piece(Arrays.copyOfRange(packed, at, end + TRAILER), json);
    }

    private static int little(byte[] bytes, int at) {
        return Integer.reverseBytes(ByteBuffer.wrap(bytes, at, 4).getInt());
    }
}
