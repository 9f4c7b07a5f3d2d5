package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.translate.Translation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to try the encoder with, and what came of them. */
final class Requests {
    static final String OLD = "claude-sonnet-4-5";
    static final String NEW = "claude-opus-5-5";
    static final String ALIEN = "glm-5";
    static final JsonMapper JSON = JsonMapper.builder().build();

    private Requests() {}

    /** What a client of {@code client} has sent, as it goes to the model. */
    static Encoded encode(Dialect client, ChatRequest request, String model, @Nullable Long most) {
        ModelConfig facts = most == null ? null : new ModelConfig(model, null, most, List.of());
        Exchange exchange = new Exchange(
                client,
                request,
                new TargetModel(Dialect.ANTHROPIC, model, facts),
                new Ids(new Random(1), 1_700_000_000));
        byte[] body = new Translation(List.of(new AnthropicCodec())).encode(exchange, 0);
        List<String> losses = exchange.losses().all().stream()
                .map(loss -> (loss.fate() == Loss.Fate.DROPPED ? "-" : "~") + loss.feature() + ": " + loss.how())
                .toList();
        return new Encoded(JSON.readTree(body), losses);
    }

    static Encoded encode(ChatRequest request, String model) {
        return encode(Dialect.OPENAI_CHAT, limited(request), model, 64_000L);
    }

    /** With a limit, so that the choice of one is not what a case is about. */
    private static ChatRequest limited(ChatRequest request) {
        OutputWish output = request.settings().output();
        return output.maxTokens() != null
                ? request
                : request.with(request.settings().with(output.withMaxTokens(20_000L)));
    }

    static ChatRequest ask(Message... messages) {
        return ChatRequest.of("asked", Arrays.asList(messages));
    }

    static ChatRequest hi() {
        return ask(user("hi"));
    }

    static ChatRequest hi(ReasoningWish wish) {
        return hi().with(hi().settings().with(wish));
    }

    static ChatRequest hi(OutputFormat format) {
        return hi().with(hi().settings().with(new OutputWish(null, List.of(), format, null, null, null)));
    }

    static ChatRequest with(ChatRequest request, Sampling sampling) {
        var was = request.settings();
        return request.with(new Settings(sampling, was.output(), was.reasoning(), was.delivery()));
    }

    static Message user(String text) {
        return Message.of(Role.USER, List.of(new Part.Text(text)));
    }

    static Message system(String text) {
        return Message.of(Role.SYSTEM, List.of(new Part.Text(text)));
    }

    static Message assistant(Part... parts) {
        return Message.of(Role.ASSISTANT, List.of(parts));
    }

    static Message said(String text) {
        return assistant(new Part.Text(text));
    }

    static Message results(Part... results) {
        return Message.of(Role.TOOL, List.of(results));
    }

    static Part.ToolCall call(String id, String name, String input) {
        return new Part.ToolCall(id, ToolName.function(name), ToolInput.ofArguments(input));
    }

    static Tool function(String name) {
        RawJson schema = RawJson.of("{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\"}}}");
        return new Tool.Function(ToolName.function(name), null, schema, null, Tool.Options.NONE);
    }

    static Extras extras(String name, String json) {
        return new Extras(Dialect.ANTHROPIC, Map.of(name, RawJson.of(json)));
    }

    /**
     * A body and the losses on its way: {@code -FEATURE: how} dropped, {@code ~FEATURE: how} approximated.
     */
    record Encoded(JsonNode body, List<String> losses) {
        /** A member by JSON pointer, as JSON text; {@code (none)} when it is not there. */
        String at(String pointer) {
            JsonNode node = body.at(pointer);
            return node.isMissingNode() ? "(none)" : node.toString();
        }
    }
}
