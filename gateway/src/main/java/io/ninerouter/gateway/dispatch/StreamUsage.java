package io.ninerouter.gateway.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.routing.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Streams of chat completions tell what was used only where {@code stream_options.include_usage} asks for it. Where the
 * provider's edits ask, it is asked whatever the caller says; a caller that did not ask does not get the chunk that comes of
 * it. Stateless.
 */
final class StreamUsage {
    private static final String OPTIONS = "stream_options";
    private static final String USAGE = "include_usage";
    /** The caller's object has two or three members. */
    private static final int MOST_BYTES = 4 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamUsage() {}

    /** Whether we ask a target for what the caller did not ask for. */
    static boolean askedByUsAlone(Call call, Target target) {
        return concerns(call)
                && target.dialect() == Dialect.OPENAI_CHAT
                && Fitting.plan(call, target).asks(OPTIONS, USAGE)
                && !asked(options(call));
    }

    /** Edits that ask where the given ones would, also where the caller says that it does not want it. */
    static EditPlan insisting(Call call, EditPlan plan) {
        if (!concerns(call) || !plan.asks(OPTIONS, USAGE)) {
            return plan;
        }
        ObjectNode asking = switch (options(call)) {
            case NullNode _ -> JSON.createObjectNode();
            case ObjectNode object when object.has(USAGE) && !asked(object) -> object;
            case null, default -> null;
        };
        return asking == null
                ? plan
                : new EditPlan.Builder()
                        .set(OPTIONS, asking.put(USAGE, true).toString())
                        .plan()
                        .then(plan);
    }

    private static boolean concerns(Call call) {
        return call.question().dialect() == Dialect.OPENAI_CHAT
                && call.question().action() == Action.GENERATE
                && call.body().facts().stream();
    }

    private static boolean asked(@Nullable JsonNode options) {
        return options != null && options.path(USAGE).asBoolean(false);
    }

    private static @Nullable JsonNode options(Call call) {
        RequestFacts.Member member = call.body().facts().member(OPTIONS);
        if (member == null || member.valueTo() - member.valueFrom() > MOST_BYTES) {
            return null;
        }
        ByteBuf bytes = call.body().bytes();
        String text = bytes.toString(
                bytes.readerIndex() + member.valueFrom(),
                member.valueTo() - member.valueFrom(),
                StandardCharsets.UTF_8);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
