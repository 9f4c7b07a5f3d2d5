package io.ninerouter.operator.compile;

import java.util.Comparator;

/**
 * An object that a user declared, reduced to what a compile needs.
 *
 * @param ref which object
 * @param uid tells it from an earlier object of the same name
 * @param generation of the spec
 * @param createdAt RFC 3339 in UTC with seconds, as the API server writes it, so that text order is time order
 * @param spec what the user wants
 */
public record Declared<S>(ObjectRef ref, String uid, long generation, String createdAt, S spec) {

    /** Age decides who keeps a name; then the name, then the kind, so that the order is total. */
    public static final Comparator<Declared<?>> OLDEST_FIRST = Declared::compareAge;

    /** Written out: thousands of objects are ordered by it for each change. */
    private static int compareAge(Declared<?> one, Declared<?> other) {
        int order = one.createdAt.compareTo(other.createdAt);
        order = order != 0 ? order : one.ref.name().compareTo(other.ref.name());
        order = order != 0 ? order : one.ref.kind().compareTo(other.ref.kind());
        return order != 0 ? order : one.ref.namespace().compareTo(other.ref.namespace());
    }

    /** The object's name. */
    public String name() {
        return ref.name();
    }
}
