package io.ninerouter.bench.upstream;

import io.ninerouter.bench.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The text of a streamed chat completion. */
final class ChatStream {
    /** What chunks and completions begin with: to be formatted with the object's type. */
    static final String HEAD = "\"id\":\"chatcmpl-bench\",\"object\":\"%s\",\"created\":1760000000,\"model\":\"bench\"";

    static final String USAGE = "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":300,\"total_tokens\":550,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    private ChatStream() {}

    /** The body of a completion in one piece, of {@link Scenario#ANSWER_BYTES} bytes. */
    static String whole() {
        String before = "{" + HEAD.formatted("chat.completion")
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String after = "\"},\"finish_reason\":\"stop\"}]," + USAGE + "}";
        return before + "x".repeat(Scenario.ANSWER_BYTES - before.length() - after.length()) + after;
    }

    /** {@link Scenario#EVENTS} events. */
    static List<String> events() {
        List<String> events = new ArrayList<>();
        String head = "data: {" + HEAD.formatted("chat.completion.chunk") + ",\"choices\":[{\"index\":0,\"delta\":";
        events.add(head + "{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");
        for (int i = 0; i < Scenario.EVENTS - 4; i++) {
            events.add(head + "{\"content\":\" word" + i + "\"},\"finish_reason\":null}]}\n\n");
        }
        events.add(head + "{},\"finish_reason\":\"stop\"}]}\n\n");
        events.add("data: {" + HEAD.formatted("chat.completion.chunk") + ",\"choices\":[]," + USAGE + "}\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }
}
