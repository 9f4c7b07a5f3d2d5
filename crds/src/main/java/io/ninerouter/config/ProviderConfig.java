package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place that speaks one or more dialects: a catalogue entry or a ProviderNode, resolved.
 *
 * @param id catalogue id or node name, unique within a configuration
 * @param prefixes what callers may write before the slash, the id included; a user's prefix has already won over a built-in
 *     one, so no two providers share one
 * @param dialects at least one; the first is the one to translate to, the others are spoken natively too
 * @param baseUrl absolute http(s) address without a trailing slash; the dialect's path is appended. It and the headers may hold
 *     placeholders, {@code {name}}: a fact of the credential or a setting of the connection, or {@code {model}}, {@code
 *     {session}} (stable for a conversation) or {@code {uuid}} (new for each request). A header with {@code {name?}} is left out
 *     where there is no such value
 * @param auth where the credential goes
 * @param headers fixed headers, by lower-case name
 * @param edits edits of the request body
 * @param models the declared models
 * @param openModels whether names that are not declared are passed on as well
 * @param prices list prices, where neither the Router nor the model says another; rules without a provider, the first match
 *     wins
 * @param tokenAuth where a credential of kind {@link Credential.Kind#ACCESS_TOKEN} goes; null = where a key goes
 * @param rules what holds for some models
 * @param profile what is done for it beyond what data can say; null = nothing
 * @param tokenHeaders headers that a credential of kind {@link Credential.Kind#ACCESS_TOKEN} needs beside the others, over
 *     those of the same name; lists of betas are joined
 * @param listed what its own lists say of models, in order of id: counts where nothing else is declared, known or priced
 * @param otherUrls further addresses of the same service, without placeholders: asked in order for an account when what is
 *     wrong is the address that was asked before
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProviderConfig(
        String id,
        List<String> prefixes,
        List<Dialect> dialects,
        String baseUrl,
        AuthScheme auth,
        Map<String, String> headers,
        BodyEdits edits,
        List<ModelConfig> models,
        boolean openModels,
        List<PriceRule> prices,
        @Nullable AuthScheme tokenAuth,
        List<ModelRule> rules,
        @Nullable Profile profile,
        Map<String, String> tokenHeaders,
        List<ModelConfig> listed,
        List<String> otherUrls) {

    public ProviderConfig {
        Checks.text("id", id);
        Checks.text("baseUrl", baseUrl);
        prefixes = Copies.list(prefixes);
        dialects = Copies.list(dialects);
        if (dialects.isEmpty()) {
            throw new IllegalArgumentException("dialects of " + id + ": [] (expected: at least one)");
        }
        auth = auth == null ? AuthScheme.BEARER : auth;
        headers = Copies.sorted(headers);
        edits = edits == null ? BodyEdits.NONE : edits;
        models = Copies.list(models);
        prices = Copies.list(prices);
        rules = Copies.list(rules);
        tokenHeaders = Copies.sorted(tokenHeaders);
        listed = Copies.list(listed);
        otherUrls = Copies.list(otherUrls);
    }

    /** One whose lists are not known. */
    public ProviderConfig(
            String id,
            List<String> prefixes,
            List<Dialect> dialects,
            String baseUrl,
            AuthScheme auth,
            Map<String, String> headers,
            BodyEdits edits,
            List<ModelConfig> models,
            boolean openModels,
            List<PriceRule> prices,
            @Nullable AuthScheme tokenAuth,
            List<ModelRule> rules,
            @Nullable Profile profile,
            Map<String, String> tokenHeaders) {
        this(
                id,
                prefixes,
                dialects,
                baseUrl,
                auth,
                headers,
                edits,
                models,
                openModels,
                prices,
                tokenAuth,
                rules,
                profile,
                tokenHeaders,
                List.of(),
                List.of());
    }

    /** One to which tokens go with the same headers as keys. */
    public ProviderConfig(
            String id,
            List<String> prefixes,
            List<Dialect> dialects,
            String baseUrl,
            AuthScheme auth,
            Map<String, String> headers,
            BodyEdits edits,
            List<ModelConfig> models,
            boolean openModels,
            List<PriceRule> prices,
            @Nullable AuthScheme tokenAuth,
            List<ModelRule> rules,
            @Nullable Profile profile) {
        this(
                id,
                prefixes,
                dialects,
                baseUrl,
                auth,
                headers,
                edits,
                models,
                openModels,
                prices,
                tokenAuth,
                rules,
                profile,
                Map.of());
    }

    /** One that is reached in one way, whatever the credential and the model. */
    public ProviderConfig(
            String id,
            List<String> prefixes,
            List<Dialect> dialects,
            String baseUrl,
            AuthScheme auth,
            Map<String, String> headers,
            BodyEdits edits,
            List<ModelConfig> models,
            boolean openModels,
            List<PriceRule> prices) {
        this(id, prefixes, dialects, baseUrl, auth, headers, edits, models, openModels, prices, null, List.of(), null);
    }

    /** One without list prices. */
    public ProviderConfig(
            String id,
            List<String> prefixes,
            List<Dialect> dialects,
            String baseUrl,
            AuthScheme auth,
            Map<String, String> headers,
            BodyEdits edits,
            List<ModelConfig> models,
            boolean openModels) {
        this(id, prefixes, dialects, baseUrl, auth, headers, edits, models, openModels, List.of());
    }

    /** The same with what its lists say. */
    public ProviderConfig withListed(List<ModelConfig> told) {
        return copy(prefixes, rules, told, otherUrls);
    }

    /** The same with further addresses. */
    public ProviderConfig withOtherUrls(List<String> urls) {
        return copy(prefixes, rules, listed, urls);
    }

    /** The same with one rule more, which comes last. */
    public ProviderConfig with(ModelRule rule) {
        return copy(prefixes, Stream.concat(rules.stream(), Stream.of(rule)).toList(), listed, otherUrls);
    }

    /** The same under other prefixes. */
    public ProviderConfig withPrefixes(List<String> others) {
        return copy(others, rules, listed, otherUrls);
    }

    private ProviderConfig copy(
            List<String> prefixes, List<ModelRule> rules, List<ModelConfig> listed, List<String> otherUrls) {
        return new ProviderConfig(
                id,
                prefixes,
                dialects,
                baseUrl,
                auth,
                headers,
                edits,
                models,
                openModels,
                prices,
                tokenAuth,
                rules,
                profile,
                tokenHeaders,
                listed,
                otherUrls);
    }
}
