package io.ninerouter.operator.compile;

import org.jspecify.annotations.Nullable;

/** Which object. Ordered by kind, namespace, name. */
public record ObjectRef(Kind kind, String namespace, String name) implements Comparable<ObjectRef> {
    @Override
    public int compareTo(ObjectRef other) {
        // Written out: maps of thousands of objects are ordered by it, some times for each change.
        int order = kind.compareTo(other.kind);
        order = order != 0 ? order : namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
    }

    /** Written out: what a record brings along is a chain of method handles, slow until the second compiler has been there. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectRef ref
                && kind == ref.kind
                && name.equals(ref.name)
                && namespace.equals(ref.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + namespace.hashCode()) + kind.hashCode();
    }

    /** As people write it: {@code Combo ai/stack}. */
    @Override
    public String toString() {
        return kind.word() + " " + namespace + "/" + name;
    }

    /** The kinds that the operator compiles. */
    public enum Kind {
        /** One gateway. */
        ROUTER("Router"),
        /** One account. */
        CONNECTION("ProviderConnection"),
        /** A provider of the user's own. */
        NODE("ProviderNode"),
        /** One name, several models. */
        COMBO("Combo"),
        /** Another name. */
        ALIAS("ModelAlias"),
        /** A caller. */
        KEY("ApiKey");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind as it stands in a manifest. */
        public String word() {
            return word;
        }
    }
}
