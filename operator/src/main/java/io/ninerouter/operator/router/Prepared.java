package io.ninerouter.operator.router;

import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Compilation;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A compilation as bytes. Made once for each: a report of a gateway costs none of it.
 *
 * @param compilation what was encoded
 * @param config as the configuration Secret and its parts hold it
 * @param credentials by connection
 */
record Prepared(Compilation compilation, PartedData config, Map<String, byte[]> credentials) {

    static Prepared of(Compilation compilation) {
        PartedData packed = ConfigPacker.pack(compilation.config(), MAX_DOCUMENT_BYTES);
        PartedData config = packed.with(
                        RouterSecrets.REVISION_KEY, packed.revision().getBytes(StandardCharsets.UTF_8))
                .with(RouterSecrets.ORIGINS_KEY, OriginsCodec.encode(compilation.origins()));
        return new Prepared(compilation, config, PublishedSecrets.encode(compilation.credentials()));
    }

    /** The head also holds revision, origins and index; origins take a third of what the configuration takes at most. */
    private static final int MAX_DOCUMENT_BYTES = 600_000;
}
