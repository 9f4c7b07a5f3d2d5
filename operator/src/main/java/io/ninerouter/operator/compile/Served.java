package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import org.jspecify.annotations.Nullable;

/**
 * The form in which an object was last published: what goes on serving while a newer form is broken.
 *
 * @param mark tells the object from an earlier one of its name, see {@link #mark}
 * @param generation of the spec that the form was compiled from
 * @param form a part of the configuration: settings, a provider, a connection, a combo or an alias
 * @param credential of a connection; null = none
 */
public record Served(
        String mark, long generation, Object form, @Nullable Credential credential) {

    /** A short stand-in for a uid: name and kind are known beside it, so that 32 bits are enough to notice a recreation. */
    public static String mark(String uid) {
        return Integer.toHexString(uid.hashCode());
    }
}
