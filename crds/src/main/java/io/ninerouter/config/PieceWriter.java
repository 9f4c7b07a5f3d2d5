package io.ninerouter.config;

import io.ninerouter.config.PackedPieces.Cut;
import io.ninerouter.config.PackedPieces.Document;
import io.ninerouter.config.PackedPieces.Piece;
import io.ninerouter.config.PackedPieces.Whole;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON that holds long lists, packed piece by piece: gzip lets packed pieces be put one behind the other, and whoever
 * unpacks them sees one text. Where a piece ends follows from the values alone, so that a change makes one piece anew, and
 * equal documents are equal bytes whatever was packed before. What was packed before is followed step by step: thousands of
 * values that are the very ones cost a look each. Not thread-safe.
 */
public final class PieceWriter {
    /** A piece ends behind one value in 32, as this many bits of a hash of their names will have it. */
    private static final int SPACING_BITS = 5;

    private final Document known;
    private final List<Cut> cuts = new ArrayList<>();
    /** The next of what is known. */
    private int next;

    private @Nullable Whole whole;

    /**
     * Writes one of several documents that are packed together.
     *
     * @param before what was packed before; it saves work and changes nothing
     * @param place which of them, from 0
     */
    public PieceWriter(PackedPieces before, int place) {
        this.known = before.document(place);
    }

    /** Writes text as it stands. */
    public void text(String text) {
        int same = find(cut -> cut.text().equals(text));
        if (same >= 0) {
            add(known.cuts().get(same));
            next = same + 1;
        } else {
            add(new Cut(text, true, List.of(), true, new Piece(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /**
     * Writes values as they stand in a JSON list, without the brackets.
     *
     * @param name of a value, which decides where pieces end
     * @param form what is written of a value
     */
    public <T> void values(List<T> values, Function<T, String> name, Function<T, ?> form) {
        int from = 0;
        while (from < values.size()) {
            Cut same = next < known.cuts().size() ? known.cuts().get(next).of(values, from) : null;
            if (same != null) {
                add(same);
                next++;
                from += same.values().size();
            } else {
                from = make(values, from, name, form);
                align(values, from);
            }
        }
    }

    /** All that was written, packed; not to be changed. */
    public byte[] packed() {
        return whole().packed();
    }

    /** Bytes of all that was written, packed. */
    int size() {
        return cuts.stream().mapToInt(cut -> cut.piece().packed().length).sum();
    }

    /** All that was written, for the next time. */
    Document document() {
        return new Document(List.copyOf(cuts), whole());
    }

    /** Digest of all that was written. */
    String digest() {
        return whole().digest();
    }

    /** Of many documents one change leaves most as they were: digests of megabytes are not made again. */
    private Whole whole() {
        Whole made = whole;
        if (made == null) {
            List<Piece> pieces = cuts.stream().map(Cut::piece).toList();
            made = known.whole().pieces().equals(pieces)
                    ? known.whole()
                    : known.whole().next(pieces);
            whole = made;
        }
        return made;
    }

    private void add(Cut cut) {
        cuts.add(cut);
        whole = null;
    }

    /** Makes one piece; where the next begins. */
    private <T> int make(List<T> values, int from, Function<T, String> name, Function<T, ?> form) {
        int end = from;
        boolean closed = false;
        while (end < values.size() && !closed) {
            closed = isEnd(name.apply(values.get(end++)));
        }
        List<T> some = values.subList(from, end);
        add(new Cut("", from == 0, some, closed, piece(some, from == 0, form)));
        return end;
    }

    /** What is known goes on where the values do; where they are new to it, it waits. */
    private void align(List<?> values, int from) {
        if (from < values.size()) {
            int same = find(cut -> cut.beginsWith(values.get(from)));
            next = same >= 0 ? same : next;
        }
    }

    private int find(Predicate<Cut> wanted) {
        for (int i = next; i < known.cuts().size(); i++) {
            if (wanted.test(known.cuts().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static <T> Piece piece(List<T> values, boolean first, Function<T, ?> form) {
        byte[] list = ConfigCodec.json(values.stream().map(form).toList());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes((first ? "" : ",").getBytes(StandardCharsets.UTF_8));
        json.writeBytes(Arrays.copyOfRange(list, 1, list.length - 1));
        return new Piece(json.toByteArray());
    }

    /** The highest bits: the low ones follow the last letters of a name, and those between say in which part it stands. */
    private static boolean isEnd(String name) {
        return (name.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - SPACING_BITS) == 0;
    }
}
