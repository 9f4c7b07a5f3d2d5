package io.ninerouter.gateway.config;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.ConfigReader;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the contents of the two Secrets, in whatever order they come, into snapshots. A document that cannot be read keeps
 * the one before and is remembered until a good one comes. Pure but for its memory; not thread-safe.
 */
final class ConfigState {
    private final ConfigReader reader = new ConfigReader();
    private @Nullable Snapshot compiled;
    private @Nullable ConfigDocument config;
    private @Nullable Credentials credentials;
    private @Nullable Rejection rejectedConfig;
    private @Nullable Rejection rejectedCredentials;

    /**
     * The configuration Secret is there or has changed.
     *
     * @param data decoded, by key, with all parts
     * @return the snapshot to put in use; null when nothing changes
     */
    @Nullable
    Snapshot config(Map<String, byte[]> data) {
        String revision = revision(data);
        try {
            ConfigDocument before = config;
            ConfigDocument read = reader.read(data);
            ConfigDocument next = before == null ? read : read.keeping(before);
            Credentials known = credentials;
            if (known == null) {
                config = next;
                rejectedConfig = null;
                return null;
            }
            // Compiled before it is kept: what cannot be compiled must not meet the next credentials either.
            Snapshot snapshot = Snapshot.compile(next, known, compiled);
            config = next;
            rejectedConfig = null;
            return changed(snapshot);
        } catch (RuntimeException e) {
            rejectedConfig = new Rejection(revision, reason(e));
            return null;
        }
    }

    /** The same for the credentials Secret. A rotated token recompiles nothing. */
    @Nullable
    Snapshot credentials(Map<String, byte[]> data) {
        try {
            Credentials next = ConfigCodec.decodeCredentials(data);
            ConfigDocument known = config;
            credentials = next;
            rejectedCredentials = null;
            if (known == null) {
                return null;
            }
            return changed(compiled == null ? Snapshot.compile(known, next) : compiled.with(next));
        } catch (RuntimeException e) {
            rejectedCredentials = new Rejection(ConfigCodec.credentialsRevision(data), reason(e));
            return null;
        }
    }

    /**
     * A document whose parts cannot be put together, by a newer release for instance: what was there before counts.
     *
     * @param isConfig whether it is the configuration; else it is the credentials
     * @return null: nothing changes
     */
    @Nullable
    Snapshot unreadable(boolean isConfig, Map<String, byte[]> data, String why) {
        if (isConfig) {
            rejectedConfig = new Rejection(revision(data), why);
        } else {
            rejectedCredentials = new Rejection(ConfigCodec.credentialsRevision(data), why);
        }
        return null;
    }

    /** What could not be read and is not served; null when all could. */
    @Nullable
    Rejection rejection() {
        return rejectedConfig != null ? rejectedConfig : rejectedCredentials;
    }

    private @Nullable Snapshot changed(Snapshot next) {
        Snapshot before = compiled;
        compiled = next;
        boolean same = before != null
                && before.configRevision().equals(next.configRevision())
                && before.credentialsRevision().equals(next.credentialsRevision());
        return same ? null : next;
    }

    private static String revision(Map<String, byte[]> data) {
        byte[] revision = data.get(RouterSecrets.REVISION_KEY);
        return revision == null ? "unknown" : new String(revision, StandardCharsets.UTF_8);
    }

    private static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /**
     * A document that is not served.
     *
     * @param revision its name
     * @param reason what is wrong with it, without content
     */
    record Rejection(String revision, String reason) {}
}
