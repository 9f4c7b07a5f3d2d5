package io.ninerouter.operator.router;

import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.PackedPieces;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.PieceWriter;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import java.nio.charset.StandardCharsets;
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
    /** The head also holds revision, origins and index; origins take a third of what the configuration takes at most. */
    private static final int MAX_DOCUMENT_BYTES = 600_000;

    /** What was packed of the configuration, and of the origins beside it. */
    record Pieces(PackedPieces config, PackedPieces origins) {
        private static final Pieces NONE = new Pieces(PackedPieces.NONE, PackedPieces.NONE);
    }

    /** @param before what was encoded before; it saves work and changes nothing */
    static Prepared of(Compiled compiled, @Nullable Prepared before) {
        Pieces known = before == null ? Pieces.NONE : before.pieces();
        Compilation compilation = compiled.compilation();
        ConfigPacker.Packed packed = ConfigPacker.pack(compilation.config(), MAX_DOCUMENT_BYTES, known.config());
        PieceWriter origins = OriginsCodec.encode(compilation.origins(), known.origins());
        PartedData config = packed.data()
                .with(RouterSecrets.REVISION_KEY, packed.data().revision().getBytes(StandardCharsets.UTF_8))
                .with(RouterSecrets.ORIGINS_KEY, origins.packed());
        Pieces pieces = new Pieces(packed.pieces(), origins.pieces());
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
