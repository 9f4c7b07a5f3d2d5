package io.ninerouter.config;

import io.ninerouter.config.PackedPieces.Content;
import io.ninerouter.config.PackedPieces.Piece;
import io.ninerouter.config.PackedPieces.Whole;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON that holds long lists, packed piece by piece: gzip lets packed pieces be put one behind the other, and whoever
 * unpacks them sees one text. Where a piece ends follows from the values alone, so that a change makes one piece anew, and
 * equal documents are equal bytes whatever was packed before. Not thread-safe.
 */
public final class PieceWriter {
    /** A piece ends behind one value in this many, as their names will have it. */
    private static final int SPACING = 32;

    private final PackedPieces before;
    private final Map<Content, Piece> used;
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable Whole whole;

    /** @param before what was packed before; it saves work and changes nothing */
    public PieceWriter(PackedPieces before) {
        this(before, new HashMap<>());
    }

    private PieceWriter(PackedPieces before, Map<Content, Piece> used) {
        this.before = before;
        this.used = used;
    }

    /** Writes another document that is packed together with this one. */
    public PieceWriter another() {
        return new PieceWriter(before, used);
    }

    /** Writes text as it stands. */
    public void text(String text) {
        add(new Content(text, true, List.of()), value -> value);
    }

    /**
     * Writes values as they stand in a JSON list, without the brackets.
     *
     * @param name of a value, which decides where pieces end
     * @param form what is written of a value
     */
    public <T> void values(Collection<T> values, Function<T, String> name, Function<T, ?> form) {
        List<T> piece = new ArrayList<>();
        boolean first = true;
        for (T value : values) {
            piece.add(value);
            if (isEnd(name.apply(value))) {
                add(new Content("", first, piece), form);
                piece.clear();
                first = false;
            }
        }
        if (!piece.isEmpty()) {
            add(new Content("", first, piece), form);
        }
    }

    /** All that was written, packed; not to be changed. */
    public byte[] packed() {
        return whole().packed();
    }

    /** Bytes of all that was written, packed. */
    int size() {
        return pieces.stream().mapToInt(piece -> piece.packed().length).sum();
    }

    /** The pieces of all documents that are packed together, by what they hold. */
    Map<Content, Piece> used() {
        return used;
    }

    /** The pieces, one behind the other. */
    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** Digest of all that was written. */
    String digest() {
        return whole().digest();
    }

    /** Of many documents one change leaves most as they were: digests of megabytes are not made again. */
    Whole whole() {
        Whole made = whole;
        if (made == null) {
            Whole known = before.whole().get(pieces);
            made = known == null ? new Whole(pieces()) : known;
            whole = made;
        }
        return made;
    }

    @SuppressWarnings("unchecked")
    private <T> void add(Content content, Function<T, ?> form) {
        Piece known = before.known().get(content);
        pieces.add(used.computeIfAbsent(
                content, _ -> known == null ? piece(content, (Function<Object, ?>) form) : known));
        whole = null;
    }

    private static Piece piece(Content content, Function<Object, ?> form) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(content.before().getBytes(StandardCharsets.UTF_8));
        if (!content.values().isEmpty()) {
            byte[] list = ConfigCodec.json(content.values().stream().map(form).toList());
            json.writeBytes((content.first() ? "" : ",").getBytes(StandardCharsets.UTF_8));
            json.writeBytes(Arrays.copyOfRange(list, 1, list.length - 1));
        }
        return new Piece(json.toByteArray());
    }

    /** The low bits of String.hashCode follow the last letters: names that count up would end pieces unevenly. */
    private static boolean isEnd(String name) {
        return ((name.hashCode() * 0x9E3779B9) >>> 16) % SPACING == 0;
    }
}
