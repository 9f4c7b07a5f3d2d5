package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.kiro.KiroCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Kiro with the ear of the provider. Its answers come in frames, and are held to recordings. */
final class KiroMirror extends FramedMirror {
    /** Nobody may be silent: these stand where nobody said anything. */
    private static final Set<String> SILENCE = Set.of("...", "Go on.", "[Results of the tools.]", "[Images.]");

    KiroMirror() {
        super(new KiroCodec());
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        JsonNode request = Fixture.JSON.readTree(body.toBytes());
        JsonNode state = request.path("conversationState");
        List<Message> messages = new ArrayList<>();
        state.path("history").forEach(turn -> messages.addAll(turn(turn)));
        JsonNode current = state.path("currentMessage");
        messages.addAll(turn(current));
        List<Tool> tools = new ArrayList<>();
        JsonNode asked = current.path("userInputMessage");
        for (JsonNode tool : asked.path("userInputMessageContext").path("tools")) {
            JsonNode told = tool.path("toolSpecification");
            tools.add(new Tool.Function(
                    ToolName.function(told.path("name").asString()),
                    text(told, "description"),
                    RawJson.of(told.path("inputSchema").path("json").toString()),
                    null,
                    Tool.Options.NONE));
        }
        JsonNode config = request.path("inferenceConfig");
        return ChatRequest.of(asked.path("modelId").asString(), messages)
                .with(new Tooling(tools, null, null))
                .with(new Settings(
                        new Sampling(decimal(config, "temperature"), decimal(config, "topP"), null, null, null, null),
                        OutputWish.NONE.withMaxTokens(number(config, "maxTokens")),
                        ReasoningWish.NONE,
                        Delivery.UNARY));
    }

    private static List<Message> turn(JsonNode turn) {
        JsonNode user = turn.path("userInputMessage");
        return user.isMissingNode() ? assistant(turn.path("assistantResponseMessage")) : user(user);
    }

    private static List<Message> user(JsonNode message) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode result : message.path("userInputMessageContext").path("toolResults")) {
            List<Part> told = new ArrayList<>();
            result.path("content")
                    .forEach(each -> told.add(new Part.Text(each.path("text").asString())));
            parts.add(new Part.ToolResult(
                    result.path("toolUseId").asString(),
                    told,
                    result.path("status").asString().equals("error"),
                    null,
                    Extras.NONE));
        }
        words(message, parts);
        for (JsonNode image : message.path("images")) {
            Utf8 bytes = Utf8.of(image.path("source").path("bytes").asString());
            parts.add(new Part.Attachment(
                    Media.Kind.IMAGE,
                    new Media.Inline("image/" + image.path("format").asString(), bytes),
                    Part.MediaDetail.NONE,
                    null));
        }
        return said(Role.USER, parts);
    }

    private static List<Message> assistant(JsonNode message) {
        List<Part> parts = new ArrayList<>();
        words(message, parts);
        for (JsonNode use : message.path("toolUses")) {
            parts.add(new Part.ToolCall(
                    use.path("toolUseId").asString(),
                    ToolName.function(use.path("name").asString()),
                    new ToolInput.Json(RawJson.of(use.path("input").toString()))));
        }
        return said(Role.ASSISTANT, parts);
    }

    private static void words(JsonNode message, List<Part> parts) {
        String words = message.path("content").asString();
        if (!SILENCE.contains(words)) {
            parts.add(new Part.Text(words));
        }
    }
}
