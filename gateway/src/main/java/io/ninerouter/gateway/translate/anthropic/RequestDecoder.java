package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one request. */
final class RequestDecoder {
    private final List<Message> messages = new ArrayList<>();
    private final SettingsDecoder settings = new SettingsDecoder();
    private final List<String> stop = new ArrayList<>();
    private List<Part> system = List.of();
    private @Nullable String model;
    private @Nullable Long maxTokens;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private @Nullable Boolean stream;
    private @Nullable String serviceTier;
    private @Nullable RawJson tools;
    private @Nullable RawJson toolChoice;

    private RequestDecoder() {}

    static ChatRequest read(Utf8 body) {
        RequestDecoder decoder = new RequestDecoder();
        try (JsonReader in = JsonReader.of(body)) {
            if (!in.object()) {
                throw in.expected("object");
            }
            while (in.nextField()) {
                decoder.member(in);
            }
            in.expectEnd();
        }
        return decoder.result();
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "model" -> model = in.text();
            case "messages" -> TurnDecoder.read(in, messages, settings.unknown());
            case "system" -> system = system(in);
            case "max_tokens" -> maxTokens = in.integer();
            case "temperature" -> temperature = in.decimal();
            case "top_p" -> topP = in.decimal();
            case "top_k" -> topK = in.integer();
            case "stream" -> stream = in.bool();
            case "service_tier" -> serviceTier = in.text();
            case "stop_sequences" -> stopSequences(in);
            case "tools" -> tools = in.rawOrNull();
            case "tool_choice" -> toolChoice = in.rawOrNull();
            default -> settings.member(in.name(), in.raw());
        }
    }

    private List<Part> system(JsonReader in) {
        try {
            return BlockDecoder.content(in, settings.unknown());
        } catch (BadJsonException e) {
            String told = String.valueOf(e.getMessage());
            throw told.startsWith("content.") ? new BadJsonException("system" + told.substring(7)) : e;
        }
    }

    private void stopSequences(JsonReader in) {
        if (in.array()) {
            while (in.nextElement()) {
                String sequence = in.text();
                if (sequence != null) {
                    stop.add(sequence);
                }
            }
        }
    }

    private ChatRequest result() {
        List<Message> all = new ArrayList<>(messages.size() + 1);
        if (!system.isEmpty()) {
            all.add(Message.of(Role.SYSTEM, system));
        }
        all.addAll(messages);
        OutputWish output = new OutputWish(maxTokens, stop, settings.format(), null, null, null);
        return new ChatRequest(
                model == null ? "" : model,
                all,
                ToolsDecoder.read(tools, toolChoice),
                new Settings(
                        new Sampling(temperature, topP, topK, null, null, null),
                        output,
                        settings.reasoning(),
                        new Delivery(Boolean.TRUE.equals(stream), true)),
                settings.session(serviceTier),
                settings.extras());
    }
}
