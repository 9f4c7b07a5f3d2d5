package io.ninerouter.quickstart.api.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How rules write the names of properties that are no identifiers, as Kubernetes escapes them. */
final class CelNames {

    private static final Set<String> KEYWORDS = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private CelNames() {}

    /** The name within a rule; empty when a rule cannot name it. */
    static Optional<String> escaped(String property) {
        if (KEYWORDS.contains(property)) {
            return Optional.of("__" + property + "__");
        }
        String escaped = property.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
        return IDENTIFIER.matcher(escaped).matches() ? Optional.of(escaped) : Optional.empty();
    }
}
