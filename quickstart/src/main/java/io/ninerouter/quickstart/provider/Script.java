package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one dialect puts a question and its answer. Pure and stateless. */
sealed interface Script permits ChatScript, ResponsesScript, AnthropicScript, GeminiScript {

    /**
     * What a request asks for.
     *
     * @param call where the request went; tells the model in Gemini
     * @throws Refusal when the dialect's rules are broken
     */
    Ask read(JsonNode body, Call call);

    /** Whether the caller wants a stream. */
    boolean streams(JsonNode body, Call call);

    /** The events of a streamed answer, in order. */
    List<Frame> stream(Answer answer, JsonNode body, Call call);

    /** Media type of the stream. */
    String streamType(Call call);

    /** An answer in one piece. */
    JsonNode unary(Answer answer);

    /** The answer to a request that only wants its tokens counted. */
    JsonNode count(int tokens);

    /** The list of models. */
    JsonNode models(List<String> ids);

    /** An error. */
    JsonNode error(int status, String message);

    /** What the head of an answer tells of the account's windows; nothing where this dialect's vendor tells nothing. */
    Map<String, String> windows(Allowance allowance);

    /**
     * The credential that came, if it came where this dialect has it.
     *
     * @param header value of a request header by its lower-case name, null when absent
     * @param call where the request went; may carry a key
     */
    Optional<String> credential(Function<String, @Nullable String> header, Call call);
}
