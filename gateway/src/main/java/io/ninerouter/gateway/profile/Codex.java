package io.ninerouter.gateway.profile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.snapshot.EffortSuffix;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ChatGPT's backend for Codex speaks Responses, narrowly: only streams, nothing stored, instructions that are not empty, the
 * input as a list without messages of the system, sealed reasoning to carry the thoughts. Seen in what the public client
 * sends and in what the backend says when it refuses; there is no reference.
 */
final class Codex {
    /** Asked for by the backend where the caller has none; says nothing that the conversation does not. */
    private static final String INSTRUCTIONS = "\"Follow the messages of the developer and of the user.\"";

    private static final String SEALED = "\"reasoning.encrypted_content\"";
    private static final String NO_THOUGHT = "none";
    private static final String DEFAULT_EFFORT = "low";

    private Codex() {}

    static Touches touches(Occasion occasion) {
        EditPlan.Builder edits = new EditPlan.Builder();
        Occasion.Body body = occasion.body();
        EffortSuffix model = EffortSuffix.of(occasion.wish().model());
        if (model.effort() != null) {
            edits.set("model", quoted(model.model()));
        }
        if (isBlank(body.value("instructions"))) {
            edits.set("instructions", INSTRUCTIONS);
        }
        edits.write("input", InputItems.listed(body));
        edits.write("input", InputItems.fitted(body, true, occasion.hidden()));
        String session = occasion.conversation().get();
        tier(edits, body.value("service_tier"));
        if (occasion.answer()) {
            String effort = effort(body, occasion.wish(), model);
            edits.set("stream", "true").impose("store", "false").remove("reasoning_effort");
            reasoning(edits, body, effort);
            include(edits, body, effort);
            if (body.facts().member("prompt_cache_key") == null) {
                edits.set("prompt_cache_key", quoted(session));
            }
        }
        return new Touches(
                edits.plan(),
                occasion.answer() ? Map.of("accept", "text/event-stream") : Map.of(),
                Map.of("session_id", session));
    }

    /** The backend knows one tier beside its usual one, and the vendor's own client calls it "fast"; any other word is refused. */
    private static void tier(EditPlan.Builder edits, byte @Nullable [] tier) {
        String word = tier == null ? null : JsonText.string(tier, 0, tier.length);
        if ("fast".equals(word)) {
            edits.set("service_tier", "\"priority\"");
        } else if (tier != null && !"priority".equals(word)) {
            edits.drop("service_tier");
        }
    }

    /** What the body says, in either place, stands over the name of the model. */
    private static String effort(Occasion.Body body, Occasion.Wish wish, EffortSuffix model) {
        String said = effortIn(body.value("reasoning"));
        if (said == null) {
            byte[] plain = body.value("reasoning_effort");
            said = plain == null ? null : JsonText.string(plain, 0, plain.length);
        }
        if (said == null) {
            said = wish.effort() == null ? model.effort() : wish.effort();
        }
        return said == null ? DEFAULT_EFFORT : said;
    }

    private static @Nullable String effortIn(byte @Nullable [] reasoning) {
        try {
            return reasoning == null
                    ? null
                    : JsonFields.of(reasoning, 0, reasoning.length).text("effort");
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private static void reasoning(EditPlan.Builder edits, Occasion.Body body, String effort) {
        byte[] there = body.value("reasoning");
        if (there != null && there[0] != '{') {
            edits.remove("reasoning");
        }
        edits.merge(
                "reasoning",
                JsonNodeFactory.instance.objectNode().put("effort", effort).put("summary", "auto"));
    }

    private static void include(EditPlan.Builder edits, Occasion.Body body, String effort) {
        byte[] there = body.value("include");
        String list = there == null ? "" : new String(there, StandardCharsets.UTF_8);
        if (effort.equals(NO_THOUGHT) || list.contains(SEALED)) {
            return;
        }
        if (!list.startsWith("[") || list.substring(1, list.length() - 1).isBlank()) {
            edits.set("include", "[" + SEALED + "]");
        } else {
            edits.set("include", list.substring(0, list.length() - 1) + "," + SEALED + "]");
        }
    }

    private static boolean isBlank(byte @Nullable [] value) {
        String text = value == null ? null : JsonText.string(value, 0, value.length);
        return text == null || text.isBlank();
    }

    private static String quoted(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }
}
