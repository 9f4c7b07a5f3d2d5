package io.ninerouter.operator.compile;

import java.util.Comparator;

/** Which object. Ordered by kind, namespace, name. */
public record ObjectRef(Kind kind, String namespace, String name) implements Comparable<ObjectRef> {
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::kind)
            .thenComparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::name);

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
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
