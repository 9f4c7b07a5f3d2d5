package io.ninerouter.operator.router;

import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.PackedPieces;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.PieceWriter;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compilation as bytes. Made once for each: a report of a gateway costs none of it.
 *
 * @param compiled what was encoded
 * @param config as the configuration Secret and its parts hold it
 * @param credentials by connection
 * @param packed the same, as the credentials Secret and its parts hold them
 * @param pieces for the next time
 */
record Prepared(
        Compiled compiled, PartedData config, Map<String, byte[]> credentials, PartedData packed, Pieces pieces) {
    /** Origins stand beside what is packed, and take a third of the configuration at most; see DESIGN.md for their number. */
    private static final ConfigPacker.Room ROOM = new ConfigPacker.Room(600_000, 1_500);

    /** What was packed of the configuration, and of the origins beside it. */
    record Pieces(PackedPieces config, PackedPieces origins) {
        private static final Pieces NONE = new Pieces(PackedPieces.NONE, PackedPieces.NONE);
    }

    /** @param before what was encoded before; it saves work and changes nothing */
    static Prepared of(Compiled compiled, @Nullable Prepared before) {
        Pieces known = before == null ? Pieces.NONE : before.pieces();
        Compilation compilation = compiled.compilation();
        ConfigPacker.Packed packed = ConfigPacker.pack(compilation.config(), ROOM, known.config());
        List<PieceWriter> origins =
                OriginsCodec.encode(compilation.origins(), packed.data().secrets(), known.origins());
        PartedData config = packed.data()
                .with(RouterSecrets.REVISION_KEY, packed.data().revision().getBytes(StandardCharsets.UTF_8))
                .withEach(
                        RouterSecrets.ORIGINS_KEY,
                        origins.stream().map(PieceWriter::packed).toList());
        config = before == null ? config : config.sharing(before.config());
        Pieces pieces = new Pieces(packed.pieces(), PackedPieces.of(origins));
        if (before != null && before.compilation().credentials().equals(compilation.credentials())) {
            return new Prepared(compiled, config, before.credentials(), before.packed(), pieces);
        }
        Map<String, byte[]> credentials = PublishedSecrets.encode(compilation.credentials());
        return new Prepared(
                compiled, config, credentials, ConfigPacker.pack(credentials, ConfigPacker.MAX_SECRET_BYTES), pieces);
    }

    /** What was encoded. */
    Compilation compilation() {
        return compiled.compilation();
    }
}
