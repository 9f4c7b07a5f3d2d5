package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.json.JsonBody;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request. The model and the way of delivery stand in the path; a body that names its model has it too. Members that
 * the neutral model does not know become extras; those of {@code generationConfig} and {@code toolConfig} under names with a
 * dot.
 */
final class RequestDecoder {
    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private final ContentDecoder contents = new ContentDecoder();
    private final ToolDecoder tools = new ToolDecoder(extras);
    private final ConfigDecoder config = new ConfigDecoder(extras);
    private String model = "";
    private @Nullable String cachedContent;
    private @Nullable String serviceTier;

    private RequestDecoder() {}

    static ChatRequest decode(Utf8 body) {
        RequestDecoder decoder = new RequestDecoder();
        JsonBody.members(body, decoder::member);
        return decoder.request();
    }

    private void member(JsonReader in) {
        String name = GeminiNames.camel(in.name());
        switch (name) {
            case "model" -> model = bare(in.text());
            case "systemInstruction" -> contents.system(in);
            case "contents" -> contents.contents(in);
            case "tools" -> tools.tools(in);
            case "toolConfig" -> tools.config(in);
            case "generationConfig" -> config.config(in);
            case "cachedContent" -> cachedContent = in.text();
            case "serviceTier" -> serviceTier = in.text();
            default -> extras.put(name, in.raw());
        }
    }

    private ChatRequest request() {
        Session session =
                new Session(null, null, new Session.Caching(null, null, cachedContent), null, null, serviceTier);
        return new ChatRequest(
                model,
                contents.messages(),
                tools.tooling(),
                config.settings(),
                session,
                new Extras(Dialect.GEMINI, extras));
    }

    private static String bare(@Nullable String name) {
        if (name == null) {
            return "";
        }
        return name.startsWith("models/") ? name.substring("models/".length()) : name;
    }
}
