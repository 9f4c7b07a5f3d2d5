package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * What a request belongs to; null = not said.
 *
 * @param user who the end user is ({@code user}, {@code metadata.user_id})
 * @param metadata a JSON object for the caller's own books
 * @param caching where to find a cached prompt
 * @param store whether the provider may keep the answer
 * @param previousResponse id of the answer that this conversation goes on from
 * @param serviceTier such as {@code flex} or {@code priority}
 */
public record Session(
        @Nullable String user,
        @Nullable RawJson metadata,
        Caching caching,
        @Nullable Boolean store,
        @Nullable String previousResponse,
        @Nullable String serviceTier) {
    /** Nothing said. */
    public static final Session NONE = new Session(null, null, Caching.NONE, null, null, null);

    /**
     * Where to find a cached prompt.
     *
     * @param key OpenAI's {@code prompt_cache_key}
     * @param retention OpenAI's {@code prompt_cache_retention}
     * @param content Gemini's {@code cachedContent}
     */
    public record Caching(
            @Nullable String key,
            @Nullable String retention,
            @Nullable String content) {
        /** Nothing said. */
        public static final Caching NONE = new Caching(null, null, null);
    }
}
