package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for some models of a provider, beyond what holds for all. Every rule that matches applies, in order.
 *
 * @param models globs of the provider's own names ({@code *} = any characters); empty = all
 * @param dialect the dialect to speak to these models in place of the provider's first and of the caller's own; of
 *     several rules that say one the last counts; null = says nothing
 * @param whenSpoken the edits apply only where this dialect is spoken; null = with any
 * @param edits of the body, after those of the provider
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelRule(
        List<String> models,
        @Nullable Dialect dialect,
        @Nullable Dialect whenSpoken,
        BodyEdits edits) {
    public ModelRule {
        models = Copies.list(models);
        edits = edits == null ? BodyEdits.NONE : edits;
    }
}
