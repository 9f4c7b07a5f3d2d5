package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a request. Where OpenAI and those who took after it differ, the name of the model decides. */
final class RequestEncoder {
    /** OpenAI refuses a longer user. */
    private static final int MAX_USER = 64;

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final Map<String, RawJson> extras;
    private final boolean foreign;

    RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.extras = request.extras().of(Dialect.OPENAI_RESPONSES);
        this.foreign = exchange.client() != Dialect.OPENAI_RESPONSES;
    }

    void encode() {
        List<Message> messages = request.messages();
        out.object().text("model", request.model());
        boolean instructed = !messages.isEmpty() && fitsInstructions(messages.getFirst());
        if (instructed) {
            instructions(messages.getFirst());
        }
        boolean insertable = !foreign || ResponsesModel.isOpenAi(exchange.target());
        List<Tool> beside = new ArrayList<>();
        List<Tool> within = new ArrayList<>();
        for (Tool tool : request.tooling().tools()) {
            boolean inserted = options(tool).inserted();
            if (inserted && !insertable) {
                losses.approximated(Feature.TOOLS_INSERTED, "told from the start");
            }
            ((inserted && insertable) ? within : beside).add(tool);
        }
        ToolEncoder tools = new ToolEncoder(exchange, out);
        new InputEncoder(exchange, out, tools)
                .input(instructed ? messages.subList(1, messages.size()) : messages, within);
        tools.tooling(beside, request.tooling());
        new WishEncoder(exchange, out).wishes(request.settings(), extras);
        session(request.session());
        if (request.settings().delivery().stream()) {
            out.bool("stream", true);
        }
        extras.forEach((name, value) -> {
            if (!WishEncoder.WRITTEN.contains(name)) {
                out.raw(name, value);
            }
        });
        losses.foreign(request.extras(), Dialect.OPENAI_RESPONSES);
        out.endObject();
    }

    static Tool.Options options(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.options();
            case Tool.Custom custom -> custom.options();
            case Tool.Server _ -> Tool.Options.NONE;
        };
    }

    /** What stands first and is nothing but words: the backend of Codex insists on instructions. */
    private static boolean fitsInstructions(Message message) {
        return message.role() == Role.SYSTEM
                && !message.parts().isEmpty()
                && message.name() == null
                && message.extras().of(Dialect.OPENAI_RESPONSES).isEmpty()
                && message.parts().stream().allMatch(Part.Text.class::isInstance);
    }

    private void instructions(Message message) {
        StringBuilder text = new StringBuilder();
        for (Part part : message.parts()) {
            if (part.cache() != null) {
                losses.dropped(Feature.CACHE_HINTS, "caching is automatic");
            }
            if (part instanceof Part.Text piece) {
                text.append(text.isEmpty() ? "" : "\n\n").append(piece.text());
            }
        }
        losses.foreign(message.extras(), Dialect.OPENAI_RESPONSES);
        out.text("instructions", text.toString());
    }

    private void session(Session session) {
        out.text("user", user(session.user()));
        out.raw("metadata", session.metadata());
        // Elsewhere nothing is kept unless asked for; here all is unless told otherwise.
        out.bool("store", (session.store() == null && foreign) ? Boolean.FALSE : session.store());
        out.text("previous_response_id", session.previousResponse());
        out.text("service_tier", session.serviceTier());
        Session.Caching caching = session.caching();
        if (!foreign || ResponsesModel.isOpenAi(exchange.target())) {
            out.text("prompt_cache_key", caching.key());
            out.text("prompt_cache_retention", caching.retention());
        } else if (caching.key() != null || caching.retention() != null) {
            losses.dropped(Feature.CACHE_KEY, "known to OpenAI only");
        }
        if (caching.content() != null) {
            losses.dropped(Feature.CACHED_CONTENT, "no such thing in Responses");
        }
    }

    private @Nullable String user(@Nullable String user) {
        if (user == null || !foreign || user.length() <= MAX_USER) {
            return user;
        }
        losses.approximated(Feature.USER, "as a digest: too long");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", e);
        }
    }
}
