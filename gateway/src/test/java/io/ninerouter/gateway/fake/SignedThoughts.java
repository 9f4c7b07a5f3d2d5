package io.ninerouter.gateway.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.Dialect;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a provider does that signs its thoughts: each answer is a thought and a call of the tool {@code ls}, and a request with a
 * thought that it has not signed, or not so, is refused. Speaks Anthropic's dialect or Responses, in one piece.
 */
public final class SignedThoughts {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What vendors seal is some thousand bytes long. */
    private static final int REAL_BYTES = 2_000;

    private final Dialect dialect;
    private final SecretKeySpec key;
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private volatile int seen;

    public SignedThoughts(Dialect dialect) {
        this(dialect, "the provider's own");
    }

    /** One who signs otherwise than others of the dialect. */
    public SignedThoughts(Dialect dialect, String vendor) {
        this.dialect = dialect;
        this.key = new SecretKeySpec(vendor.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** How many thoughts the last request had. */
    public int seen() {
        return seen;
    }

    /** All that it has signed with. */
    public List<String> signatures() {
        return List.copyOf(signatures);
    }

    /** The answer to a request. */
    public Reply answer(String request) {
        JsonNode body = read(request);
        List<JsonNode> thoughts = new ArrayList<>();
        if (dialect == Dialect.ANTHROPIC) {
            for (JsonNode message : body.path("messages")) {
                message.path("content").forEach(block -> {
                    if (block.path("type").asText().endsWith("thinking")) {
                        thoughts.add(block);
                    }
                });
            }
        } else {
            body.path("input").forEach(item -> {
                if (item.path("type").asText().equals("reasoning")) {
                    thoughts.add(item);
                }
            });
        }
        seen = thoughts.size();
        return thoughts.stream().allMatch(this::isSigned)
                ? Reply.json(200, answer(signatures.size() + 1).toString())
                : refusal();
    }

    private Reply refusal() {
        return dialect == Dialect.ANTHROPIC
                ? Reply.json(
                        400,
                        Dialogs.error(
                                dialect,
                                400,
                                "invalid_request_error",
                                "messages.1.content.0: Invalid `signature` in `thinking` block"))
                : Reply.json(400, Dialogs.error(dialect, 400, "invalid_encrypted_content", "Cannot be decrypted."));
    }

    /** Anthropic signs what can be read, OpenAI seals it: its summary is nobody's concern. */
    private boolean isSigned(JsonNode thought) {
        if (dialect == Dialect.ANTHROPIC) {
            return sign(thought.path("thinking").asText())
                    .equals(thought.path("signature").asText());
        }
        return signatures.contains(thought.path("encrypted_content").asText());
    }

    private ObjectNode answer(int number) {
        String thought = "Thought “" + number + "” \n ends\\here.";
        String signature = sign(thought);
        signatures.add(signature);
        ObjectNode answer = read(Dialogs.answer(dialect)).deepCopy();
        if (dialect == Dialect.ANTHROPIC) {
            ArrayNode content = answer.put("stop_reason", "tool_use").putArray("content");
            content.addObject().put("type", "thinking").put("thinking", thought).put("signature", signature);
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_" + number)
                    .put("name", "ls")
                    .putObject("input");
            return answer;
        }
        ArrayNode output = answer.putArray("output");
        ObjectNode reasoning = output.addObject()
                .put("type", "reasoning")
                .put("id", "rs_" + number)
                .put("encrypted_content", signature);
        reasoning.putArray("summary").addObject().put("type", "summary_text").put("text", thought);
        output.addObject()
                .put("type", "function_call")
                .put("id", "fc_" + number)
                .put("call_id", "call_" + number)
                .put("name", "ls")
                .put("arguments", "{}")
                .put("status", "completed");
        return answer;
    }

    private String sign(String thought) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] once = mac.doFinal(thought.getBytes(StandardCharsets.UTF_8));
            byte[] asLongAsReal = new byte[REAL_BYTES];
            for (int i = 0; i < asLongAsReal.length; i++) {
                asLongAsReal[i] = once[i % once.length];
            }
            return Base64.getEncoder().encodeToString(asLongAsReal);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }
}
