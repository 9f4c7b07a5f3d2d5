package io.ninerouter.gateway.clients;

import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Completion.Choice;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import java.util.Arrays;
import java.util.List;

/** What providers answer, in no dialect. */
final class Scenes {
    /** 12 fresh and 5 cached tokens in, 7 out: what every dialect can say. */
    static final Usage USAGE = new Usage(12, 5, 0, 7, 0);

    static final Completion TEXT = answer(StopReason.Kind.STOP, new Part.Text("Hello, wörld 👋"));

    static final Completion THOUGHT =
            answer(StopReason.Kind.STOP, Part.Reasoning.of("Let me think.", null), new Part.Text("42"));

    /** Two at once, of which one has no arguments. */
    static final Completion CALLS = answer(
            StopReason.Kind.TOOL_USE,
            new Part.Text("Looking."),
            call("call_a1", "get_weather", "{\"city\":\"Zürich\",\"days\":3}"),
            call("call_b2", "get_time", "{}"));

    static final Completion JSON = answer(StopReason.Kind.STOP, new Part.Text("{\"answer\":42}"));

    private Scenes() {}

    private static Part call(String id, String name, String arguments) {
        return new Part.ToolCall(id, ToolName.function(name), ToolInput.ofArguments(arguments));
    }

    private static Completion answer(StopReason.Kind reason, Part... parts) {
        Choice choice = new Choice(0, Arrays.asList(parts), StopReason.of(reason, ""), List.of());
        return new Completion("answer-1", "model-1", 1_700_000_000, List.of(choice), USAGE, null);
    }
}
