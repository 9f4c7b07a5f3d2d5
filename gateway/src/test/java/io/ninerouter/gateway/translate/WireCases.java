package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.SealEnvelope;
import java.util.List;

/** Requests as clients write them, where the dialect's own encoder, which writes to providers, has no words. */
final class WireCases {
    private static final String WEATHER = """
            "tools":[{"name":"get_weather","description":"Tells the weather","input_schema":{"type":"object"}}]""";

    private WireCases() {}

    static List<String> bodies(FeatureCase<ChatRequest> each, Dialect client, Dialect provider) {
        return switch (client) {
            case OPENAI_CHAT -> chat(each.feature());
            case ANTHROPIC -> anthropic(each.feature(), provider);
            case GEMINI, OPENAI_RESPONSES -> List.of();
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
    }

    /** What OpenRouter and LiteLLM have added, and their clients send. */
    private static List<String> chat(Feature feature) {
        String rest = switch (feature) {
            case REASONING_BUDGET -> ",\"reasoning\":{\"max_tokens\":8192}";
            case REASONING_DISPLAY -> ",\"reasoning\":{\"effort\":\"high\",\"exclude\":true}";
            default -> "";
        };
        if (feature == Feature.CACHE_HINTS) {
            return List.of("""
                    {"model":"m","messages":[{"role":"user","content":[
                      {"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]},
                     {"role":"user","content":"World"}]}""");
        }
        return rest.isEmpty()
                ? List.of()
                : List.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]" + rest + "}");
    }

    private static List<String> anthropic(Feature feature, Dialect provider) {
        return switch (feature) {
            case REASONING_TEXT -> List.of(thought(""));
            case REASONING_SEAL ->
                List.of(thought(SealEnvelope.wrap(Said.seal(provider), Dialect.ANTHROPIC)
                        .replace("\"", "\\\"")));
            case TOOL_NAMES -> List.of("""
                        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}],
                         "tools":[{"name":"mcp.weather é","input_schema":{"type":"object"}}]}""");
            default -> List.of();
        };
    }

    private static String thought(String signature) {
        // Gemini signs calls: such a signature travels in a thought of its own before the call.
        boolean onCall = signature.contains(Dialect.GEMINI.name());
        String blocks = onCall
                ? block("Where is it?", "") + "," + block("", ">" + signature)
                : block("Where is it?", signature);
        return """
                {"model":"m","max_tokens":9,%s,"messages":[{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":[%s,
                  {"type":"tool_use","id":"c1","name":"get_weather","input":{"city":"Paris"}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"rain"}]}]}""".formatted(WEATHER, blocks);
    }

    private static String block(String thought, String signature) {
        return "{\"type\":\"thinking\",\"thinking\":\"" + thought + "\",\"signature\":\"" + signature + "\"}";
    }
}
