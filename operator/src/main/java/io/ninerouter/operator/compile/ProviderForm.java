package io.ninerouter.operator.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ModelRule;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.Profile;
import io.ninerouter.config.ProviderConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The compiled form of a provider, user's or built-in. Stateless. */
final class ProviderForm {
    private static final String STREAM_OPTIONS = "stream_options";

    private static final ModelRule ASKS_FOR_USAGE = new ModelRule(
            List.of(),
            null,
            Dialect.OPENAI_CHAT,
            new BodyEdits(
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(STREAM_OPTIONS, JsonNodeFactory.instance.objectNode().put("include_usage", true)),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    null,
                    null,
                    null,
                    null,
                    null));

    private ProviderForm() {}

    /**
     * Compiles one.
     *
     * @throws IllegalArgumentException with a message for people when a value is wrong in a way that the schema cannot see
     */
    static ProviderConfig of(
            String id,
            List<String> prefixes,
            ProviderNode.Spec spec,
            @Nullable Profile profile,
            List<PriceRule> listPrices) {
        List<Dialect> dialects = new ArrayList<>();
        dialects.add(known("dialect", spec.dialect()));
        dialects.addAll(spec.additionalDialects());
        Map<String, String> headers = new TreeMap<>();
        spec.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        ProviderNode.Discovery discovery = spec.discovery();
        ProviderNode.Auth tokenAuth = spec.tokenAuth();
        return new ProviderConfig(
                id,
                prefixes,
                dialects.stream().distinct().toList(),
                baseUrl(spec.baseUrl()),
                auth(spec.auth()),
                headers,
                EditsForm.of("edits", spec.edits()),
                spec.models().stream().map(ProviderForm::model).toList(),
                discovery == null || !Boolean.FALSE.equals(discovery.enabled()),
                listPrices,
                tokenAuth == null ? null : auth(tokenAuth),
                spec.rules().stream().map(ProviderForm::rule).toList(),
                profile);
    }

    /**
     * Compiles a user's. Where it speaks chat completions and its edits do not say otherwise, its streams are asked for their
     * usage, as they are whenever a request is translated for it: what is not reported has to be estimated.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    static ProviderConfig ofNode(String name, ProviderNode.Spec spec) {
        ProviderConfig node = of(name, List.of(), spec, null, List.of());
        boolean speaks = node.dialects().contains(Dialect.OPENAI_CHAT)
                || node.rules().stream().anyMatch(rule -> rule.dialect() == Dialect.OPENAI_CHAT);
        boolean says = mentions(node.edits(), STREAM_OPTIONS)
                || node.rules().stream().anyMatch(rule -> mentions(rule.edits(), STREAM_OPTIONS));
        return speaks && !says ? node.with(ASKS_FOR_USAGE) : node;
    }

    private static boolean mentions(BodyEdits edits, String field) {
        return edits.remove().contains(field)
                || edits.rename().containsKey(field)
                || edits.set().containsKey(field)
                || edits.defaults().containsKey(field)
                || edits.streamDefaults().containsKey(field)
                || edits.replace().containsKey(field);
    }

    private static String baseUrl(String url) {
        boolean http;
        try {
            URI uri = URI.create(Placeholders.example(known("baseUrl", url), Map.of()));
            http = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && !uri.getHost().isEmpty();
        } catch (IllegalArgumentException e) {
            http = false;
        }
        if (!http) {
            throw new IllegalArgumentException("baseUrl: " + url + " (expected: an absolute http or https URL)");
        }
        return url.replaceAll("/+$", "");
    }

    private static AuthScheme auth(ProviderNode.@Nullable Auth auth) {
        if (auth == null) {
            return AuthScheme.BEARER;
        }
        AuthScheme.Scheme scheme = Objects.requireNonNullElse(auth.scheme(), AuthScheme.Scheme.BEARER);
        return new AuthScheme(scheme, auth.name(), auth.prefix());
    }

    /** The schema requires it; a value that a later release added reads as null. */
    private static <T> T known(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    field + ": none that this release knows (expected: one of the schema's)");
        }
        return value;
    }

    private static ModelRule rule(ProviderNode.Rule rule) {
        return new ModelRule(
                rule.models(), rule.dialect(), rule.whenSpoken(), EditsForm.of("rules.edits", rule.edits()));
    }

    private static ModelConfig model(ProviderNode.Model model) {
        return new ModelConfig(
                model.id(),
                model.contextWindow(),
                model.maxOutputTokens(),
                model.input(),
                PriceForm.of(model.price()),
                model.tools(),
                model.structuredOutput());
    }
}
