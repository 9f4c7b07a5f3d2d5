package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a reasoning item. One that neither says nor holds anything is passed over. */
final class ReasoningItemDecoder implements ItemDecoder {
    private final ItemSink out;
    private final String family;
    private final @Nullable String id;
    private @Nullable String sealed;
    private final Set<Integer> summaries = new HashSet<>();
    private final Set<Integer> thoughts = new HashSet<>();
    private int section = -1;
    private boolean summary;
    private boolean started;

    /**
     * A reader.
     *
     * @param family of the model, for its seals
     * @param item as it was added; null when the provider does not say
     */
    ReasoningItemDecoder(ItemSink out, String family, @Nullable WireItem item) {
        this.out = out;
        this.family = family;
        this.id = item == null ? null : item.id();
        this.sealed = item == null ? null : item.sealed();
    }

    @Override
    public void event(WireEvent event) {
        switch (event.type()) {
            case "response.reasoning_summary_text.delta" -> words(true, event.summary(), event.text());
            case "response.reasoning_summary_text.done" -> whole(true, event.summary(), event.text());
            case "response.reasoning_text.delta" -> words(false, event.content(), event.text());
            case "response.reasoning_text.done" -> whole(false, event.content(), event.text());
            default -> {
                // Says nothing that is not said elsewhere.
            }
        }
    }

    @Override
    public void done(@Nullable WireItem item) {
        if (item != null) {
            wholes(true, item.summary());
            wholes(false, item.content());
            sealed = item.sealed() == null ? sealed : item.sealed();
        }
        if (sealed != null) {
            start();
            out.delta(new Delta.Sealed(new Seal(Seal.Kind.ENCRYPTED, sealed, Dialect.OPENAI_RESPONSES, family)));
            sealed = null;
        }
        out.end();
    }

    private void wholes(boolean asSummary, List<WireContent> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            whole(asSummary, i, pieces.get(i).text());
        }
    }

    private void whole(boolean asSummary, int index, String text) {
        if (!(asSummary ? summaries : thoughts).contains(index)) {
            words(asSummary, index, text);
        }
    }

    private void words(boolean asSummary, int index, String text) {
        if (text.isEmpty()) {
            return;
        }
        start();
        if (section != index || summary != asSummary) {
            section = index;
            summary = asSummary;
            (asSummary ? summaries : thoughts).add(index);
            out.delta(new Delta.Section(asSummary));
        }
        out.fragment(text);
    }

    private void start() {
        if (!started) {
            started = true;
            out.start(new PartHead.Reasoning(id));
        }
    }
}
