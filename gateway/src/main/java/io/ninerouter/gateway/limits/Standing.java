package io.ninerouter.gateway.limits;

import org.jspecify.annotations.Nullable;

/**
 * How a caller stands, for the headers of an answer.
 *
 * @param requests null = it has no such limit
 * @param tokens null = it has no such limit
 */
public record Standing(@Nullable Window requests, @Nullable Window tokens) {
    /** A caller without such limits. */
    public static final Standing NONE = new Standing(null, null);

    /**
     * One limit of so much a minute.
     *
     * @param limit on all replicas together
     * @param remaining what can be asked for at once, concluded from this replica's share
     * @param resetMillis until all of it can be, if nothing more is asked for
     */
    public record Window(long limit, long remaining, long resetMillis) {}
}
