package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.bedrock.ConverseCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Bedrock's Converse with the ear of the provider. Its answers come in frames, and are held to recordings. */
final class ConverseMirror extends FramedMirror {
    ConverseMirror() {
        super(new ConverseCodec());
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        JsonNode request = Fixture.JSON.readTree(body.toBytes());
        List<Message> messages = new ArrayList<>();
        List<Part> system = parts(request.path("system"));
        if (!system.isEmpty()) {
            messages.add(Message.of(Role.SYSTEM, system));
        }
        for (JsonNode message : request.path("messages")) {
            Role role = message.path("role").asString().equals("user") ? Role.USER : Role.ASSISTANT;
            messages.addAll(said(role, parts(message.path("content"))));
        }
        String tier = text(request.path("serviceTier"), "type");
        return new ChatRequest(
                "",
                messages,
                tooling(request.path("toolConfig")),
                settings(request),
                new Session(null, null, Session.Caching.NONE, null, null, tier),
                Extras.NONE);
    }

    /** What a cache may end behind is told behind it. */
    private static List<Part> parts(JsonNode blocks) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : blocks) {
            if (block.has("cachePoint")) {
                CacheHint hint = hint(block);
                Part last = parts.removeLast();
                parts.add(
                        last instanceof Part.Text text
                                ? new Part.Text(text.text(), text.citations(), text.seal(), hint)
                                : last);
            } else {
                parts.add(part(block));
            }
        }
        return parts;
    }

    private static CacheHint hint(JsonNode block) {
        return new CacheHint(text(block.path("cachePoint"), "ttl"));
    }

    private static Part part(JsonNode block) {
        String kind = block.propertyNames().iterator().next();
        JsonNode inside = block.path(kind);
        return switch (kind) {
            case "text" -> new Part.Text(inside.asString());
            case "image" -> attachment(Media.Kind.IMAGE, "image/", inside);
            case "audio" -> attachment(Media.Kind.AUDIO, "audio/", inside);
            case "video" -> attachment(Media.Kind.VIDEO, "video/", inside);
            case "document" -> attachment(Media.Kind.DOCUMENT, "application/", inside);
            case "toolUse" ->
                new Part.ToolCall(
                        inside.path("toolUseId").asString(),
                        ToolName.function(inside.path("name").asString()),
                        new ToolInput.Json(RawJson.of(inside.path("input").toString())));
            case "toolResult" ->
                new Part.ToolResult(
                        inside.path("toolUseId").asString(),
                        parts(inside.path("content")),
                        inside.path("status").asString("success").equals("error"),
                        null,
                        Extras.NONE);
            case "reasoningContent" -> reasoning(inside);
            default -> throw new AssertionError("block: " + kind + " (expected: one of Converse)");
        };
    }

    private static Part reasoning(JsonNode thought) {
        JsonNode said = thought.path("reasoningText");
        String withheld = text(thought, "redactedContent");
        return withheld == null
                ? Part.Reasoning.of(said.path("text").asString(), seal(Seal.Kind.SIGNATURE, text(said, "signature")))
                : Part.Reasoning.of("", seal(Seal.Kind.REDACTED, withheld));
    }

    private static Seal seal(Seal.Kind kind, String data) {
        return data == null ? null : new Seal(kind, data, Dialect.BEDROCK_CONVERSE, null);
    }

    private static Part attachment(Media.Kind kind, String type, JsonNode inside) {
        String format = inside.path("format").asString();
        JsonNode source = inside.path("source");
        String bytes = text(source, "bytes");
        Media media;
        if (bytes == null) {
            media = new Media.Url(source.path("s3Location").path("uri").asString(), null);
        } else if (format.equals("txt")) {
            media = new Media.PlainText(new String(Base64.getDecoder().decode(bytes), StandardCharsets.UTF_8));
        } else {
            media = new Media.Inline(type + format, Utf8.of(bytes));
        }
        JsonNode cited = inside.path("citations").path("enabled");
        return new Part.Attachment(
                kind,
                media,
                new Part.MediaDetail(
                        text(inside, "name"),
                        null,
                        text(inside, "context"),
                        cited.isMissingNode() ? null : (Boolean) cited.asBoolean()),
                null);
    }

    private static Tooling tooling(JsonNode config) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode each : config.path("tools")) {
            if (each.has("cachePoint")) {
                Tool.Function last = (Tool.Function) tools.removeLast();
                tools.add(new Tool.Function(
                        last.name(),
                        last.description(),
                        last.schema(),
                        last.strict(),
                        new Tool.Options(false, null, false, hint(each), Extras.NONE)));
            } else {
                JsonNode told = each.path("toolSpec");
                JsonNode strict = told.path("strict");
                tools.add(new Tool.Function(
                        ToolName.function(told.path("name").asString()),
                        text(told, "description"),
                        RawJson.of(told.path("inputSchema").path("json").toString()),
                        strict.isMissingNode() ? null : (Boolean) strict.asBoolean(),
                        Tool.Options.NONE));
            }
        }
        JsonNode choice = config.path("toolChoice");
        String forced = text(choice.path("tool"), "name");
        return new Tooling(
                tools,
                forced != null
                        ? new ToolChoice.Forced(ToolName.function(forced))
                        : choice.has("any") ? new ToolChoice.Any() : choice.has("auto") ? new ToolChoice.Auto() : null,
                null);
    }

    private static Settings settings(JsonNode request) {
        JsonNode config = request.path("inferenceConfig");
        JsonNode more = request.path("additionalModelRequestFields");
        List<String> stops = new ArrayList<>();
        config.path("stopSequences").forEach(stop -> stops.add(stop.asString()));
        String schema = text(
                request.path("outputConfig")
                        .path("textFormat")
                        .path("structure")
                        .path("jsonSchema"),
                "schema");
        OutputFormat format = schema == null ? null : new OutputFormat.JsonSchema(null, null, RawJson.of(schema), null);
        return new Settings(
                sampling(config, number(more, "top_k")),
                new OutputWish(number(config, "maxTokens"), stops, format, null, null, null),
                reasoning(more.path("thinking"), text(more.path("output_config"), "effort")),
                Delivery.UNARY);
    }

    private static Sampling sampling(JsonNode config, Long topK) {
        return new Sampling(decimal(config, "temperature"), decimal(config, "topP"), topK, null, null, null);
    }

    private static ReasoningWish reasoning(JsonNode thinking, String effort) {
        ReasoningWish.Mode mode = switch (thinking.path("type").asString("")) {
            case "enabled" -> ReasoningWish.Mode.BUDGET;
            case "adaptive" -> ReasoningWish.Mode.ADAPTIVE;
            case "disabled" -> ReasoningWish.Mode.OFF;
            default -> null;
        };
        return new ReasoningWish(mode, effort, number(thinking, "budget_tokens"), text(thinking, "display"));
    }
}
