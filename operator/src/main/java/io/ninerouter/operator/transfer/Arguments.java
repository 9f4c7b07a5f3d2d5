package io.ninerouter.operator.transfer;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the command was told to do. */
sealed interface Arguments {
    /** How to call it. */
    String USAGE = """
            import DATABASE --out FOLDER [--namespace NAMESPACE] [--router NAME]
                reads 9Router's db.json, or its export, and writes manifests and Secrets
            export --out FOLDER [--namespace NAMESPACE | --all-namespaces] [--secrets references|keys|all] [--seal COMMAND]
                writes the objects of the cluster that kubectl points at as a folder for Git
            """;

    /** From 9Router. */
    record TakeIn(Path database, Path out, String namespace, String router) implements Arguments {}

    /**
     * Out of a cluster.
     *
     * @param namespace null = all
     * @param seal null = Secrets are written as they are
     */
    record GiveOut(
            Path out,
            @Nullable String namespace,
            Export.Secrets secrets,
            @Nullable String seal) implements Arguments {}

    /**
     * Reads arguments.
     *
     * @param namespace the one to take where none is said
     * @throws IllegalArgumentException when they do not say what to do; the message says what is expected
     */
    static Arguments read(List<String> words, String namespace) {
        Deque<String> left = new ArrayDeque<>(words);
        String verb = left.poll();
        return switch (verb) {
            case "import" -> {
                Path database = Path.of(next(left, "import", "the database's path"));
                Options options = Options.of(left, List.of("--out", "--namespace", "--router"));
                yield new TakeIn(
                        database,
                        options.out(),
                        Objects.requireNonNullElse(options.namespace, namespace),
                        Objects.requireNonNullElse(options.router, "main"));
            }
            case "export" -> {
                Options options =
                        Options.of(left, List.of("--out", "--namespace", "--all-namespaces", "--secrets", "--seal"));
                if (options.all && options.namespace != null) {
                    throw wrong("--namespace and --all-namespaces", "one of them");
                }
                yield new GiveOut(
                        options.out(),
                        options.all ? null : Objects.requireNonNullElse(options.namespace, namespace),
                        options.secrets,
                        options.seal);
            }
            case null, default -> throw wrong(verb == null ? "nothing" : verb, "import or export");
        };
    }

    private static String next(Deque<String> left, String after, String expected) {
        String next = left.poll();
        if (next == null || next.isBlank()) {
            throw wrong(after, after + " and then " + expected);
        }
        return next;
    }

    private static IllegalArgumentException wrong(String given, String expected) {
        return new IllegalArgumentException(given + " (expected: " + expected + ")\n" + USAGE);
    }

    /** What options say. */
    final class Options {
        private @Nullable Path out;
        private @Nullable String namespace;
        private @Nullable String router;
        private @Nullable String seal;
        private boolean all;
        private Export.Secrets secrets = Export.Secrets.REFERENCES;

        private static Options of(Deque<String> left, List<String> known) {
            Options options = new Options();
            while (!left.isEmpty()) {
                String option = left.remove();
                if (!known.contains(option)) {
                    throw wrong(option, "one of " + known);
                }
                options.take(option, left);
            }
            return options;
        }

        private void take(String option, Deque<String> left) {
            switch (option) {
                case "--out" -> out = Path.of(next(left, option, "a folder"));
                case "--namespace" -> namespace = next(left, option, "a namespace");
                case "--router" -> router = next(left, option, "a name");
                case "--seal" -> seal = next(left, option, "a command");
                case "--all-namespaces" -> all = true;
                case "--secrets" -> secrets = secrets(next(left, option, "references, keys or all"));
                default -> throw wrong(option, "a known option");
            }
        }

        private Path out() {
            if (out == null) {
                throw wrong("no --out", "--out and then a folder");
            }
            return out;
        }

        private static Export.Secrets secrets(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "references" -> Export.Secrets.REFERENCES;
                case "keys" -> Export.Secrets.KEYS;
                case "all" -> Export.Secrets.ALL;
                default -> throw wrong("--secrets " + word, "references, keys or all");
            };
        }
    }
}
