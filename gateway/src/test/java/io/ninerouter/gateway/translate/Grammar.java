package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StreamEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps events and fails at the first that breaks the grammar of {@link StreamEvent}. */
final class Grammar implements Consumer<StreamEvent> {
    final List<StreamEvent> events = new ArrayList<>();
    private final Map<Integer, PartHead> open = new HashMap<>();
    private final Map<Integer, Integer> parts = new HashMap<>();
    private final Set<Integer> finished = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private boolean started;
    private boolean over;

    @Override
    public void accept(StreamEvent event) {
        assertThat(over).as("nothing after the end, but %s", event).isFalse();
        events.add(event);
        switch (event) {
            case StreamEvent.Started _ -> {
                assertThat(started).as("started once").isFalse();
                started = true;
            }
            case StreamEvent.Failed _ -> over = true;
            default -> assertThat(started).as("started before %s", event).isTrue();
        }
        switch (event) {
            case StreamEvent.PartStarted(int choice, int part, PartHead head) -> {
                assertThat(open).as("no open part before %s", event).doesNotContainKey(choice);
                assertThat(finished).as("no part after finish").doesNotContain(choice);
                assertThat(part).as("parts count up").isEqualTo(parts.merge(choice, 1, Integer::sum) - 1);
                if (head instanceof PartHead.ToolCall call) {
                    assertThat(ids.add(call.id())).as("id %s is new", call.id()).isTrue();
                }
                open.put(choice, head);
            }
            case StreamEvent.PartDelta(int choice, int part, Delta delta) -> {
                assertThat(open).as("an open part at %s", event).containsKey(choice);
                assertThat(part).isEqualTo(parts.get(choice) - 1);
                assertThat(delta).isNotEqualTo(new Delta.Fragment(""));
            }
            case StreamEvent.PartEnded(int choice, int part) -> {
                assertThat(open.remove(choice)).as("an open part at %s", event).isNotNull();
                assertThat(part).isEqualTo(parts.get(choice) - 1);
            }
            case StreamEvent.Finished(int choice, var _) -> {
                assertThat(open).as("no open part at %s", event).doesNotContainKey(choice);
                assertThat(finished.add(choice)).as("one finish").isTrue();
            }
            case StreamEvent.Ended _ -> {
                assertThat(open).as("no open part at the end").isEmpty();
                assertThat(finished).as("every choice has finished").containsAll(parts.keySet());
                over = true;
            }
            default -> {
                // Nothing more to check.
            }
        }
    }

    boolean over() {
        return over;
    }
}
