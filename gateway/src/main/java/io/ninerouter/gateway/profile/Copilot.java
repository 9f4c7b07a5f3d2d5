package io.ninerouter.gateway.profile;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.JsonText;
import java.util.Map;

/**
 * GitHub Copilot bills by who began a turn: an agent that goes on with what a tool gave it must say so, or every call counts
 * as one of the person's. It looks at pictures only when told that there are some.
 */
final class Copilot {
    private Copilot() {}

    static Touches touches(Occasion occasion) {
        Turns turns = Turns.of(occasion.dialect(), occasion.body());
        String initiator = turns.byUser() ? "user" : "agent";
        Map<String, String> headers = turns.images()
                ? Map.of("x-initiator", initiator, "copilot-vision-request", "true")
                : Map.of("x-initiator", initiator);
        return new Touches(edits(occasion), headers, Map.of());
    }

    private static EditPlan edits(Occasion occasion) {
        if (occasion.dialect() != Dialect.OPENAI_CHAT) {
            return EditPlan.NONE;
        }
        EditPlan.Builder edits = new EditPlan.Builder();
        byte[] effort = occasion.body().value("reasoning_effort");
        if (effort != null && "none".equals(JsonText.string(effort, 0, effort.length))) {
            edits.remove("reasoning_effort");
        }
        return edits.write("messages", PlainParts.of(occasion.body())).plan();
    }
}
