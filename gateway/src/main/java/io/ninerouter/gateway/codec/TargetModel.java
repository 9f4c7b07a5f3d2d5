package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.ModelFamily;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model at a provider.
 *
 * @param dialect the dialect to speak
 * @param model the provider's own name of the model
 * @param facts what is known of the model; null = nothing
 * @param account what is known of the account, by name: settings of its connection and facts that came with its credential
 * @param profile what is done for the provider beyond what data can say; null = nothing
 */
public record TargetModel(
        Dialect dialect,
        String model,
        @Nullable ModelConfig facts,
        Map<String, String> account,
        @Nullable Profile profile) {
    public TargetModel {
        account = Map.copyOf(account);
    }

    /** A model at an account of which nothing is known. */
    public TargetModel(Dialect dialect, String model, @Nullable ModelConfig facts) {
        this(dialect, model, facts, Map.of(), null);
    }

    /** The dialect whose seals its model reads: Code Assist is Gemini in an envelope. */
    public Dialect sealed() {
        return dialect == Dialect.CODE_ASSIST ? Dialect.GEMINI : dialect;
    }

    /** The family of the model. */
    public String family() {
        return ModelFamily.of(model);
    }

    /** Most tokens that it can generate; null = unknown. */
    public @Nullable Long maxOutputTokens() {
        return facts == null ? null : facts.maxOutputTokens();
    }

    /** Whether it is known not to take this kind of attachment. */
    public boolean refuses(Media.Kind kind) {
        return facts != null
                && !facts.input().isEmpty()
                && !facts.input().contains(kind.name().toLowerCase(Locale.ROOT));
    }
}
