package io.ninerouter.operator.catalog;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that tells of each built-in provider how to use it. */
final class ProvidersPage {
    private static final String HEAD = """
            # Built-in providers

            Made from `crds/src/main/resources/providers/*.yaml` by `ProvidersPageTest`; do not edit.

            A ProviderConnection names one of these in `spec.provider`; callers write one of its prefixes before the slash, as in
            `openai/gpt-5.4`. Models beyond those listed are passed on too. What is not here is a ProviderNode: the same data, of
            one's own. A prefix of a ProviderNode wins over one of these.

            | provider | prefixes | speaks | authorise by |
            |---|---|---|---|
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    static String of(Catalogue catalogue) {
        ProvidersPage page = new ProvidersPage();
        catalogue.entries().forEach(page::row);
        catalogue.entries().forEach(page::section);
        return page.out.toString();
    }

    private void row(String id, CatalogueEntry entry) {
        out.append("| [`%s`](#%s) | %s | %s | %s |%n"
                .formatted(
                        id,
                        id,
                        code(Catalogue.prefixesOf(id, entry.node())),
                        String.join(", ", speaks(entry.node())),
                        code(entry.extra().takes().stream().map(Way::field).toList())));
    }

    private void section(String id, CatalogueEntry entry) {
        CatalogueEntry.Extra extra = entry.extra();
        out.append("%n## %s%n%n".formatted(id));
        out.append("At `%s`.".formatted(entry.node().baseUrl()));
        CatalogueEntry.Docs docs = extra.docs();
        if (docs != null) {
            out.append(" %s (Page: <%s>.)".formatted(docs.how(), docs.url()));
        }
        if (extra.subscription()) {
            out.append(" A subscription: requests are not billed one by one.");
        }
        out.append("\n");
        login(extra);
        settings(extra.settings());
        rules(entry.node());
        if (!entry.node().models().isEmpty()) {
            out.append("%nModels: %s.%n"
                    .formatted(entry.node().models().stream()
                            .map(model -> "`" + model.id() + "`")
                            .collect(Collectors.joining(", "))));
        }
    }

    private void login(CatalogueEntry.Extra extra) {
        OAuthLogin login = extra.oauth();
        if (login == null) {
            return;
        }
        out.append("\nLogin (`auth.oauth.flow`): %s."
                .formatted(code(login.flows().stream().map(OAuthFlow::name).toList())));
        out.append(
                switch (login.client().secret()) {
                    case NONE -> "";
                    case OPTIONAL -> " `auth.oauth.clientSecretRef` names the client's secret, if it has one.";
                    case REQUIRED -> " `auth.oauth.clientSecretRef` has to name the client's secret.";
                });
        if (login.imported() != null) {
            out.append(" Import wants %s: %s"
                    .formatted(
                            code(List.copyOf(login.imported().needs())),
                            login.imported().how()));
        }
        out.append("\n");
    }

    private void settings(Map<String, Setting> settings) {
        if (settings.isEmpty()) {
            return;
        }
        out.append("\n| `spec.settings` | | default | |\n|---|---|---|---|\n");
        settings.forEach((name, setting) -> out.append("| `%s` | %s | %s | %s |%n"
                .formatted(
                        name,
                        setting.required() ? "required" : "",
                        setting.defaultValue() == null ? "" : "`" + setting.defaultValue() + "`",
                        setting.description())));
    }

    private void rules(ProviderNode.Spec node) {
        List<String> said = new ArrayList<>();
        for (ProviderNode.Rule rule : node.rules()) {
            if (rule.dialect() != null) {
                said.add(code(rule.models()) + ": " + word(rule.dialect()));
            }
        }
        if (!said.isEmpty()) {
            out.append("\nSome models speak another dialect: %s.%n".formatted(String.join("; ", said)));
        }
    }

    private static List<String> speaks(ProviderNode.Spec node) {
        List<String> words = new ArrayList<>(List.of(word(node.dialect())));
        node.additionalDialects().forEach(dialect -> words.add(word(dialect)));
        return words;
    }

    private static String code(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static String word(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "OpenAI chat";
            case OPENAI_RESPONSES -> "OpenAI Responses";
            case ANTHROPIC -> "Anthropic";
            case GEMINI -> "Gemini";
            case CODE_ASSIST -> "Code Assist";
            case KIRO -> "Kiro";
            case CURSOR -> "Cursor";
            case BEDROCK_CONVERSE -> "Bedrock Converse";
            case OLLAMA -> "Ollama";
        };
    }
}
