package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.json.JsonBody;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of a request, one at a time. */
final class RequestDecoder {
    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private final ToolDecoder tools = new ToolDecoder();
    private final WishDecoder wishes = new WishDecoder(extras);
    private String model = "";
    private @Nullable String instructions;
    private List<Message> input = List.of();
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long maxTokens;
    private @Nullable Long topLogprobs;
    private boolean stream;
    private @Nullable String user;
    private @Nullable RawJson metadata;
    private @Nullable String cacheKey;
    private @Nullable String cacheRetention;
    private @Nullable Boolean store;
    private @Nullable String previousResponse;
    private @Nullable String serviceTier;

    private RequestDecoder() {}

    static ChatRequest decode(Utf8 body) {
        RequestDecoder decoder = new RequestDecoder();
        JsonBody.members(body, in -> {
            if (!decoder.conversation(in) && !decoder.output(in)) {
                decoder.session(in);
            }
        });
        return decoder.request();
    }

    private ChatRequest request() {
        List<Message> messages = new ArrayList<>(input.size() + 1);
        if (instructions != null) {
            messages.add(Message.of(Role.SYSTEM, List.of(new Part.Text(instructions))));
        }
        messages.addAll(input);
        OutputWish output = new OutputWish(
                maxTokens, List.of(), wishes.format(), null, wishes.logprobs(topLogprobs), wishes.verbosity());
        Session session = new Session(
                user,
                metadata,
                new Session.Caching(cacheKey, cacheRetention, null),
                store,
                previousResponse,
                serviceTier);
        return new ChatRequest(
                model,
                messages,
                tools.tooling(),
                new Settings(
                        new Sampling(temperature, topP, null, null, null, null),
                        output,
                        wishes.reasoning(),
                        new Delivery(stream, true)),
                session,
                new Extras(Dialect.OPENAI_RESPONSES, extras));
    }

    private boolean conversation(JsonReader in) {
        switch (in.name()) {
            case "model" -> model = String.valueOf(in.text());
            case "instructions" -> instructions = in.text();
            case "input" -> input = InputDecoder.messages(in, tools);
            case "tools" -> tools.tools(in, false);
            case "tool_choice" -> tools.choice(in);
            case "parallel_tool_calls" -> tools.parallel(in.bool());
            case "stream" -> stream = Boolean.TRUE.equals(in.bool());
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
            case "max_output_tokens" -> maxTokens = in.integer();
            case "top_logprobs" -> topLogprobs = in.integer();
            case "text" -> wishes.text(in);
            case "reasoning" -> wishes.reasoning(in);
            case "include" -> wishes.include(in);
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
            case "previous_response_id" -> previousResponse = in.text();
            case "service_tier" -> serviceTier = in.text();
            default -> extras.put(in.name(), in.raw());
        }
    }
}
