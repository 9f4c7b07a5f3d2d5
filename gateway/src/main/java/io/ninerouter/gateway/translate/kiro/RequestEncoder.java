package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.FormatInWords;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.codec.Unsayable;
import io.ninerouter.gateway.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request: the conversation, of which the last turn stands apart and has the tools. Nothing in it depends on the
 * time or on chance, so that a conversation that goes on begins with the same bytes.
 */
final class RequestEncoder {
    /** What the service takes of settings; it refuses members that it does not know, such as {@code thinking}. */
    private static final Set<Feature> SAYABLE = Set.of(Feature.TEMPERATURE, Feature.TOP_P, Feature.MAX_TOKENS);

    private final ChatRequest request;
    private final Exchange exchange;
    private final Losses losses;
    private final JsonWriter out;
    private final Offer offer;

    RequestEncoder(ChatRequest request, Exchange exchange, JsonWriter out) {
        this.request = request;
        this.exchange = exchange;
        this.losses = exchange.losses();
        this.out = out;
        this.offer = Offer.of(request.tooling(), request.messages(), losses);
    }

    void encode() {
        List<Turn> turns = Dialog.of(request.messages(), instructions(), exchange);
        Turn current = turns.getLast();
        current.say(offer.demand());
        out.object().object("conversationState");
        out.text("chatTriggerType", "MANUAL").text("conversationId", conversationId());
        out.object("currentMessage");
        user(current, true);
        out.endObject();
        if (turns.size() > 1) {
            out.array("history");
            for (Turn turn : turns.subList(0, turns.size() - 1)) {
                out.object();
                if (turn.isUser()) {
                    user(turn, false);
                } else {
                    assistant(turn);
                }
                out.endObject();
            }
            out.endArray();
        }
        out.endObject();
        out.text("profileArn", exchange.target().account().get(KiroCodec.PROFILE_ARN));
        inference();
        out.endObject();
        losses.foreign(request.extras(), Dialect.KIRO);
        Unsayable.settings(request.settings(), SAYABLE, losses);
        Unsayable.session(request.session(), Set.of(Feature.CACHE_KEY), losses);
    }

    private String instructions() {
        String format = FormatInWords.of(request.settings().output().format(), losses);
        return String.join("\n\n", offer.instructions(), format == null ? "" : format)
                .strip();
    }

    /**
     * The same for every request of a conversation: from the key of its cache where the client names one, otherwise from what
     * stays as it is while the conversation grows.
     */
    private String conversationId() {
        String key = request.session().caching().key();
        if (key != null) {
            losses.approximated(Feature.CACHE_KEY, "as the id of the conversation");
        }
        return uuid(key == null ? request.session().user() + "\0" + beginning() : key);
    }

    /** Instructions may tell the time: only what the user said first is sure to stay. */
    private String beginning() {
        return exchange.request().messages().stream()
                .filter(message -> message.role() == Role.USER)
                .findFirst()
                .map(Message::text)
                .orElse("");
    }

    private static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void user(Turn turn, boolean current) {
        out.object("userInputMessage").text("content", turn.text()).text("modelId", request.model());
        if (current) {
            out.text("origin", "AI_EDITOR");
        }
        if (!turn.results().isEmpty() || (current && !offer.isEmpty())) {
            out.object("userInputMessageContext");
            results(turn.results());
            if (current) {
                offer.write(out);
            }
            out.endObject();
        }
        images(turn.images());
        out.endObject();
    }

    private void results(List<Turn.Result> results) {
        if (results.isEmpty()) {
            return;
        }
        out.array("toolResults");
        for (Turn.Result result : results) {
            out.object().text("toolUseId", result.callId()).text("status", result.error() ? "error" : "success");
            out.array("content");
            result.texts().forEach(text -> out.object().text("text", text).endObject());
            out.endArray().endObject();
        }
        out.endArray();
    }

    private void images(List<Media.Inline> images) {
        if (images.isEmpty()) {
            return;
        }
        out.array("images");
        for (Media.Inline image : images) {
            out.object().text("format", ImageFormats.of(image.mimeType()));
            out.object("source")
                    .name("bytes")
                    .plain("", image.base64())
                    .endObject()
                    .endObject();
        }
        out.endArray();
    }

    private void assistant(Turn turn) {
        out.object("assistantResponseMessage").text("content", turn.text());
        if (!turn.calls().isEmpty()) {
            out.array("toolUses");
            for (Part.ToolCall call : turn.calls()) {
                if (!(call.input() instanceof ToolInput.Json json && json.json().isObject())) {
                    losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no object: as one argument");
                }
                losses.foreign(call.extras(), Dialect.KIRO);
                out.object()
                        .text("toolUseId", call.id())
                        .text("name", call.name().name())
                        .raw("input", call.input().object(ToolNames.CUSTOM_ARGUMENT))
                        .endObject();
            }
            out.endArray();
        }
        out.endObject();
    }

    private void inference() {
        Sampling sampling = request.settings().sampling();
        @Nullable Long limit = request.settings().output().maxTokens();
        if (limit == null && sampling.temperature() == null && sampling.topP() == null) {
            return;
        }
        out.object("inferenceConfig")
                .number("maxTokens", limit)
                .decimal("temperature", sampling.temperature())
                .decimal("topP", sampling.topP())
                .endObject();
    }
}
