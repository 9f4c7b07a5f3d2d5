package io.ninerouter.operator.compile;

/** Which object. Ordered by kind, namespace, name. */
public record ObjectRef(Kind kind, String namespace, String name) implements Comparable<ObjectRef> {
    @Override
    public int compareTo(ObjectRef other) {
        // Written out: maps of thousands of objects are ordered by it, some times for each change.
        int order = kind.compareTo(other.kind);
        order = order != 0 ? order : namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
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
