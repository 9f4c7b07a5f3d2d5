package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a stream of events said, read from whichever dialect it is in.
 *
 * @param text all text deltas together
 * @param texts how many there were
 * @param arguments the arguments of the tool call
 * @param usage input and output tokens, as the last event that has both says
 */
record StreamedAnswer(String text, int texts, String arguments, List<Integer> usage) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TEXTS =
            List.of("/choices/0/delta/content", "/delta/text", "/candidates/0/content/parts/0/text");
    private static final List<String> ARGUMENTS =
            List.of("/choices/0/delta/tool_calls/0/function/arguments", "/delta/partial_json");
    private static final List<List<String>> USAGES = List.of(
            List.of("/usage/prompt_tokens", "/usage/completion_tokens"),
            List.of("/usage/input_tokens", "/usage/output_tokens"),
            List.of("/response/usage/input_tokens", "/response/usage/output_tokens"),
            List.of("/usageMetadata/promptTokenCount", "/usageMetadata/candidatesTokenCount"));

    static StreamedAnswer read(String body) throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        int texts = 0;
        List<Integer> usage = List.of();
        for (String block : body.split("\r?\n\r?\n")) {
            String data = Arrays.stream(block.split("\r?\n"))
                    .filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("data: ".length());
            if (data.equals("[DONE]")) {
                continue;
            }
            JsonNode event = JSON.readTree(data);
            String type = event.path("type").asText();
            String delta = event.path("delta").asText();
            String said = type.equals("response.output_text.delta") ? delta : first(event, TEXTS);
            text.append(said);
            texts += said.isEmpty() ? 0 : 1;
            JsonNode args = event.at("/candidates/0/content/parts/0/functionCall/args");
            arguments.append(args.isMissingNode() ? first(event, ARGUMENTS) : args.toString());
            arguments.append(type.equals("response.function_call_arguments.delta") ? delta : "");
            List<Integer> counted = usageOf(event);
            usage = counted.isEmpty() ? usage : counted;
        }
        return new StreamedAnswer(text.toString(), texts, arguments.toString(), usage);
    }

    /** Input and output tokens of an answer or event; empty when it does not say both. */
    static List<Integer> usageOf(JsonNode body) {
        return USAGES.stream()
                .map(pair -> pair.stream().map(body::at).toList())
                .filter(pair -> pair.stream().allMatch(JsonNode::isNumber))
                .map(pair -> pair.stream().map(JsonNode::asInt).toList())
                .findFirst()
                .orElse(List.of());
    }

    private static String first(JsonNode event, List<String> pointers) {
        return pointers.stream()
                .map(event::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse("");
    }
}
