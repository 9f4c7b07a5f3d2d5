package io.ninerouter.operator.settings;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which namespaces an operator watches. Immutable. */
public sealed interface Scope {
    /** All, those to come too: its rights have to be those of a ClusterRole. */
    Scope EVERYWHERE = new Everywhere();

    /** These alone. */
    static Scope of(String... namespaces) {
        return new Only(Set.of(namespaces));
    }

    /** Whether objects of a namespace are seen. */
    boolean covers(String namespace);

    /** All namespaces. */
    record Everywhere() implements Scope {
        @Override
        public boolean covers(String namespace) {
            return true;
        }

        @Override
        public String toString() {
            return "all namespaces";
        }
    }

    /**
     * Some namespaces.
     *
     * @param namespaces at least one: nothing that is left out may mean everything
     */
    record Only(Set<String> namespaces) implements Scope {
        public Only {
            if (namespaces.isEmpty()) {
                throw new IllegalArgumentException("namespaces: none (expected: at least one)");
            }
            namespaces = Set.copyOf(namespaces);
        }

        @Override
        public boolean covers(String namespace) {
            return namespaces.contains(namespace);
        }

        /** Their names in order. */
        public Stream<String> sorted() {
            return new TreeSet<>(namespaces).stream();
        }

        @Override
        public String toString() {
            return String.join(", ", new TreeSet<>(namespaces));
        }
    }
}
