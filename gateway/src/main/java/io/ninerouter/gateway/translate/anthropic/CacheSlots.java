package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the four places where a prompt cache may end, in the order of the prompt: tools, system, messages. Of more hints
 * than places the first is kept, which most requests share, and the last ones, which this conversation goes on from.
 */
final class CacheSlots {
    private static final int PLACES = 4;

    private final Losses losses;
    private final int total;
    private final int places;
    private int seen;

    private CacheSlots(int total, int places, Losses losses) {
        this.total = total;
        this.places = places;
        this.losses = losses;
    }

    /**
     * For a request.
     *
     * @param automatic whether the request as a whole has a hint, which takes a place
     */
    static CacheSlots of(List<Tool> tools, Conversation conversation, boolean automatic, Losses losses) {
        int total = count(tools, conversation);
        return new CacheSlots(total, automatic ? PLACES - 1 : PLACES, losses);
    }

    /** How many hints there are. */
    static int count(List<Tool> tools, Conversation conversation) {
        int total = (int) tools.stream().filter(tool -> tool.cache() != null).count() + parts(conversation.system());
        for (Conversation.Turn turn : conversation.turns()) {
            total += parts(turn.parts());
        }
        return total;
    }

    private static int parts(List<Part> parts) {
        int total = 0;
        for (Part part : parts) {
            total += hint(part) == null ? 0 : 1;
            total += part instanceof Part.ToolResult result ? parts(result.parts()) : 0;
        }
        return total;
    }

    /** The hint of a part, of one that only this dialect knows too. */
    static @Nullable CacheHint hint(Part part) {
        return part instanceof Part.Opaque opaque && opaque.dialect() == Dialect.ANTHROPIC
                ? BlockDecoder.cache(Members.of(opaque.json()))
                : part.cache();
    }

    /** The hint, if it gets a place. To be asked once for each, in the order of the prompt. */
    @Nullable
    CacheHint place(@Nullable CacheHint hint) {
        if (hint == null) {
            return null;
        }
        int index = seen++;
        boolean placed = total <= places || index == 0 || index > total - places;
        if (!placed) {
            losses.dropped(Feature.CACHE_HINTS, "more than " + PLACES);
            return null;
        }
        String ttl = hint.ttl();
        if (ttl == null || ttl.equals("5m") || ttl.equals("1h")) {
            return hint;
        }
        losses.approximated(Feature.CACHE_HINTS, "kept for the usual time");
        return new CacheHint(null);
    }
}
