package io.ninerouter.gateway.routing;

import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may use, for the endpoints that list models. Pure and stateless. */
@SuppressWarnings("DoNotCallSuggester")
public final class ModelList {
    private ModelList() {}

    /**
     * Combos, then aliases, then {@code provider/model} for every declared model of a provider with a usable connection;
     * only what resolves to something and the caller may use.
     */
    public static List<Entry> of(Snapshot snapshot, Caller caller) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * The same, and the bare name of every model that exactly one provider serves: names without a slash, which Gemini
     * clients need.
     */
    public static List<Entry> withBareNames(Snapshot snapshot, Caller caller) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** One of these by its name (bare names too); null when the caller may not use it or it is not there. */
    public static @Nullable Entry find(Snapshot snapshot, Caller caller, String id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * One name that can be asked for.
     *
     * @param id the model string
     * @param owner the provider's id; {@code combo} or {@code alias} otherwise
     * @param contextWindow input and output tokens together; of a combo the smallest; null = unknown
     * @param maxOutputTokens of a combo the smallest; null = unknown
     */
    public record Entry(
            String id,
            String owner,
            @Nullable Long contextWindow,
            @Nullable Long maxOutputTokens) {}
}
