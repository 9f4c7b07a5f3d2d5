package io.ninerouter.gateway.routing;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.routing.NameResolver.Resolved;
import io.ninerouter.gateway.snapshot.Provider;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a model can serve a request, by what is declared of it. What is not declared is no obstacle. */
final class Fit {
    private final Needs needs;
    private @Nullable Set<String> media;
    private @Nullable Boolean goesOn;

    Fit(Needs needs) {
        this.needs = needs;
    }

    /** Why a model cannot; null when nothing speaks against it. */
    Skipped.@Nullable Reason misfit(Resolved.Model model) {
        ModelConfig declared = model.provider().model(model.id());
        if (declared == null) {
            return null;
        }
        List<String> input = declared.input();
        if (!input.isEmpty() && !input.containsAll(media())) {
            return Skipped.Reason.LACKS_INPUT_KIND;
        }
        if (Boolean.FALSE.equals(declared.tools()) && needs.content().tools()) {
            return Skipped.Reason.LACKS_TOOLS;
        }
        if (Boolean.FALSE.equals(declared.structuredOutput()) && needs.content().structuredOutput()) {
            return Skipped.Reason.LACKS_STRUCTURED_OUTPUT;
        }
        Long window = declared.contextWindow();
        // The bytes of a picture say nothing of its tokens.
        boolean tooLong = window != null && needs.inputTokens() > window && media().isEmpty();
        return tooLong ? Skipped.Reason.TOO_LONG_FOR_MODEL : null;
    }

    /** Whether a model can go on from where the request does: otherwise it would answer another question. */
    boolean canGoOn(Resolved.Model model) {
        Boolean found = goesOn;
        if (found == null) {
            found = needs.content().goesOn();
            goesOn = found;
        }
        Provider provider = model.provider();
        return !found
                || (provider.dialectFor(model.id(), Dialect.OPENAI_RESPONSES) == Dialect.OPENAI_RESPONSES
                        && !provider.edits(model.id(), Dialect.OPENAI_RESPONSES, true)
                                .removes("previous_response_id"));
    }

    private Set<String> media() {
        Set<String> found = media;
        if (found == null) {
            found = needs.content().kinds();
            media = found;
        }
        return found;
    }
}
