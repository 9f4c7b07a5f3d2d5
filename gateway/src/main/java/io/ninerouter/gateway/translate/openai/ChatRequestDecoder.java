package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.json.JsonBody;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of a request, one at a time. */
final class ChatRequestDecoder {
    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private final ChatToolDecoder tools = new ChatToolDecoder();
    private String model = "";
    private List<Message> messages = List.of();
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private @Nullable Long seed;
    private @Nullable Double frequencyPenalty;
    private @Nullable Double presencePenalty;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private List<String> stop = List.of();
    private @Nullable OutputFormat format;
    private @Nullable Long choices;
    private boolean logprobs;
    private @Nullable Long topLogprobs;
    private @Nullable String verbosity;
    private ReasoningWish reasoning = ReasoningWish.NONE;
    private boolean stream;
    private boolean usage;
    private @Nullable String user;
    private @Nullable RawJson metadata;
    private @Nullable String cacheKey;
    private @Nullable String cacheRetention;
    private @Nullable Boolean store;
    private @Nullable String serviceTier;

    private ChatRequestDecoder() {}

    static ChatRequest decode(Utf8 body) {
        ChatRequestDecoder decoder = new ChatRequestDecoder();
        JsonBody.members(body, in -> {
            if (!decoder.conversation(in) && !decoder.output(in)) {
                decoder.session(in);
            }
        });
        return decoder.request();
    }

    private ChatRequest request() {
        Sampling sampling = new Sampling(temperature, topP, topK, seed, frequencyPenalty, presencePenalty);
        OutputWish output = new OutputWish(
                maxCompletionTokens != null ? maxCompletionTokens : maxTokens,
                stop,
                format,
                choices,
                logprobs ? (topLogprobs == null ? Long.valueOf(0) : topLogprobs) : null,
                verbosity);
        Session session = new Session(
                user, metadata, new Session.Caching(cacheKey, cacheRetention, null), store, null, serviceTier);
        return new ChatRequest(
                model,
                messages,
                tools.tooling(),
                new Settings(sampling, output, reasoning, new Delivery(stream, usage)),
                session,
                new Extras(Dialect.OPENAI_CHAT, extras));
    }

    private boolean conversation(JsonReader in) {
        switch (in.name()) {
            case "model" -> model = or(in.text(), "");
            case "messages" -> messages = ChatMessageDecoder.messages(in);
            case "tools" -> tools.tools(in);
            case "functions" -> tools.functions(in);
            case "tool_choice", "function_call" -> tools.choice(in);
            case "parallel_tool_calls" -> tools.parallel(in.bool());
            case "stream" -> stream = Boolean.TRUE.equals(in.bool());
            case "stream_options" -> streamOptions(in);
            case "reasoning_effort" -> reasoning = effort(in.text());
            case "reasoning" -> reasoning = ChatReasoning.wish(in);
            case "thinking" -> thinking(in);
            case "enable_thinking" -> thinkingMode(Boolean.TRUE.equals(in.bool()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean output(JsonReader in) {
        switch (in.name()) {
            case "temperature" -> temperature = in.decimal();
            case "top_p" -> topP = in.decimal();
            case "top_k" -> topK = in.integer();
            case "seed" -> seed = in.integer();
            case "frequency_penalty" -> frequencyPenalty = in.decimal();
            case "presence_penalty" -> presencePenalty = in.decimal();
            case "max_tokens" -> maxTokens = in.integer();
            case "max_completion_tokens" -> maxCompletionTokens = in.integer();
            case "stop" -> stop = texts(in);
            case "response_format" -> format(in);
            case "n" -> choices = in.integer();
            case "logprobs" -> logprobs = Boolean.TRUE.equals(in.bool());
            case "top_logprobs" -> topLogprobs = in.integer();
            case "verbosity" -> verbosity = in.text();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void session(JsonReader in) {
        switch (in.name()) {
            case "user" -> user = in.text();
            case "metadata" -> metadata = in.raw();
            case "prompt_cache_key" -> cacheKey = in.text();
            case "prompt_cache_retention" -> cacheRetention = in.text();
            case "store" -> store = in.bool();
            case "service_tier" -> serviceTier = in.text();
            default -> extras.put(in.name(), in.raw());
        }
    }

    private void streamOptions(JsonReader in) {
        if (in.object()) {
            while (in.nextField()) {
                if (in.name().equals("include_usage")) {
                    usage = Boolean.TRUE.equals(in.bool());
                }
            }
        }
    }

    private static ReasoningWish effort(@Nullable String effort) {
        return effort == null ? ReasoningWish.NONE : ReasoningWish.ofEffort(effort);
    }

    /** The switch of DeepSeek, GLM and Kimi. */
    private void thinking(JsonReader in) {
        if (in.object()) {
            while (in.nextField()) {
                if (in.name().equals("type")) {
                    thinkingMode(!"disabled".equals(in.lenientText()));
                }
            }
        }
    }

    private void thinkingMode(boolean on) {
        if (reasoning.isEmpty()) {
            ReasoningWish.Mode mode = on ? ReasoningWish.Mode.ON : ReasoningWish.Mode.OFF;
            reasoning = new ReasoningWish(mode, null, null, null);
        }
    }

    /** A string or a list of strings. */
    private static List<String> texts(JsonReader in) {
        List<String> texts = new ArrayList<>();
        if (in.kind() == JsonKind.TEXT) {
            texts.add(or(in.text(), ""));
        } else if (in.array()) {
            while (in.nextElement()) {
                texts.add(or(in.text(), ""));
            }
        }
        return texts;
    }

    private void format(JsonReader in) {
        RawJson raw = in.raw();
        String type = "";
        RawJson schema = null;
        try (JsonReader inner = raw.read()) {
            if (inner.object()) {
                while (inner.nextField()) {
                    switch (inner.name()) {
                        case "type" -> type = or(inner.text(), "");
                        case "json_schema" -> schema = inner.rawOrNull();
                        default -> inner.skip();
                    }
                }
            }
        }
        switch (type) {
            case "text" -> format = new OutputFormat.Text();
            case "json_object" -> format = new OutputFormat.JsonObject();
            case "json_schema" -> format = schema(schema);
            default -> extras.put("response_format", raw);
        }
    }

    private static OutputFormat schema(@Nullable RawJson declared) {
        String name = null;
        String description = null;
        RawJson schema = RawJson.EMPTY_OBJECT;
        Boolean strict = null;
        if (declared != null) {
            try (JsonReader in = declared.read()) {
                if (in.object()) {
                    while (in.nextField()) {
                        switch (in.name()) {
                            case "name" -> name = in.text();
                            case "description" -> description = in.text();
                            case "schema" -> schema = in.raw();
                            case "strict" -> strict = in.bool();
                            default -> in.skip();
                        }
                    }
                }
            }
        }
        return new OutputFormat.JsonSchema(name, description, schema, strict);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
