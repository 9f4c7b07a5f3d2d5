package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the four places where a prompt cache may end, in the order of the prompt: tools, system, messages. Of more hints
 * than places the first is kept, which most requests share, and the last ones, which this conversation goes on from.
 */
final class CachePoints {
    private static final int PLACES = 4;

    private final ConverseModel model;
    private final int total;
    private final Losses losses;
    private int seen;

    CachePoints(ConverseModel model, List<Tool.Function> tools, Turns turns, Losses losses) {
        this.model = model;
        this.losses = losses;
        this.total = count(model, tools, turns);
    }

    /** How many hints there are in places that the model takes. */
    static int count(ConverseModel model, List<Tool.Function> tools, Turns turns) {
        long hints = model.cachesTools()
                ? tools.stream().map(Tool::cache).filter(Objects::nonNull).count()
                : 0;
        hints += hints(turns.system());
        for (Turns.Turn turn : turns.turns()) {
            hints += hints(turn.parts());
        }
        return (int) hints;
    }

    private static long hints(List<Part> parts) {
        return parts.stream().map(BlockWriter::hint).filter(Objects::nonNull).count();
    }

    /** Behind a tool. */
    void writeForTool(@Nullable CacheHint hint, JsonWriter out) {
        if (hint != null && !model.cachesTools()) {
            losses.dropped(Feature.CACHE_HINTS, "the model takes none here");
        } else {
            write(hint, out);
        }
    }

    /** Writes a point, if there is a hint and it gets a place. To be asked once for each, in the order of the prompt. */
    void write(@Nullable CacheHint hint, JsonWriter out) {
        if (hint == null) {
            return;
        }
        if (!model.caches()) {
            losses.dropped(Feature.CACHE_HINTS, "the model takes none here");
            return;
        }
        int index = seen++;
        if (total > PLACES && index > 0 && index <= total - PLACES) {
            losses.dropped(Feature.CACHE_HINTS, "more than " + PLACES);
            return;
        }
        out.object().object("cachePoint").text("type", "default");
        if ("1h".equals(hint.ttl()) && model == ConverseModel.CLAUDE) {
            out.text("ttl", hint.ttl());
        } else if (hint.ttl() != null && !hint.ttl().equals("5m")) {
            losses.approximated(Feature.CACHE_HINTS, "kept for the usual time");
        }
        out.endObject().endObject();
    }
}
