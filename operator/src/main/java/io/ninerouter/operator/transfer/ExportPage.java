package io.ninerouter.operator.transfer;

import java.util.List;

/** The page in an exported folder that says what is still needed. Holds names, never a secret. */
final class ExportPage {
    private ExportPage() {}

    static String of(Export.Exported exported, Arguments.GiveOut wanted) {
        StringBuilder page = new StringBuilder("""
                # NineRouter

                `kubectl apply -k .` after the operator and its definitions are installed. Argo CD and Flux take this folder as it is.

                """);
        List<Export.Needed> missing =
                exported.needed().stream().filter(secret -> !secret.there()).toList();
        if (!missing.isEmpty()) {
            page.append("""
                    ## Secrets that have to be there

                    They are named by these objects and are not in this folder. What the operator issues itself (keys of callers,
                    `…-signing`) it issues anew where it is missing: callers then get other keys.

                    | namespace | Secret | keys | named by |
                    |---|---|---|---|
                    """);
            missing.forEach(secret -> page.append("| ")
                    .append(secret.namespace())
                    .append(" | ")
                    .append(secret.name())
                    .append(secret.tokens() ? " (tokens of a login)" : "")
                    .append(" | ")
                    .append(secret.keys().isEmpty() ? "not in the cluster either" : String.join(", ", secret.keys()))
                    .append(" | ")
                    .append(String.join(", ", secret.by()))
                    .append(" |\n"));
            page.append('\n');
        }
        if (!exported.secrets().isEmpty() && wanted.seal() == null) {
            page.append("""
                    `secrets/` holds the others as they are: it is not for Git. `kubectl apply --recursive -f secrets` before the rest.

                    """);
        }
        if (exported.needed().stream().anyMatch(secret -> secret.there() && secret.tokens())) {
            page.append("""
                    **Tokens of logins went along.** Vendors hand out each refresh token once: two clusters that use the same one sign
                    each other out. Set `active: false` on those connections in the cluster that they come from before this one starts.

                    """);
        }
        return page.toString();
    }
}
